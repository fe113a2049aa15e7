import type { Site } from '#analyzer/site.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';
import { string } from '../values/value.ts';
import type { Expression } from './expression.ts';
import { broken, deepest, here, type Lowering } from './lowering.ts';
import { expressions, parts } from './nodes.ts';
import { type TemplateSource, type TemplateToken, templateTokens } from './template-tokens.ts';

/** A string with interpolations or directives, quoted or as a heredoc. */
export function lowerTemplate(node: Node, lowering: Lowering): Expression {
  if (node.kind !== 'heredoc_template') {
    const [start, end] = [node.start + 1, node.end - 1];
    return fromSource({ node, start, end, form: 'quoted', flush: false }, lowering);
  }
  // From the line after the opening to the line that closes it.
  const { text } = node;
  const begin = text.indexOf('\n') + 1;
  const start = node.start + begin;
  const end = node.start + Math.max(begin, text.lastIndexOf('\n') + 1);
  return fromSource({ node, start, end, form: 'plain', flush: text.startsWith('<<-') }, lowering);
}

const marker = 'FLAKEWISE_TEMPLATE';

/**
 * The template that a text is, such as a file for `templatefile` or a string
 * in JSON. All of it comes from `origin`.
 */
export function lowerTemplateText(
  text: string,
  origin: Site,
  lower: Lowering['lower'],
): Expression {
  if (!/[$%]\{/.test(text)) return { at: origin, kind: 'literal', value: string(text) };
  const opening = `x = <<${marker}\n`;
  const tree = parse(`${opening}${text}\n${marker}\n`, 'hcl');
  const node = [...root(tree).descendants()].find(({ kind }) => kind === 'heredoc_template');
  const start = opening.length;
  const whole =
    node && tree.errors.length === 0 && node.end === start + text.length + 1 + marker.length;
  if (!whole || text.includes(marker)) {
    return { at: origin, kind: 'broken', reason: 'the template is not in the language' };
  }
  const lowering = { file: origin.file, origin, depth: 0, lower };
  const end = start + text.length;
  return fromSource({ node, start, end, form: 'plain', flush: false }, lowering);
}

/** The expression that a text is, such as a type in JSON. All of it comes from `origin`. */
export function lowerExpressionText(
  text: string,
  origin: Site,
  lower: Lowering['lower'],
): Expression {
  const tree = parse(`x = ${text}\n`, 'hcl');
  const nodes = [...root(tree).descendants()];
  const node = nodes.find(({ kind, start }) => kind === 'expression' && start === 4);
  if (!node || tree.errors.length > 0 || node.end < 4 + text.trimEnd().length) {
    return { at: origin, kind: 'broken', reason: 'the text is no expression' };
  }
  return lower([node], { file: origin.file, origin, depth: 0, lower });
}

function fromSource(source: TemplateSource, lowering: Lowering): Expression {
  const { node } = source;
  const tokens = templateTokens(source);
  if (!tokens) return broken(node, lowering, 'the text has an escape that means nothing');
  const [only] = tokens;
  if (tokens.length === 1 && only?.kind === 'mark' && only.node.kind === 'template_interpolation') {
    return interpolation(only.node, lowering);
  }
  const reader: Reader = { tokens, position: 0, lowering };
  const expressions = sequence(reader, node);
  if (reader.position < tokens.length) {
    return broken(node, lowering, 'a directive of the template has no beginning');
  }
  return template(node, expressions, lowering);
}

interface Reader {
  readonly tokens: readonly TemplateToken[];
  position: number;
  readonly lowering: Lowering;
}

/** Reads up to the end, or to a mark that ends or divides a directive. */
function sequence(reader: Reader, node: Node): readonly Expression[] {
  const { lowering } = reader;
  const found: Expression[] = [];
  for (;;) {
    const token = reader.tokens[reader.position];
    if (!token) return found;
    if (token.kind === 'text') {
      found.push({ ...here(node, lowering), kind: 'literal', value: string(token.text) });
      reader.position++;
      continue;
    }
    const expression = directive(reader, token.node);
    if (!expression) return found;
    found.push(expression);
  }
}

function directive(reader: Reader, mark: Node): Expression | undefined {
  switch (mark.kind) {
    case 'template_interpolation':
      reader.position++;
      return interpolation(mark, reader.lowering);
    case 'template_if_intro':
      return conditional(reader, mark);
    case 'template_for_start':
      return loop(reader, mark);
    default:
      return undefined;
  }
}

function interpolation(mark: Node, lowering: Lowering): Expression {
  const expression = parts(mark).find(({ kind }) => kind === 'expression');
  if (!expression) return broken(mark, lowering, 'the interpolation is empty');
  return lowering.lower([expression], lowering);
}

function conditional(reader: Reader, mark: Node): Expression {
  const { lowering } = reader;
  if (lowering.depth > deepest) return tooDeep(reader, mark);
  const inside = nested(reader);
  const [condition] = expressions(mark);
  const yes = sequence(inside, mark);
  const divided = markAt(inside)?.kind === 'template_else_intro';
  if (divided) inside.position++;
  const no = divided ? sequence(inside, mark) : [];
  const complete = markAt(inside)?.kind === 'template_if_end';
  reader.position = inside.position + 1;
  if (!condition || !complete) {
    return broken(mark, lowering, 'the `if` of the template is not complete');
  }
  return {
    ...here(mark, lowering),
    kind: 'conditional',
    condition: lowering.lower([condition], lowering),
    yes: template(mark, yes, lowering),
    no: template(mark, no, lowering),
  };
}

function loop(reader: Reader, mark: Node): Expression {
  const { lowering } = reader;
  if (lowering.depth > deepest) return tooDeep(reader, mark);
  const inside = nested(reader);
  const names = parts(mark).filter(({ kind }) => kind === 'identifier');
  const [collection] = expressions(mark);
  const body = sequence(inside, mark);
  const complete = markAt(inside)?.kind === 'template_for_end';
  reader.position = inside.position + 1;
  const valueName = names.at(-1)?.text;
  if (!collection || valueName === undefined || !complete) {
    return broken(mark, lowering, 'the `for` of the template is not complete');
  }
  const items: Expression = {
    ...here(mark, lowering),
    kind: 'for',
    keyName: names.length > 1 ? names[0]?.text : undefined,
    valueName,
    collection: lowering.lower([collection], lowering),
    key: undefined,
    result: template(mark, body, lowering),
    condition: undefined,
    groups: false,
  };
  return { ...here(mark, lowering), kind: 'join', items };
}

function tooDeep(reader: Reader, mark: Node): Expression {
  reader.position = reader.tokens.length;
  return broken(mark, reader.lowering, 'the template is nested too deeply');
}

/** A reader of the same tokens for the inside of a directive. */
function nested(reader: Reader): Reader {
  const { lowering } = reader;
  const inner = { ...lowering, depth: lowering.depth + 1 };
  return { tokens: reader.tokens, position: reader.position + 1, lowering: inner };
}

function markAt({ tokens, position }: Reader): Node | undefined {
  const token = tokens[position];
  return token?.kind === 'mark' ? token.node : undefined;
}

function template(node: Node, found: readonly Expression[], lowering: Lowering): Expression {
  const [only] = found;
  if (!only) return { ...here(node, lowering), kind: 'literal', value: string('') };
  if (found.length === 1 && only.kind === 'literal' && only.value.kind === 'string') return only;
  return { ...here(node, lowering), kind: 'template', parts: found };
}
