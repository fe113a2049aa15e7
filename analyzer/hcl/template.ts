import type { Node } from '#parser/tree.ts';
import { parts } from './nodes.ts';
import type { Scope } from './scope.ts';
import { type HclValue, literal, reasonOf, textOf, undecided } from './value.ts';

/**
 * A string with or without interpolations, quoted or as a heredoc.
 *
 * Text is cut out between the interpolations, because the tree's literals
 * leave out blanks at their ends.
 */
export function evaluateTemplate(node: Node, scope: Scope): HclValue {
  const pieces = splitTemplate(node);
  if (pieces === undefined) return undecided('a template with directives is not evaluated');
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'object') return scope.session.evaluate([only], scope);
  let text = '';
  for (const piece of pieces) {
    const value =
      typeof piece === 'string' ? literal(piece) : scope.session.evaluate([piece], scope);
    const part = textOf(value);
    if (part === undefined) return undecided(reasonOf(value));
    text += part;
  }
  return literal(text);
}

/** Text and expressions in turn; undefined when there is more to it. */
function splitTemplate(node: Node): (string | Node)[] | undefined {
  const inner = parts(node);
  if (inner.some((part) => part.kind === 'template_directive')) return undefined;
  const heredoc = node.kind === 'heredoc_template';
  const body = heredoc ? heredocBody(node) : { start: node.start + 1, end: node.end - 1 };
  const pieces: (string | Node)[] = [];
  let from = body.start;
  for (const part of inner) {
    if (part.kind !== 'template_interpolation') continue;
    pieces.push(node.tree.text.slice(from, part.start));
    const expression = parts(part).find((child) => child.kind === 'expression');
    if (!expression || /^\$\{~|~\}$/.test(part.text)) return undefined;
    pieces.push(expression);
    from = part.end;
  }
  pieces.push(node.tree.text.slice(from, body.end));
  const indented = heredoc && node.text.startsWith('<<-');
  const read = indented ? outdented(pieces) : pieces;
  const decoded = read.map((piece) => (typeof piece === 'string' ? decode(piece, heredoc) : piece));
  return decoded.length === 1 ? decoded : decoded.filter((piece) => piece !== '');
}

/** From the line after the opening to the line that closes it. */
function heredocBody(node: Node): { start: number; end: number } {
  const { text } = node;
  const start = text.indexOf('\n') + 1;
  const end = text.lastIndexOf('\n') + 1;
  return { start: node.start + start, end: node.start + Math.max(start, end) };
}

/** `<<-` takes away the blanks that every line begins with. */
function outdented(pieces: readonly (string | Node)[]): (string | Node)[] {
  const margins: number[] = [];
  pieces.forEach((piece, index) => {
    if (typeof piece !== 'string') return;
    const lines = piece.split('\n').slice(index === 0 ? 0 : 1);
    const last = index === pieces.length - 1;
    lines.forEach((line, at) => {
      const written = line.trim() !== '' || (at === lines.length - 1 && !last);
      if (written) margins.push(line.length - line.trimStart().length);
    });
  });
  const margin = margins.length === 0 ? 0 : Math.min(...margins.slice(0, 10_000));
  const after = new RegExp(`\\n[ \\t]{0,${margin}}`, 'g');
  return pieces.map((piece, index) => {
    if (typeof piece !== 'string') return piece;
    const rest = piece.replace(after, '\n');
    return index === 0 ? rest.replace(new RegExp(`^[ \\t]{0,${margin}}`), '') : rest;
  });
}

const escapes: { readonly [letter: string]: string } = { n: '\n', r: '\r', t: '\t' };

/** Takes escapes back; a heredoc knows only the doubled marks. */
function decode(text: string, heredoc: boolean): string {
  const marks = text.replaceAll('$${', '${').replaceAll('%%{', '%{');
  if (heredoc) return marks;
  return marks.replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gi, (_, short, long, letter) => {
    if (letter !== undefined) return escapes[letter] ?? letter;
    const point = Number.parseInt(short ?? long, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}
