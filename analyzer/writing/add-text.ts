import { type Node, root } from '#parser/tree.ts';
import type { Edit, FilePath } from '../diagnostic.ts';
import { insertDeepAttributes } from '../edit/attribute-path.ts';
import { nixString } from '../edit/attribute-set.ts';
import { insertText } from '../edit/list.ts';
import { moduleBody } from '../edit/module-body.ts';
import { filePath } from '../evaluate/path-value.ts';
import { type AnyRow, rowsOf } from '../facts/any-row.ts';
import type { Facts } from '../facts/facts.ts';
import { listsAt } from '../order/elements.ts';
import type { OptionPath } from '../syntax/option-path.ts';
import type { NewRow } from './add-set.ts';
import { isForRows, isOwnFile, largest } from './located.ts';
import { formFor, type ListedTexts } from './nix-tables.ts';
import type { Writing } from './writing.ts';

/** Adds a text to a list such as `users.knownUsers`, or writes the list where the machine has none. */
export function addText(facts: Facts, row: NewRow<ListedTexts>): Writing | undefined {
  const { form, columns } = row;
  const { host, [form.key]: name } = columns;
  if (typeof host !== 'string' || typeof name !== 'string') return undefined;
  const said = ['host', form.key, ...Object.keys(form.where ?? {}), ...(form.alike ?? [])];
  if (Object.keys(columns).some((column) => !said.includes(column))) return undefined;
  const wanted = { host, name };
  const edit =
    intoList(facts, row, wanted) ??
    intoEmptyList(facts, row, wanted) ??
    asNewList(facts, row, wanted);
  return edit && { title: `add \`${name}\``, edits: [edit] };
}

interface Wanted {
  readonly host: string;
  readonly name: string;
}

function intoList(facts: Facts, row: NewRow<ListedTexts>, { host, name }: Wanted) {
  const places = othersOf(facts, row, host).map(({ at }) => facts.locate(at));
  const own = places.filter(({ file }) => isForRows(facts, file, { host, near: row.near }));
  const members = largest(own, ({ file }) => file);
  const file = members[0]?.file;
  const text = file && facts.text(file);
  if (!file || text === undefined) return undefined;
  const spans = members.map(({ span }) => span);
  const edit = insertText(text, spans, name);
  return edit && { file, span: edit.span, text: edit.text };
}

/** Fills the one list that a file of the machine gives the option without anything in it. */
function intoEmptyList(
  facts: Facts,
  row: NewRow<ListedTexts>,
  { host, name }: Wanted,
): Edit | undefined {
  const { option } = row.form;
  if (!option || othersOf(facts, row, host).length > 0) return undefined;
  const files = facts.table('module').rows.flatMap(({ file }) => filePath(file));
  const lists = files
    .filter((file) => isForRows(facts, file, { host, near: row.near }))
    .flatMap((file) => listsOf(facts, file, option).map((list) => ({ file, list })));
  const [only, ...others] = lists;
  if (!only || others.length > 0 || /[^\s[\]]/.test(only.list.text)) return undefined;
  const { start, end } = only.list;
  return { file: only.file, span: { start, end }, text: `[ ${nixString(name)} ]` };
}

function listsOf(facts: Facts, file: FilePath, option: readonly string[]): readonly Node[] {
  const tree = facts.text(file)?.includes(option.at(-1) ?? '') ? facts.tree(file) : undefined;
  const isMeant = (path: OptionPath): boolean => path.join('.') === option.join('.');
  return tree ? listsAt(root(tree), isMeant) : [];
}

function asNewList(
  facts: Facts,
  row: NewRow<ListedTexts>,
  { host, name }: Wanted,
): Edit | undefined {
  const { file } = row.near;
  const text = facts.text(file);
  const { option } = row.form;
  const hasOthers = othersOf(facts, row, host).length > 0;
  if (!option || hasOthers || text === undefined || !isOwnFile(facts, file, host)) return undefined;
  const body = moduleBody(text);
  const value = `[ ${nixString(name)} ]`;
  const insertions = body && insertDeepAttributes(body, [{ path: option, value }]);
  const [insertion] = insertions ?? [];
  return insertion && { file, ...insertion };
}

function othersOf(facts: Facts, { table, form, columns }: NewRow<ListedTexts>, host: string) {
  const agrees = (row: AnyRow): boolean =>
    (form.alike ?? []).every((column) => !(column in columns) || row[column] === columns[column]);
  return rowsOf(facts, table).filter(
    (row) => row.host === host && formFor([form], row) === form && agrees(row),
  );
}
