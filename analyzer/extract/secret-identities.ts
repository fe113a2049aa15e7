import { describe } from '../evaluate/value.ts';
import type { SecretIdentityRow } from '../facts/secret-files.ts';
import type { Fleet } from '../flake/fleet.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { scopeOf } from './secrets.ts';
import { itemsOf, siteOf, TableBuilder } from './table.ts';
import { textCellOf } from './texts.ts';
import { type View, viewsOf } from './views.ts';

type Identities = TableBuilder<'secret-identity'>;
type Owner = Pick<SecretIdentityRow, 'host' | 'scope' | 'account' | 'manager'>;

/** Where one kind of key is set, and where it is by default. */
interface Form {
  readonly manager: SecretIdentityRow['manager'];
  readonly kind: SecretIdentityRow['kind'];
  readonly path: readonly string[];
  /** What has to be declared for the keys to matter. */
  readonly secrets: readonly string[];
  /** Host keys that are taken when nothing is set and OpenSSH is there. */
  readonly hostKeys?: readonly string[];
}

const ed25519 = '/etc/ssh/ssh_host_ed25519_key';
const rsa = '/etc/ssh/ssh_host_rsa_key';

const forms: readonly Form[] = [
  { manager: 'sops', kind: 'age', path: ['sops', 'age', 'keyFile'], secrets: ['sops', 'secrets'] },
  {
    manager: 'sops',
    kind: 'ssh',
    path: ['sops', 'age', 'sshKeyPaths'],
    secrets: ['sops', 'secrets'],
    hostKeys: [ed25519],
  },
  { manager: 'sops', kind: 'gnupg', path: ['sops', 'gnupg', 'home'], secrets: ['sops', 'secrets'] },
  {
    manager: 'agenix',
    kind: 'ssh',
    path: ['age', 'identityPaths'],
    secrets: ['age', 'secrets'],
    hostKeys: [ed25519, rsa],
  },
  {
    manager: 'opnix',
    kind: 'token',
    path: ['services', 'onepassword-secrets', 'tokenFile'],
    secrets: ['services', 'onepassword-secrets', 'secrets'],
  },
];

/** The private keys with which machines and homes open their secrets. */
export function secretIdentityTable(fleet: Fleet): Identities {
  const table = new TableBuilder('secret-identity');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host)) for (const form of forms) addIdentities(table, view, form);
  return table;
}

function addIdentities(table: Identities, view: View, form: Form): void {
  const { host, account, root, foreign } = view;
  const owner: Owner = { host: host.name, scope: scopeOf(view), account, manager: form.manager };
  const node = root.at(form.path);
  const known = { ...owner, kind: form.kind };
  for (const gap of node.gaps) if (!foreign.has(gap)) table.gap(known, gap);
  if (node.isPresent()) addGiven(table, node, { known, foreign });
  else if (form.hostKeys && root.at(form.secrets).names().length > 0)
    addDefaults(table, view, { known, hostKeys: form.hostKeys });
}

type Known = Owner & Pick<SecretIdentityRow, 'kind'>;

/** A path, or a list of paths; `null` stands for none. */
function addGiven(
  table: Identities,
  node: OptionNode,
  { known, foreign }: { readonly known: Known; readonly foreign: View['foreign'] },
): void {
  const { value } = node;
  const at = siteOf(node);
  if (value.kind === 'null' || !at) return;
  const { items, open } = itemsOf(node);
  if (value.kind === 'list' && open && !foreign.has(open)) table.gap(known, open);
  const values = value.kind === 'list' ? items : [node.thunk];
  for (const item of values) {
    const path = textCellOf(item.force());
    if (typeof path === 'string') table.add({ at: item.site ?? at, ...known, path });
    else table.gap(known, path?.undecided ?? 'is no path', item.site ?? at);
  }
}

/** Without keys of their own, machines take the keys of their OpenSSH. */
function addDefaults(
  table: Identities,
  { root, kind, host }: View,
  { known, hostKeys }: { readonly known: Known; readonly hostKeys: readonly string[] },
): void {
  if (kind === 'home') return;
  const ssh = root.at(['services', 'openssh']);
  const enabled = ssh.child('enable').value;
  const isUsual = !ssh.child('hostKeys').isPresent();
  const at = siteOf(ssh.child('enable')) ?? { file: host.flake, expr: 0 };
  if (enabled.kind === 'bool' && !enabled.value && kind === 'nixos') return;
  const isOn = kind === 'darwin' || (enabled.kind === 'bool' && enabled.value);
  if (isOn && isUsual) for (const path of hostKeys) table.add({ at, ...known, path });
  else if (enabled.kind === 'unknown') table.gap(known, describe(enabled.reason), at);
  else table.gap(known, 'the host keys of OpenSSH decide', at);
}
