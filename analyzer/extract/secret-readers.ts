import { Node, type NodeId } from '#parser/tree.ts';
import type { Cell } from '../facts/cell.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { bindingPath, type OptionPath, optionPath } from '../syntax/option-path.ts';
import type { ReferenceSource } from './secret-mentions.ts';
import { stringCell } from './table.ts';

/** What reads a secret: how people call it, and the option that says as whom it runs. */
export interface Reader {
  readonly label: string;
  /** Where the user and the group are set; absent for readers without an account of their own. */
  readonly account: Account | undefined;
}

interface Account {
  readonly option: readonly string[];
  readonly user: string;
  readonly group: string;
}

/** What reads the secret, told from the option path of the place. */
export function readerAt(source: ReferenceSource, expr: number): Reader {
  const row = (source.sourceMap.nodes[expr] ?? 0) as NodeId;
  return readerOf(pathAround(new Node(source.tree, row)));
}

/** The names around a place, with a gap for what calls and lists hide; none for a name of a `let`. */
function pathAround(place: Node): OptionPath {
  const values: Node[] = [];
  for (let node = place; node.parent; node = node.parent) {
    if (node.parent.kind !== 'binding' || node.field !== 'expression') continue;
    if (node.parent.parent?.parent?.kind === 'let_expression') return [];
    values.unshift(node);
  }
  let path: OptionPath = [];
  for (const value of values) {
    const whole = optionPath(value);
    const own = value.parent ? bindingPath(value.parent) : [];
    const isJoined = path.length === 0 || whole.length === path.length + own.length;
    path = isJoined ? whole : [...path, undefined, ...own];
  }
  return path;
}

/** What an option of a machine belongs to. */
export function readerOf(path: OptionPath): Reader {
  const unit = path.indexOf('services');
  const isUnit = path[unit - 1] === 'systemd' || path[unit - 1] === 'user';
  if (unit > 0 && isUnit && path[unit + 1] !== undefined)
    return named('unit', path.slice(0, unit + 2), unitAccount);
  const runner = path.indexOf('github-runners');
  if (path[runner + 1] !== undefined && runner !== -1)
    return named('runner', path.slice(0, runner + 2), plainAccount);
  const backup = path.indexOf('backups');
  if (path[backup - 1] === 'restic' && path[backup + 1] !== undefined)
    return named('backup', path.slice(0, backup + 2), plainAccount);
  const user = path.indexOf('users');
  if (user !== -1 && path[user + 1] === 'users' && path[user + 2] !== undefined)
    return { label: `user \`${path[user + 2]}\``, account: undefined };
  return { label: path.length > 0 ? `\`${dotted(path)}\`` : 'this file', account: undefined };
}

type AccountOptions = Omit<Account, 'option'> & { readonly below: readonly string[] };

const unitAccount: AccountOptions = { below: ['serviceConfig'], user: 'User', group: 'Group' };
const plainAccount: AccountOptions = { below: [], user: 'user', group: 'group' };

function named(kind: string, path: OptionPath, { below, user, group }: AccountOptions): Reader {
  const names = path.flatMap((name) => name ?? []);
  const option = [...names, ...below];
  const isWhole = names.length === path.length;
  return {
    label: `${kind} \`${path.at(-1) ?? '…'}\``,
    account: isWhole ? { option, user, group } : undefined,
  };
}

function dotted(path: OptionPath): string {
  return path.map((name) => name ?? '…').join('.');
}

/** The user and the group that the reader has on a machine. */
export function accountOf(
  { account }: Reader,
  root: OptionNode,
): { readonly user: Cell<string>; readonly group: Cell<string> } {
  if (!account) return { user: undefined, group: undefined };
  const node = root.at(account.option);
  return {
    user: stringCell(node.child(account.user)),
    group: stringCell(node.child(account.group)),
  };
}
