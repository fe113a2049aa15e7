import { tokenizer } from 'acorn';
import { Lexer } from 'yaml';
import type { Span } from '#parser/span.ts';

/** Where the comments of a YAML text are, in order. Text in scalars is none, whatever it looks like. */
export function yamlComments(text: string): Span[] {
  const comments: Span[] = [];
  let offset = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (isMark(lexeme) && !isScalar) {
      isScalar = lexeme === scalarMark;
      continue;
    }
    const end = offset + lexeme.length;
    if (!isScalar && lexeme.startsWith('#')) comments.push({ start: offset, end });
    isScalar = false;
    offset = end;
  }
  return comments;
}

/** Where the comments of a JavaScript or JSON text are, in order; of a broken one, those before the break. */
export function scriptComments(text: string): Span[] {
  const comments: Span[] = [];
  const onComment = (_block: boolean, _text: string, start: number, end: number): void => {
    comments.push({ start, end });
  };
  try {
    const tokens = tokenizer(text, { ecmaVersion: 2022, onComment });
    for (const _ of tokens);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return comments;
}

/** Marks of the lexer that stand for no text: a document, an error of a flow, a scalar that follows. */
const scalarMark = '\u001f';

function isMark(lexeme: string): boolean {
  return lexeme === '\u0002' || lexeme === '\u0018' || lexeme === scalarMark;
}
