import { Node } from '#parser/tree.ts';
import { decoded } from './literal-text.ts';

/** What a template is made of, in the order of its text. */
export type TemplateToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mark'; readonly node: Node };

/** Where the text of a template begins and ends, and how it is written. */
export interface TemplateSource {
  readonly node: Node;
  readonly start: number;
  readonly end: number;
  readonly form: 'quoted' | 'plain';
  /** `<<-`: the blanks that every line begins with are taken away. */
  readonly flush: boolean;
}

/**
 * Texts and marks (interpolations, and the beginnings and ends of directives),
 * blanks taken away where `~` and `<<-` say so; undefined when a text cannot be
 * read. Text is cut out between the marks, because the tree's literals leave
 * out blanks at their ends.
 */
export function templateTokens(source: TemplateSource): readonly TemplateToken[] | undefined {
  const tokens: TemplateToken[] = [];
  let from = source.start;
  let strip = false;
  for (const mark of marksIn(source.node)) {
    const pieces = textPieces(source, [from, mark.start]);
    if (!pieces) return undefined;
    tokens.push(...stripped(pieces, { start: strip, end: /^[$%]\{~/.test(mark.text) }));
    tokens.push({ kind: 'mark', node: mark });
    from = mark.end;
    strip = mark.text.endsWith('~}');
  }
  const pieces = textPieces(source, [from, source.end]);
  if (!pieces) return undefined;
  tokens.push(...stripped(pieces, { start: strip, end: false }));
  return melded(source.flush ? flushed(tokens) : tokens);
}

const markKinds = new Set<string>([
  'template_interpolation',
  ...['template_for_start', 'template_for_end'],
  ...['template_if_intro', 'template_else_intro', 'template_if_end'],
]);

/** The marks of a template, those of directives inside included, those of other templates not. */
function marksIn(node: Node): readonly Node[] {
  const marks: Node[] = [];
  const { after } = node.tree;
  for (let inner = nextNode(node, node.id + 1); inner.id < (after[node.id] ?? 0); ) {
    const nests = ['template_directive', 'template_for', 'template_if'].includes(inner.kind);
    if (markKinds.has(inner.kind)) marks.push(inner);
    inner = nextNode(node, nests ? inner.id + 1 : (after[inner.id] ?? inner.id + 1));
  }
  return marks;
}

function nextNode({ tree }: Node, row: number): Node {
  return new Node(tree, row as Node['id']);
}

/** One piece for each line; quoted text has one line. */
function textPieces(
  { node, form }: TemplateSource,
  [start, end]: readonly [number, number],
): readonly string[] | undefined {
  const text = node.tree.text.slice(start, end);
  if (text === '') return [];
  const lines = form === 'quoted' ? [text] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
  const read = lines.map((line) => decoded(line, form));
  return read.every((line) => line !== undefined) ? read : undefined;
}

/** What Go counts as a blank. */
const blanks = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*';
const leading = new RegExp(`^${blanks}`);
const trailing = new RegExp(`${blanks}$`);

/** `~` reaches as far as the line that it touches, its line break included. */
function stripped(
  pieces: readonly string[],
  strip: { readonly start: boolean; readonly end: boolean },
): readonly TemplateToken[] {
  return pieces.map((piece, index) => {
    const first = strip.start && index === 0 ? piece.replace(leading, '') : piece;
    const atEnd = strip.end && index === pieces.length - 1;
    return { kind: 'text', text: atEnd ? trimmedEnd(first) : first };
  });
}

function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && trailing.exec(text[end - 1] ?? '')?.[0] !== '') end--;
  return text.slice(0, end);
}

/** Takes away the blanks that every line has in common; lines of blanks alone do not count. */
function flushed(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const starts = tokens.filter((_, index) => {
    const before = tokens[index - 1];
    return !before || (before.kind === 'text' && before.text.endsWith('\n'));
  });
  const written = new Set(starts.filter((token) => !isBlankLine(token)));
  if (written.size === 0) return tokens;
  const margin = Math.min(...[...written].slice(0, 50_000).map(depthOf));
  return tokens.map((token) =>
    token.kind === 'text' && written.has(token)
      ? { kind: 'text', text: token.text.slice(margin) }
      : token,
  );
}

function depthOf(token: TemplateToken): number {
  return token.kind === 'text' ? (leading.exec(token.text)?.[0].length ?? 0) : 0;
}

function isBlankLine(token: TemplateToken): boolean {
  return token.kind === 'text' && token.text.endsWith('\n') && depthOf(token) === token.text.length;
}

/** Texts that follow each other become one. */
function melded(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const result: TemplateToken[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length > 0) result.push({ kind: 'text', text: run.join('') });
    run = [];
  };
  for (const token of tokens) {
    if (token.kind === 'text') run.push(token.text);
    else {
      close();
      result.push(token);
    }
  }
  close();
  return result;
}
