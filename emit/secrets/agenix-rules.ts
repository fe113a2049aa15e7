import { emitter, type Problem } from '../emitter.ts';
import { keptLines } from '../kept.ts';
import {
  adminNames,
  holdersNamed,
  isArmored,
  losses,
  type OldRules,
  ownKeyLines,
  ownRuleLines,
  sharedKeys,
  stayingReaders,
} from './agenix-adoption.ts';
import { type DeclaredFile, declaredFiles } from './agenix-files.ts';
import { type KeyHolder, keysOf, type NoKey, usableKeys } from './agenix-keys.ts';
import { type AgenixEntry, agenixText, keptNames } from './agenix-text.ts';

export const agenixRules = emitter({
  name: 'agenix-rules',
  summary: 'Rules of agenix: each file for the machines that declare it, and for admins.',
  inputs: ['secret', 'public-key'],
  formats: ['nix'],
  output: 'secrets/secrets.nix',
  effect: 'configuration',
  options: {
    admins: {
      summary: 'Names of keys that open every file; those that every rule has so far otherwise.',
      default: [] as readonly string[],
    },
    keys: {
      summary: 'The only file whose public keys count; empty for the whole repository.',
      default: '',
    },
    extra: {
      summary: 'By names of files in the rules: names of more keys, separated by spaces.',
      default: {} as Readonly<Record<string, string>>,
    },
  },
  emit: ({ facts, options, compare, wants, existing, file: fileOf }) => {
    const text = existing({});
    const rules = fileOf({}) ?? '';
    const keptKeys = keptLines(text, 'keys');
    const keptRules = keptLines(text, 'rules');
    const kept = keptKeys === undefined ? undefined : new Set(keptNames(keptKeys).keys());
    const keys = usableKeys({ facts, keys: options.keys, rules, kept });
    const old: OldRules = { facts, rules, text, keys };
    const { files, problems } = declaredFiles(facts, rules);
    const isKept = keptNames(keptRules);
    const wanted = files.filter(({ name, openers }) => {
      return !isKept.has(name) && openers.some(({ host }) => wants(host.name));
    });
    const admins = adminsOf({ old, names: options.admins, files: wanted });
    const made = wanted
      .toSorted((a, b) => compare(a.name, b.name))
      .map((file) => entryOf({ old, file, extra: options.extra[file.name] ?? '', compare }));
    const entries = made.flatMap(({ entry }) => entry ?? []);
    const openers = admins.flatMap((each) => ('keys' in each ? [each] : []));
    const all = entries.flatMap((entry) => [...entry.machines, ...entry.people]);
    const lines = {
      keptKeys: keptKeys ?? ownKeyLines(old, [...openers, ...all]),
      keptRules: keptRules ?? ownRuleLines(old, entries),
    };
    const emitted = agenixText({ entries, admins: openers, compare, ...lines });
    return {
      parts: entries.length === 0 ? [] : [{ names: {}, text: emitted }],
      problems: [
        ...problems,
        ...made.flatMap((each) => each.problems),
        ...(entries.length === 0 ? [] : adminProblems(admins)),
        ...(keptRules === undefined ? losses(old, withAdmins(entries, openers)) : []),
      ],
    };
  },
});

interface Administrators {
  readonly old: OldRules;
  /** What the option says. */
  readonly names: readonly string[];
  readonly files: readonly DeclaredFile[];
}

/** Who opens every file: by the option, by the rules of ours, by what all rules have. */
function adminsOf({ old, names, files }: Administrators): readonly (KeyHolder | NoKey)[] {
  if (names.length > 0) return holdersNamed(old.keys, names);
  const { text } = old;
  if (text !== undefined && keptLines(text, 'keys') !== undefined)
    return holdersNamed(old.keys, adminNames(text));
  return sharedKeys(
    old,
    files.map(({ name }) => name),
  );
}

function adminProblems(admins: readonly (KeyHolder | NoKey)[]): readonly Problem[] {
  if (admins.length > 0)
    return admins.flatMap((each) => ('problem' in each ? [{ message: each.problem }] : []));
  return [{ message: 'no person can open any file: `admins` is for the names of their keys' }];
}

interface WantedEntry {
  readonly old: OldRules;
  readonly file: DeclaredFile;
  /** Names of more keys. */
  readonly extra: string;
  readonly compare: (a: string, b: string) => number;
}

interface MadeEntry {
  readonly entry?: AgenixEntry;
  readonly problems: readonly Problem[];
}

/** For whom a file is; a file of which not every key is known has no rule. */
function entryOf({ old, file, extra, compare }: WantedEntry): MadeEntry {
  const openers = file.openers.map((opener): Holder => {
    return { isMachine: opener.scope === 'system', of: keysOf(old.facts, old.keys, opener) };
  });
  const names = extra.split(/[\s,]+/).filter((name) => name !== '');
  const others = holdersNamed(old.keys, names).map((of): Holder => ({ isMachine: false, of }));
  const problems = [...openers, ...others].flatMap(({ of }): readonly Problem[] => {
    if (!('problem' in of)) return [];
    return [{ message: `\`${file.name}\` has no rule: ${of.problem}`, at: file.at }];
  });
  if (problems.length > 0) return { problems };
  const known = new Set([...openers, ...others].flatMap(({ of }) => ('keys' in of ? of.keys : [])));
  const staying = stayingReaders(old, file.name).filter(({ holder }) => {
    return !holder.keys.every((key) => known.has(key));
  });
  const all = [
    ...openers,
    ...others,
    ...staying.map(({ holder: of }) => ({ isMachine: true, of })),
  ];
  const entry = {
    name: file.name,
    machines: holdersOf(
      all.filter(({ isMachine }) => isMachine),
      compare,
    ),
    people: holdersOf(
      all.filter(({ isMachine }) => !isMachine),
      compare,
    ),
    armor: isArmored(old, file.name),
  };
  return { entry, problems: staying.map(({ reason: message }) => ({ message, at: file.at })) };
}

interface Holder {
  readonly isMachine: boolean;
  readonly of: KeyHolder | NoKey;
}

/** Those whose keys are known, in order; of two with the same keys the first. */
function holdersOf(
  holders: readonly Holder[],
  compare: WantedEntry['compare'],
): readonly KeyHolder[] {
  const own = holders.flatMap(({ of }) => ('keys' in of ? [of] : []));
  const sorted = own.toSorted((a, b) => compare(a.name, b.name));
  const byKeys = new Map<string, KeyHolder>();
  for (const holder of sorted) {
    const keys = holder.keys.join('\n');
    if (!byKeys.has(keys)) byKeys.set(keys, holder);
  }
  return [...byKeys.values()];
}

function withAdmins(entries: readonly AgenixEntry[], admins: readonly KeyHolder[]) {
  return entries.map((entry) => {
    const holders = [...admins, ...entry.people, ...entry.machines];
    return { ...entry, keys: holders.flatMap(({ keys }) => keys) };
  });
}
