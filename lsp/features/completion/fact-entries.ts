import type { ThingKind } from '../meaning/facts/thing.ts';
import { boundPath } from './bound-entries.ts';
import type { Entry } from './entry.ts';
import type { FactNames } from './fact-names.ts';
import type { NixQuestion } from './nix-question.ts';
import type { Place } from './place.ts';
import { selectedPath } from './selected-path.ts';
import { valueKindAt, valuePath } from './value-entries.ts';

/** Makes proposals of the names that facts know. */
export type FactEntries = (names: FactNames) => readonly Entry[];

/** What facts have to say at a place; `undefined` where nobody need be asked. */
export function factEntriesAt(question: NixQuestion, place: Place): FactEntries | undefined {
  switch (place.kind) {
    case 'selected': {
      const path = selectedPath(question.analysis, place);
      return path && selectedFacts(path);
    }
    case 'bound':
      return boundFacts(boundPath(place).map((name) => name ?? ''));
    case 'text':
    case 'expression': {
      const path = valuePath(place);
      return path && valueFacts(path, place.kind === 'text');
    }
    case 'inherited':
    case 'formal':
    case 'path':
      return undefined;
  }
}

/** Names below a path that is read. */
function selectedFacts(path: readonly string[]): FactEntries | undefined {
  return (
    sectionFacts(path) ?? namesBelow(path.slice(-2).join('.')) ?? outputFacts(path.at(-1) ?? '')
  );
}

/** Names that are set on other machines as well. */
function boundFacts(path: readonly string[]): FactEntries | undefined {
  const end = path.slice(-2).join('.');
  if (end !== 'sops.secrets') return namesBelow(end);
  return (names) => [
    ...entries(names.secretKeys.map(({ name }) => name)).map((entry, index) => {
      return { ...entry, detail: names.secretKeys[index]?.file ?? '' };
    }),
    ...(namesBelow(end)?.(names) ?? []),
  ];
}

function namesBelow(path: string): FactEntries | undefined {
  switch (path) {
    case 'sops.secrets':
    case 'sops.placeholder':
      return ({ secrets }) => things(ofManager(secrets, 'sops'), 'secret', 'sops');
    case 'age.secrets':
      return ({ secrets }) => things(ofManager(secrets, 'agenix'), 'secret', 'agenix');
    case 'vaultix.secrets':
      return ({ secrets }) => things(ofManager(secrets, 'vaultix'), 'secret', 'vaultix');
    case 'sops.templates':
      return ({ templates }) => things(templates, 'template', 'sops');
    case 'users.users':
      return ({ users }) => things(users, 'user');
    case 'users.groups':
      return ({ groups }) => things(groups, 'group');
    case 'systemd.services':
      return ({ units }) => entries(namesOfKind(units, '.service'));
    case 'systemd.timers':
      return ({ units }) => entries(namesOfKind(units, '.timer'));
    default:
      return undefined;
  }
}

function ofManager(secrets: FactNames['secrets'], manager: string): string[] {
  return secrets.flatMap((each) => (each.manager === manager ? [each.name] : []));
}

function namesOfKind(units: readonly string[], suffix: string): string[] {
  return units.flatMap((unit) => (unit.endsWith(suffix) ? [unit.slice(0, -suffix.length)] : []));
}

const outputs: Readonly<Record<string, string>> = {
  nixosConfigurations: 'nixos',
  darwinConfigurations: 'darwin',
  homeConfigurations: 'home',
};

/** The machines of an output. */
function outputFacts(output: string): FactEntries | undefined {
  const of = outputs[output];
  if (of === undefined) return undefined;
  return ({ hosts }) => {
    const names = hosts.flatMap((host) => (host.class === of ? [host.name] : []));
    return things(names, 'host');
  };
}

/** The flags of a section, which modules have as an argument. */
function sectionFacts(path: readonly string[]): FactEntries | undefined {
  const [section] = path;
  if (path.length !== 1 || section === undefined || !/settings$/i.test(section)) return undefined;
  return ({ flags }) =>
    flags.flatMap((flag): Entry[] => {
      if (flag.section !== section) return [];
      return [{ label: flag.name, kind: 'attribute', rank: factRank, detail: flag.kind }];
    });
}

/** Names that the value of an option may be. */
function valueFacts(path: readonly string[], isText: boolean): FactEntries | undefined {
  const quoted = (names: readonly Entry[]): Entry[] =>
    names.map((entry) => {
      const near = { ...entry, rank: -1 };
      return isText ? near : { ...near, insert: JSON.stringify(entry.label) };
    });
  switch (valueKindAt(path).kind) {
    case 'user':
      return ({ users }) => quoted(things(['root', ...users], 'user'));
    case 'group':
      return ({ groups }) => quoted(things(['root', 'wheel', ...groups], 'group'));
    case 'unit':
      return ({ units }) => quoted(entries([...units, ...wellKnownUnits]));
    case 'bool':
    case 'path':
    case 'word':
    case 'other':
      return undefined;
  }
}

const wellKnownUnits: readonly string[] = [
  ...['default.target', 'multi-user.target', 'network-online.target', 'network.target'],
  ...['sockets.target', 'sysinit.target', 'timers.target'],
];

const factRank = 2;

function entries(names: readonly string[]): Entry[] {
  return names.map((label) => ({ label, kind: 'reference', rank: factRank }));
}

/** Names of things that facts have something to say of. */
function things(names: readonly string[], kind: ThingKind, of = ''): Entry[] {
  return names.map((label) => ({
    label,
    kind: 'reference',
    rank: factRank,
    about: { kind: 'thing', thing: { kind, of, name: label } },
  }));
}
