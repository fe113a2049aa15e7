import { nearest } from '../closest.ts';
import { isUndecided } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { OutputReferenceRow, OutputType } from '../facts/flakes.ts';
import { isPlaceholder } from '../mentions/token.ts';
import { isPayload, isRecord } from '../mentions/tone.ts';
import { oncePer } from '../once-per.ts';

/** What a command or a document names of a flake. */
export type Target =
  | { readonly kind: 'there' }
  /** `where` are the outputs that were looked through; `alike` is one of them with a similar name. */
  | { readonly kind: 'missing'; readonly where: string; readonly alike: string | undefined }
  | { readonly kind: 'undecided'; readonly reason: string };

/**
 * Whether a flake of the workspace has what a reference names; `undefined`
 * where it names no certain attribute, or one for the reader to fill in.
 * Commands of nix look for a name in several outputs, so one of them suffices.
 */
export function targetOf(facts: Facts, reference: OutputReferenceRow): Target | undefined {
  const { attribute, directory, file } = reference;
  if (attribute === undefined || directory === undefined) return undefined;
  if (isUndecided(attribute)) return { kind: 'undecided', reason: attribute.undecided };
  const name = plainName(attribute);
  if (isExample(facts, file, name)) return undefined;
  const flake = directory === '' ? 'flake.nix' : `${directory}/flake.nix`;
  const outputs = outputsOf(facts).get(flake) ?? [];
  const section = sectionOf(reference, name);
  // Documents of a flake without machines are about those of its users.
  const asked = outputs.filter(({ type }) => section.types?.includes(type) ?? true);
  if (asked.some((output) => output.names.some((each) => holds(each, name))))
    return { kind: 'there' };
  const reason = gapReason(facts, flake, section);
  if (reason === undefined && asked.length === 0) return undefined;
  if (reason !== undefined) return { kind: 'undecided', reason };
  const alike = nearest(
    name,
    asked.flatMap((output) => output.names),
    2,
  ).names;
  return {
    kind: 'missing',
    where: section.where,
    alike: alike.length === 1 ? alike[0] : undefined,
  };
}

/** Whether what a file names is not meant to be there: plans, other people's flakes, names to fill in. */
function isExample(facts: Facts, file: string, name: string): boolean {
  if (isRecord(file) || isPayload(file)) return true;
  return isForReaders(name) || /[?^:]/.test(name) || isMade(facts.text(file) ?? '', name);
}

/** Where a name is looked for. */
interface Section {
  /** Unset for every output. */
  readonly types: readonly OutputType[] | undefined;
  /** In words. */
  readonly where: string;
}

const ofKind: Readonly<Record<Exclude<OutputReferenceRow['kind'], 'installable'>, Section>> = {
  nixos: { types: ['nixos-machine'], where: '`nixosConfigurations`' },
  darwin: { types: ['darwin-machine'], where: '`darwinConfigurations`' },
  home: { types: ['home'], where: '`homeConfigurations`' },
  deploy: { types: ['deployment'], where: '`deploy.nodes`' },
  colmena: { types: ['hive', 'nixos-machine'], where: '`colmena`' },
};

/** Outputs that a reference may begin with. */
const ofOutput: ReadonlyMap<string, Section> = new Map([
  ['nixosConfigurations', ofKind.nixos],
  ['darwinConfigurations', ofKind.darwin],
  ['homeConfigurations', ofKind.home],
]);

function sectionOf({ kind }: OutputReferenceRow, name: string): Section {
  const own = ofOutput.get(name.split('.')[0] ?? '');
  if (own) return own;
  return kind === 'installable' ? anything : ofKind[kind];
}

const anything: Section = {
  types: undefined,
  where: 'this flake',
};

interface Output {
  readonly type: OutputType;
  /** Ways to name it: from the flake on, and without what commands put before a name. */
  readonly names: readonly string[];
}

/** What every flake gives, by its file; of machines whose names have dots, all of the name. */
const outputsOf = oncePer((facts: Facts): ReadonlyMap<string, readonly Output[]> => {
  const machines = facts.table('host').rows.map(({ output }) => plainName(output));
  const outputs = new Map<string, Output[]>();
  for (const { flake, path, type, system } of facts.table('output').rows) {
    const whole = plainName(path);
    const longer = machines.filter((machine) => machine.startsWith(`${whole}.`));
    const own = outputs.get(flake) ?? [];
    outputs.set(flake, own);
    for (const each of longer.length > 0 ? longer : [whole])
      own.push({ type, names: [each, withoutPrefix(each, type, system)] });
  }
  return outputs;
});

function withoutPrefix(path: string, type: OutputType, system: string | undefined): string {
  const [first = '', second = '', ...rest] = path.split('.');
  const isBelowTwo = (system !== undefined && second === system) || type === 'deployment';
  return isBelowTwo ? rest.join('.') : path.slice(first.length + 1);
}

/** Whether what is named is the output, lies in it, or has it below. */
function holds(output: string, name: string): boolean {
  if (output === '') return false;
  return output === name || name.startsWith(`${output}.`) || output.startsWith(`${name}.`);
}

function gapReason(facts: Facts, flake: string, { types }: Section): string | undefined {
  const gap = facts.table('output').gaps.find(({ known }) => {
    const isMeant = known.flake === undefined || known.flake === flake;
    return isMeant && (known.type === undefined || (types?.includes(known.type) ?? true));
  });
  return gap?.reason;
}

/** Whether a name is one for the reader to fill in. */
function isForReaders(name: string): boolean {
  const parts = nameParts(name);
  const isBlank = /[[\]]|(my|your|new)[-_]?(host|name|machine|user|server|system)|nameof|username/i;
  return name === '' || parts.some((part) => isPlaceholder(part) || isBlank.test(part));
}

/** A name with what commands may put before it: the output, and the system. */
function nameParts(name: string): readonly string[] {
  const parts = name.split('.');
  return parts.slice(0, /-(linux|darwin)$/.test(parts[1] ?? '') ? 3 : 2);
}

/** Whether a document shows how the output would be made. */
function isMade(text: string, name: string): boolean {
  const own = nameParts(name).at(-1) ?? '';
  return new RegExp(`(^|[\\s."])${own.replace(/\W/g, '\\$&')}"?\\s*=`, 'm').test(text);
}

/** A path of attributes without quotation marks. */
function plainName(path: string): string {
  return path.replaceAll('"', '').replace(/^\./, '');
}
