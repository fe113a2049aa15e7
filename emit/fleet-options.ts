import { known } from '#analyzer/facts/cell.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { OptionNode } from '#analyzer/nixos/option-node.ts';
import { mentionedNames } from '#analyzer/options/find.ts';
import { effectiveSite } from '#analyzer/options/leaves.ts';
import { optionName, parseOptionName } from '#analyzer/options/name.ts';
import type { Site } from '#analyzer/site.ts';
import type { EmitContext, Emitted, Problem } from './emitter.ts';
import { optionOf, type Plain, type PlainValue, plainOf } from './values.ts';

/** What an option holds on one machine. */
export interface MachineOption {
  readonly host: string;
  readonly value: Plain;
  /** Where it is defined. */
  readonly at: Site | undefined;
}

export interface MachineOptions {
  readonly found: readonly MachineOption[];
  readonly problems: readonly Problem[];
}

/** Whether a part of a value is asked for. */
type Asks = (path: readonly string[]) => boolean;

/** The part of what emitters see that tells of machines. */
export type Fleet = Pick<EmitContext<unknown>, 'facts' | 'machine' | 'wants' | 'compare'>;

/** The machines that are asked for, in their order; homes of their own are none. */
export function machinesOf({ facts, wants, compare }: Fleet): readonly string[] {
  return facts
    .table('host')
    .rows.filter((row) => row.class !== 'home' && wants(row.name))
    .map(({ name }) => name)
    .toSorted(compare);
}

/** What other machines call a machine: its own name for itself, where that is known. */
export function hostNameOf({ facts }: Pick<Fleet, 'facts'>, host: string): string {
  const row = facts.table('host').rows.find(({ name }) => name === host);
  return (row && known(row['host-name'])) ?? host;
}

/**
 * What an option holds on each machine whose modules mention it, in the order
 * of the machines. What is not known is left out, and is a problem where
 * somebody asks for that part of the value.
 */
export function optionsOn(fleet: Fleet, path: string, asks: Asks = () => true): MachineOptions {
  const names = namesIn(path);
  if ('wrong' in names) return { found: [], problems: [{ message: names.wrong }] };
  const all = machinesOf(fleet).map((host): MachineOptions => {
    const machine = fleet.machine(host);
    const node = machine && nodeAt(machine, names);
    if (machine === undefined || node === undefined) return { found: [], problems: [] };
    const { value, missing } = plainOf(optionOf(machine, names));
    const counting = missing.filter((each) => asks(each.path));
    const problems = problemsOf({ value, missing: counting }, { host, names });
    const found = value === undefined ? [] : [{ host, value, at: effectiveSite(node) }];
    return { found, problems };
  });
  return {
    found: all.flatMap(({ found }) => found),
    problems: all.flatMap(({ problems }) => problems),
  };
}

/** Of sets with names of their own the names, and what they have under some names. */
export function columns(...asked: readonly string[]): Asks {
  return ([, column]) => column === undefined || asked.includes(column);
}

/** What is emitted where no machine has an option that everything comes from; `undefined` where one has it, or may have it. */
export function withoutOption(
  paths: readonly string[],
  { found, problems }: MachineOptions,
): Emitted | undefined {
  if (found.length > 0 || problems.length > 0) return undefined;
  const names = paths.map((path) => `\`${path}\``).join(' or ');
  return { parts: [], problems: [{ message: `no machine has the option ${names}` }] };
}

/** The names that lead to an option, or what is wrong with the text. */
export function namesIn(path: string): readonly string[] | { readonly wrong: string } {
  const pattern = parseOptionName(path);
  if ('wrong' in pattern) return pattern;
  const names = pattern.flatMap((name) => (typeof name === 'string' ? [name] : []));
  if (names.length === pattern.length) return names;
  return { wrong: `\`${path}\` names more than one option` };
}

/** The node of an option that modules of a machine mention. */
export function nodeAt(machine: FleetHost, names: readonly string[]): OptionNode | undefined {
  let node = machine.evaluation.root();
  for (const name of names) {
    if (!mentionedNames(node).includes(name)) return undefined;
    node = node.child(name);
  }
  return node;
}

/** What is not known for one reason is one problem, however much of the value it is. */
function problemsOf(
  { value, missing }: PlainValue,
  { host, names }: { readonly host: string; readonly names: readonly string[] },
): readonly Problem[] {
  const reasons = new Set(missing.map(({ reason }) => reason));
  return [...reasons].flatMap((reason): Problem[] => {
    const [first, ...others] = missing.filter((each) => each.reason === reason);
    if (first === undefined) return [];
    const { path, at } = first;
    if (others.length > 0) {
      const what = `\`${optionName(names)}\` of \`${host}\``;
      return [{ message: `${what} is not wholly known: ${reason}`, at }];
    }
    const what = `${nameOf([...names, ...path])} of \`${host}\``;
    const isPartial = partAt(value, path) !== undefined;
    const lack = isPartial ? 'may hold more than is known' : 'is not known';
    return [{ message: `${what} ${lack}: ${reason}`, at }];
  });
}

/** An option by its path; items of lists have no name. */
function nameOf(path: readonly string[]): string {
  const index = path.findIndex((name) => /^\d+$/.test(name));
  if (index === -1) return `\`${optionName(path)}\``;
  return `part of \`${optionName(path.slice(0, index))}\``;
}

/** What a value has at a path; of lists whose items are not all known nothing is at an index. */
function partAt(value: Plain | undefined, path: readonly string[]): Plain | undefined {
  let part = value;
  for (const name of path) {
    if (!isSet(part)) return undefined;
    part = part[name];
  }
  return part;
}

export function isSet(value: Plain | undefined): value is { readonly [name: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a set has under a name. */
export function partOf(value: Plain | undefined, name: string): Plain | undefined {
  return isSet(value) ? value[name] : undefined;
}

export function textAt(value: Plain | undefined, name: string): string | undefined {
  const part = partOf(value, name);
  return typeof part === 'string' ? part : undefined;
}

export function textsOf(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The one text that all machines agree on, such as the name of the machine that leads them. */
export function agreedText(
  fleet: Fleet,
  path: string,
): { readonly value: string | undefined; readonly problems: readonly Problem[] } {
  if (path === '') return { value: undefined, problems: [] };
  const { found, problems } = optionsOn({ ...fleet, wants: () => true }, path);
  const told = found.filter((each) => typeof each.value === 'string');
  const [first] = told;
  const other = told.find(({ value }) => value !== first?.value);
  if (first === undefined || other === undefined)
    return { value: typeof first?.value === 'string' ? first.value : undefined, problems };
  const message = `\`${path}\` is \`${first.value}\` on \`${first.host}\` and \`${other.value}\` on \`${other.host}\``;
  return { value: undefined, problems: [...problems, { message, at: other.at }] };
}
