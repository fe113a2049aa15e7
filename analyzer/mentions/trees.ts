import type { Span } from '#parser/span.ts';
import type { PathMentionRow } from '../facts/documents.ts';
import type { PendingTree, TreeEntry } from './pending.ts';
import { isPlaceholder } from './token.ts';

const branch = /^([\s│|]*)(?:├|└|╰|\+|`)[─-]{1,3}\s*/;

interface Open {
  readonly column: number;
  readonly path: string;
}

/** A block of text as a drawn tree of files; `undefined` when it is none. */
export function treeIn(
  text: string,
  block: Span,
  tone: PathMentionRow['tone'],
): PendingTree | undefined {
  const source = text.slice(block.start, block.end);
  if (!/[├└╰]─/.test(source)) return undefined;
  const entries: TreeEntry[] = [];
  const open: Open[] = [];
  let root: string | undefined;
  let offset = block.start;
  for (const line of source.split('\n')) {
    const head = branch.exec(line);
    if (!head && entries.length === 0 && line.trim() !== '') root = nameIn(line)?.text;
    if (head) addEntry({ entries, open }, line, { start: offset, head: head[0] });
    offset += line.length + 1;
  }
  return entries.length < 2 ? undefined : { root, entries, tone };
}

function addEntry(
  { entries, open }: { readonly entries: TreeEntry[]; readonly open: Open[] },
  line: string,
  { start, head }: { readonly start: number; readonly head: string },
): void {
  const column = head.search(/[├└╰+`]/);
  while ((open.at(-1)?.column ?? -1) >= column) open.pop();
  const name = nameIn(line.slice(head.length));
  if (!name) return;
  const path = `${open.at(-1)?.path ?? ''}${name.text}`;
  open.push({ column, path: `${path}/` });
  // What is below a name to fill in is not said either.
  if (path.split('/').some((part) => !/^[\w.@+-]*\w[\w.@+-]*$/.test(part) || isPlaceholder(part)))
    return;
  // Nothing is below a script: what is drawn there is what it calls.
  if (/\.(sh|py|nix|ts|js)\//.test(path)) return;
  const from = start + head.length + name.start;
  const span = { start: from, end: from + name.text.length };
  entries.push({ path, span, isFolder: name.isFolder });
}

/** The name at the beginning of a line, without what is said about it. */
function nameIn(
  line: string,
): { readonly text: string; readonly start: number; readonly isFolder: boolean } | undefined {
  const match = /^\s*(?:\p{Extended_Pictographic}\uFE0F?\s*)?([^\s#,]+)/u.exec(line);
  const word = match?.[1];
  if (!match || word === undefined) return undefined;
  const text = word.replace(/^\.\/(?=.)/, '').replace(/[/:]+$/, '');
  const start = match[0].length - word.length + (word.startsWith('./') && word.length > 2 ? 2 : 0);
  return text === '' ? undefined : { text, start, isFolder: word.endsWith('/') };
}
