import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { backendsOf } from '#analyzer/network/backends.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { lint } from './lint.ts';
import type { OptionValues, Preset, Rule } from './rule.ts';
import { defaultConfig, defaultSettings, presets, type RuleSettings } from './settings.ts';

/** What one rule would say of the workspace as it is. */
export interface RuleOutlook {
  readonly rule: Rule;
  readonly findings: number;
  /** How many rows it could judge. */
  readonly decided: number;
  /** Options that it was given, because what they are follows from the repository. */
  readonly options: OptionValues;
}

/** A value that a parameter of a preset has without being written down. */
export interface Parameter {
  readonly preset: Preset;
  readonly name: string;
  readonly value: string;
}

/** What a configuration of this workspace could say. */
export interface Proposal {
  /** What is known of the fleet, in words, one thing a line. */
  readonly seen: readonly string[];
  /** Presets that fit. */
  readonly presets: readonly Preset[];
  /** What the parameters of those presets follow from the facts to be, where one value fits all. */
  readonly parameters: readonly Parameter[];
  /** Folders whose modules several machines have, as globs. */
  readonly shared: readonly string[];
  /** The rules of those presets. */
  readonly inPresets: readonly RuleOutlook[];
  /** Rules of other presets that had something to judge. */
  readonly others: readonly RuleOutlook[];
}

/**
 * Looks at a workspace and says which presets and rules fit it, and what they
 * would find today. `origin` is the address of its repository, where that is known.
 */
export function propose(
  snapshot: Snapshot,
  rules: readonly Rule[],
  origin: string | undefined,
): Proposal {
  const facts = snapshot.facts();
  const settings = settingsFrom(facts, rules, origin);
  const fitting = presets.filter(
    (preset) => preset === 'recommended' || (preset === 'proxied-fleet' && isProxied(facts)),
  );
  const outlooks = outlooksOf(snapshot, rules, settings);
  const shared = sharedFolders(facts);
  const isIn = ({ rule }: RuleOutlook) => rule.meta.presets.some((name) => fitting.includes(name));
  return {
    seen: [
      machinesSeen(facts),
      ...secretsSeen(facts),
      ...proxiesSeen(facts),
      ...shared.map((folder) => `several machines have most of \`${folder}\``),
    ],
    presets: fitting,
    parameters: isProxied(facts) ? rolesSeen(facts) : [],
    shared: shared.map((folder) => `${folder}/**`),
    inPresets: outlooks.filter(isIn),
    others: outlooks.filter((outlook) => !isIn(outlook) && outlook.decided + outlook.findings > 0),
  };
}

/** Rules about jobs of this repository ask for its address, where runners of the fleet register with it. */
function settingsFrom(
  facts: Facts,
  rules: readonly Rule[],
  origin: string | undefined,
): RuleSettings {
  const serves = facts.table('runner').rows.some(({ url }) => known(url) === origin);
  if (origin === undefined || !serves) return new Map();
  const asking = rules.filter(({ meta }) => meta.options?.repository !== undefined);
  return new Map(
    asking.map(({ meta }) => [meta.name, { level: undefined, options: { repository: origin } }]),
  );
}

function outlooksOf(
  snapshot: Snapshot,
  rules: readonly Rule[],
  settings: RuleSettings,
): RuleOutlook[] {
  const { diagnostics, coverage } = lint(snapshot, rules, {
    ...defaultSettings,
    config: { ...defaultConfig, presets, rules: settings },
  });
  return rules.map((rule) => ({
    rule,
    findings: diagnostics.filter((each) => each.rule === rule.meta.name).length,
    decided: coverage.find((each) => each.rule === rule.meta.name)?.decided ?? 0,
    options: settings.get(rule.meta.name)?.options ?? {},
  }));
}

/** A machine that passes requests on to another one. */
function isProxied(facts: Facts): boolean {
  return backendsOf(facts, {}).backends.length > 0;
}

/** Who stands where, as far as all routes agree. */
function rolesSeen(facts: Facts): Parameter[] {
  const { backends } = backendsOf(facts, {});
  const candidates = {
    proxy: backends.map(({ route }) => route.host),
    backend: backends.map(({ wanted }) => wanted.host),
    tunnel: backends.map(({ wanted }) => wanted.interface),
  };
  return Object.entries(candidates).flatMap(([name, values]): Parameter[] => {
    const [value, ...others] = new Set(values);
    return value === undefined || others.length > 0
      ? []
      : [{ preset: 'proxied-fleet', name, value }];
  });
}

const systems = { nixos: 'NixOS', darwin: 'macOS', home: 'Home Manager' } as const;

function machinesSeen(facts: Facts): string {
  const { rows } = facts.table('host');
  const counts = Object.entries(systems).flatMap(([name, words]) => {
    const count = rows.filter((row) => row.class === name).length;
    return count === 0 ? [] : [`${count} with ${words}`];
  });
  const machines = rows.length === 1 ? '1 machine' : `${rows.length} machines`;
  return counts.length === 0
    ? 'no machine that could be told'
    : `${machines}: ${counts.join(', ')}`;
}

function secretsSeen(facts: Facts): string[] {
  const counts = new Map<string, number>();
  for (const { manager } of facts.table('secret').rows)
    counts.set(manager, (counts.get(manager) ?? 0) + 1);
  return [...counts].map(
    ([manager, count]) => `${count} ${count === 1 ? 'secret' : 'secrets'} by ${manager}`,
  );
}

function proxiesSeen(facts: Facts): string[] {
  const pairs = backendsOf(facts, {}).backends.map(
    ({ route, wanted }) => `\`${route.host}\` passes requests on to \`${wanted.host}\``,
  );
  return [...new Set(pairs)];
}

/** Folders at the top of which most modules are part of several machines. */
function sharedFolders(facts: Facts): string[] {
  const folders = new Map<string, { shared: number; all: number }>();
  for (const { file, hosts } of facts.table('module').rows) {
    const [folder = '', ...below] = file.split('/');
    if (below.length === 0) continue;
    const count = folders.get(folder) ?? { shared: 0, all: 0 };
    folders.set(folder, count);
    count.all += 1;
    if (hosts.length > 1) count.shared += 1;
  }
  const found = [...folders].filter(([, { shared, all }]) => shared > 1 && shared * 5 >= all * 4);
  return found.map(([folder]) => folder).toSorted();
}
