import type { Node } from '#parser/tree.ts';
import { inside } from './call.ts';
import { type Doc, edge, group, nested, offset, separated, textEnd } from './doc.ts';
import { flatDoc } from './flat.ts';
import { above, remarksBefore } from './remarks.ts';
import { isBlock, isSimple, isTerm } from './shapes.ts';
import { indentedLines, type Part, quotedLines } from './text-lines.ts';

type Lay = (node: Node) => Doc;

/** A text between double quotes, whose lines stay as they are. */
export function quoted(node: Node, lay: Lay): Doc {
  const lines = quotedLines(node);
  return group([
    '"',
    separated(
      lines.map((parts) => lineDoc(parts, lay)),
      '\n',
    ),
    '"',
  ]);
}

/** A text between two single quotes each, on lines of its own where it has several. */
export function indented(node: Node, lay: Lay): Doc {
  const lines = indentedLines(node);
  const docs = lines.map((parts) => lineDoc(parts, lay));
  return group(["''", lines.length > 1 ? edge : '', nested(separated(docs, textEnd)), "''"]);
}

/** A line of a text. Code that has it for itself is laid out as in parentheses. */
function lineDoc(parts: readonly Part[], lay: Lay): Doc {
  const [first, second] = parts;
  const indent = typeof first === 'string' && first.trim() === '' ? first : '';
  const alone =
    parts.length === 1 ? first : parts.length === 2 && indent !== '' ? second : undefined;
  const code = typeof alone === 'string' ? undefined : alone;
  if (code && endRemarks(code) === '') {
    const value = code.child('expression');
    const inner = value ? inside(value, lay) : '';
    return [indent, offset(indent.length, group(['${', nested(inner), '}']))];
  }
  if (typeof first !== 'string') return parts.map((part) => partDoc(part, lay));
  const columns = /^\s*/.exec(first)?.[0].length ?? 0;
  return [
    first,
    offset(
      columns,
      parts.slice(1).map((part) => partDoc(part, lay)),
    ),
  ];
}

function partDoc(part: Part, lay: Lay): Doc {
  return typeof part === 'string' ? part : interpolation(part, lay);
}

/** So many columns of code stay on the line of a text however wide that becomes. */
const shortCode = 30;

/** Code in a text, a name or a path. */
export function interpolation(node: Node, lay: Lay): Doc {
  const value = node.child('expression');
  if (!value) return node.text;
  const end = endRemarks(node);
  if (end === '' && isTerm(value) && isBlock(value)) return group(['${', lay(value), '}']);
  if (end === '' && isSimple(value)) return ['${', flatDoc(lay(value)) ?? lay(value), '}'];
  const doc = group([lay(value), end]);
  const flat = flatDoc(doc, shortCode);
  return group(['${', flat ?? nested([edge, doc, edge]), '}']);
}

function endRemarks({ tree, end }: Node): Doc {
  return above(remarksBefore(tree, end - 1));
}
