import { Node, type NodeId } from '#parser/tree.ts';
import type { Cell } from '../facts/cell.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { bindingPath, type OptionPath, optionEnd, optionPath } from '../syntax/option-path.ts';
import type { ReferenceSource } from './secret-mentions.ts';
import { stringCell } from './table.ts';

/** What reads a secret: how people call it, and the option that says as whom it runs. */
export interface Reader {
  readonly label: string;
  readonly kind: SecretReferenceRow['reader-kind'];
  readonly name: string | undefined;
  /** Where the user and the group are set; absent for readers without an account of their own. */
  readonly account: Account | undefined;
}

interface Account {
  /** The set with the settings for user and group; without one they are names themselves. */
  readonly option?: readonly string[];
  readonly user: string;
  readonly group: string;
}

interface AccountOptions extends Account {
  readonly below: readonly string[];
}

const unitAccount: AccountOptions = { below: ['serviceConfig'], user: 'User', group: 'Group' };
const jobAccount: AccountOptions = {
  below: ['serviceConfig'],
  user: 'UserName',
  group: 'GroupName',
};
const plainAccount: AccountOptions = { below: [], user: 'user', group: 'group' };

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

/** Things that have options of their own, by the names before theirs. */
interface Kind {
  readonly kind: Reader['kind'];
  /** The last of several is that of the thing. */
  readonly after: readonly string[];
  readonly word: string;
  readonly account: AccountOptions | undefined;
}

const kinds: readonly Kind[] = [
  { kind: 'unit', after: ['systemd', 'services'], word: 'unit', account: unitAccount },
  { kind: 'unit', after: ['systemd', 'user', 'services'], word: 'unit', account: unitAccount },
  { kind: 'job', after: ['launchd', 'daemons'], word: 'job', account: jobAccount },
  { kind: 'job', after: ['launchd', 'agents'], word: 'job', account: undefined },
  { kind: 'job', after: ['launchd', 'user', 'agents'], word: 'job', account: undefined },
  { kind: 'runner', after: ['github-runners'], word: 'runner', account: plainAccount },
  { kind: 'backup', after: ['restic', 'backups'], word: 'backup', account: plainAccount },
  { kind: 'backup', after: ['borgbackup', 'jobs'], word: 'backup', account: plainAccount },
  {
    kind: 'container',
    after: ['oci-containers', 'containers'],
    word: 'container',
    account: undefined,
  },
  { kind: 'template', after: ['sops', 'templates'], word: 'template', account: undefined },
  { kind: 'template', after: ['vaultix', 'templates'], word: 'template', account: undefined },
  { kind: 'user', after: ['users', 'users'], word: 'user', account: undefined },
];

/** What an option of a machine belongs to. */
export function readerOf(path: OptionPath): Reader {
  for (const kind of kinds) {
    const end = optionEnd(path, kind.after);
    const name = end === undefined ? undefined : path[end];
    if (end === undefined || name === undefined) continue;
    const option = kind.account && path.slice(0, end + 1);
    const account = option && kind.account && accountAt(option, kind.account);
    return { label: `${kind.word} \`${name}\``, kind: kind.kind, name, account };
  }
  if (path.length === 0) return inFile;
  const name = dotted(path);
  return { label: `\`${name}\``, kind: 'option', name, account: undefined };
}

const inFile: Reader = { label: 'this file', kind: 'file', name: undefined, account: undefined };

/** What a placeholder is for: it is root who puts secrets into templates. */
export function templateReader(reader: Reader): Reader {
  const account = { user: 'root', group: 'root' };
  if (reader.kind === 'template') return { ...reader, account };
  return { ...reader, kind: 'template', name: undefined, account };
}

function accountAt(path: OptionPath, { below, user, group }: AccountOptions): Account | undefined {
  const names = path.flatMap((name) => name ?? []);
  return names.length === path.length ? { option: [...names, ...below], user, group } : undefined;
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
  if (!account.option) return { user: account.user, group: account.group };
  const node = root.at(account.option);
  return {
    user: stringCell(node.child(account.user)),
    group: stringCell(node.child(account.group)),
  };
}
