import { apply } from '../evaluate/apply.ts';
import { asPath, joinPath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  list,
  record,
  string,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import type { Definition } from '../nixos/definitions.ts';
import { type Evaluation, evaluateModules } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { platformOf } from '../nixos/package-set.ts';

interface LiteFlake {
  readonly session: Session;
  readonly given: Attributes;
}

/**
 * The machines of the flake-parts module lite-config: each of `hosts` is made
 * of its folder below `hostModuleDir` and of `systemModules`.
 */
export function liteConfigOutputs(flake: LiteFlake, root: OptionNode): Map<string, Attribute> {
  const outputs = new Map<string, Attribute>();
  const { definitions } = root.child('lite-config');
  if (definitions.length === 0) return outputs;
  const node = settings(flake, definitions).root();
  const machines = new Map<string, Map<string, Attribute>>();
  const hosts = node.child('hosts');
  for (const name of hosts.names()) {
    const system = hosts.at([name, 'system']).value;
    if (system.kind !== 'string') continue;
    const output = system.value.endsWith('-darwin')
      ? 'darwinConfigurations'
      : 'nixosConfigurations';
    const found = machines.get(output) ?? new Map<string, Attribute>();
    machines.set(output, found);
    const value = new Thunk(undefined, () => machine(flake, node, { name, system: system.value }));
    found.set(name, { value, at: hosts.child(name).definitions[0]?.at });
  }
  for (const [output, found] of machines) {
    outputs.set(output, { value: Thunk.of(attributes(found)), at: undefined });
  }
  return outputs;
}

/** What is defined below the option is itself a module. */
function settings({ session }: LiteFlake, definitions: readonly Definition[]): Evaluation {
  return evaluateModules(session, {
    class: 'nixos',
    modules: definitions.map(({ content }) => content),
    open: undefined,
    specialArgs: undefined,
    extraArgs: new Map(),
    system: undefined,
  });
}

function machine(
  { session, given }: LiteFlake,
  node: OptionNode,
  { name, system }: { readonly name: string; readonly system: string },
): Value {
  const folder = asPath(node.child('hostModuleDir').value, undefined);
  if (folder.kind !== 'path') return folder;
  const shared = node.child('systemModules').value;
  const makeMachine = system.endsWith('-darwin') ? 'darwinSystem' : 'nixosSystem';
  const site = node.child('hostModuleDir').definitions[0]?.content.site;
  const modules = [Thunk.of(joinPath(folder, `/${name}`, site), site)];
  const inputs = given.get('inputs')?.value;
  const argument = record({
    system: string(system),
    specialArgs: record({
      ...(inputs ? { inputs } : {}),
      hostPlatform: platformOf(Thunk.of(string(system))),
    }),
    modules: list(
      [...modules, ...(shared.kind === 'list' ? shared.items : [])],
      shared.kind === 'list' ? shared.open : undefined,
    ),
  });
  const fn = unknown({ kind: 'input', name: 'nixpkgs', path: ['lib', makeMachine] });
  return apply(fn, Thunk.of(argument), { session, at: site });
}
