import type { FleetHost } from '#analyzer/flake/fleet.ts';
import { holds } from '#analyzer/nixos/definitions.ts';
import type { OptionNode } from '#analyzer/nixos/option-node.ts';
import { findOptions, homesPath } from '#analyzer/options/find.ts';
import { shown } from '#analyzer/options/shown.ts';

/** Whether a machine gives a variable a value, or may. Values are not looked at. */
export type Given = 'yes' | 'perhaps';

const sessions: readonly (readonly string[])[] = [
  ['home', 'sessionVariables'],
  ['systemd', 'user', 'sessionVariables'],
  ['environment', 'sessionVariables'],
  ['environment', 'variables'],
];

/** The names of variables that sessions on a machine have, and of those in the texts of files of variables. */
export function givenVariables(
  machine: FleetHost,
  files: readonly (readonly string[])[],
): ReadonlyMap<string, Given> {
  const ofSessions = sessions
    .flatMap((path) => nodesAt(machine, path))
    .flatMap((node) => [
      ...node.possibleNames().map((name) => [name, givenBy(node.child(name))] as const),
      ...perhapsIn(node).map((name) => [name, 'perhaps'] as const),
    ]);
  const ofFiles = files
    .flatMap((path) => nodesAt(machine, path))
    .flatMap((node) => assigned(node).map((name) => [name, 'yes'] as const));
  const found = new Map<string, Given>();
  for (const [name, given] of [...ofSessions, ...ofFiles])
    if (given !== undefined && found.get(name) !== 'yes') found.set(name, given);
  return found;
}

function nodesAt(machine: FleetHost, path: readonly string[]): readonly OptionNode[] {
  const paths = [path, ...machine.homes.map(({ user }) => [...homesPath, user, ...path])];
  return paths.flatMap((each) => findOptions(machine, each).map(({ node }) => node));
}

/** Names that sets have under conditions which nobody knows. */
function perhapsIn({ definitions }: OptionNode): readonly string[] {
  return definitions.flatMap((definition) => {
    const value = definition.content.force();
    if (holds(definition) === false) return [];
    return value.kind === 'attrs' && value.open ? (value.perhapsNames?.() ?? []) : [];
  });
}

function givenBy({ settled }: OptionNode): Given | undefined {
  if (settled.certain.length > 0) return 'yes';
  return settled.undecided.length > 0 ? 'perhaps' : undefined;
}

/** The names in lines `NAME=value` of a text, also where values are not known. */
function assigned(node: OptionNode): readonly string[] {
  const value = shown(node.value, node.path);
  const parts =
    value.kind === 'template' ? value.parts : value.kind === 'text' ? [value.value] : [];
  const known = parts.map((part) => (typeof part === 'string' ? part : '…')).join('');
  return [...known.matchAll(/^(?:export\s+)?([A-Za-z_]\w*)=/gm)].map(([, name = '']) => name);
}
