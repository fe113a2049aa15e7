import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import { openText } from '#analyzer/encrypted.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { languageOf } from '#analyzer/language.ts';
import type { OptionTables } from '#analyzer/machine-work.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Language } from '#parser/tree.ts';
import { type BaselineContext, type BaselineResult, withoutKnown } from './baseline.ts';
import { hasComments } from './comments.ts';
import { attempt, crashReport, internalError } from './crash.ts';
import { type Dispatch, dispatchOf } from './dispatch.ts';
import { baselineStale } from './engine-rules.ts';
import {
  type FleetResult,
  checkFleet as findInFleet,
  checkFleetInSteps as findInFleetInSteps,
  optionsRead,
  type RuleCoverage,
} from './fleet.ts';
import { generatedFiles } from './generated.ts';
import { type Profile, type Profiles, profilesOf } from './profiles.ts';
import type { Rule } from './rule.ts';
import { type Config, engineLevel, globMatcher, isSyntaxRule, type Settings } from './settings.ts';
import { audible, suppress } from './suppress.ts';
import { asksForNothing } from './suppression.ts';
import { unknownMachines } from './unknown-machines.ts';
import { walk } from './walk.ts';

export interface LintResult {
  /** In the order in which they are printed. */
  readonly diagnostics: readonly Diagnostic[];
  /** The fleet rules that ran. */
  readonly coverage: readonly RuleCoverage[];
  /** The files that rules looked at and may have found something in. */
  readonly files: readonly FilePath[];
  /** What the baseline left out, and its entries that nobody could judge. */
  readonly baseline: Pick<BaselineResult, 'known' | 'unjudged'>;
}

/** What rules find before suppressions and the baseline leave anything out. */
export interface Found {
  /** Of rules that look at single files. */
  readonly files: readonly Diagnostic[];
  readonly fleet: FleetResult;
  /** Files that are known to be quiet, so that nobody has to read them once more. */
  readonly quiet?: ReadonlySet<FilePath>;
}

/** The parts of a look at a workspace, for whoever divides the work; each gives the same whoever does it, and when. */
export interface Look {
  /** The files that are looked at. */
  readonly files: readonly FilePath[];
  readonly checkFile: (file: FilePath) => readonly Diagnostic[];
  /** Whether a file has a text, in which nothing asks for silence; also where nobody would look for that. */
  readonly isQuiet: (file: FilePath) => boolean;
  readonly checkFleet: () => FleetResult;
  /** What rules of the fleet need to know of machines; `undefined` when none looks at the fleet. */
  readonly machines: () => OptionTables | undefined;
  /** The same, in steps between which something else may be done. */
  readonly checkFleetInSteps: () => Generator<undefined, FleetResult>;
  /** All parts, one after the other. */
  readonly findAll: () => Found;
  /** What is left to say of what was found. */
  readonly judge: (found: Found) => LintResult;
}

export function lookAt(snapshot: Snapshot, rules: readonly Rule[], settings: Settings): Look {
  const excluded = excludedBy(settings.config);
  const reports = (file: FilePath): boolean => settings.reports(file) && !excluded(file);
  const files = snapshot.files.filter(reports);
  const profiles = profilesOf(rules, settings, snapshot.files);
  const isGenerated = generatedFiles(snapshot);
  const dispatchFor = dispatchTables(rules);
  const run = { rules, settings, profiles };
  const machines = (): OptionTables | undefined => optionsRead(run);
  const isPassing = settings.isPassing === true && machines() === undefined;
  const source = isPassing ? passing(snapshot) : snapshot;
  const checkFile = (file: FilePath): readonly Diagnostic[] =>
    findInFile(source, file, (language) =>
      dispatchFor(profiles.of(file), language, isGenerated(file)),
    );
  const isQuiet = (file: FilePath): boolean =>
    !hasComments(file) || asksForNothing(snapshot.text(file));
  const checkFleet = (): FleetResult => findInFleet(snapshot, run);
  const checkFleetInSteps = (): Generator<undefined, FleetResult> =>
    findInFleetInSteps(snapshot, run);
  const findAll = (): Found => ({ files: files.flatMap(checkFile), fleet: checkFleet() });
  const judge = (found: Found): LintResult =>
    judgeFound(found, { snapshot, rules, settings, files, reports, profiles, isGenerated });
  return { files, checkFile, isQuiet, checkFleet, machines, checkFleetInSteps, findAll, judge };
}

/** Everything the rules have to say about the workspace; the same snapshot gives the same result. */
export function lint(snapshot: Snapshot, rules: readonly Rule[], settings: Settings): LintResult {
  const look = lookAt(snapshot, rules, settings);
  return look.judge(look.findAll());
}

/**
 * What rules that look at single files say of this one, out of everything that
 * `lint` says of it. Asks for no facts.
 */
export function lintFile(
  file: FilePath,
  { snapshot, rules, settings }: Pick<Judging, 'snapshot' | 'rules' | 'settings'>,
): readonly Diagnostic[] {
  const reports = (other: FilePath): boolean => other === file && settings.reports(other);
  const own = { ...settings, reports };
  const { files, checkFile } = lookAt(snapshot, rules, own);
  const found = files.flatMap(checkFile);
  const ran = (): boolean => true;
  const heard = audible(found, { snapshot, rules, settings: own, files, ran });
  return inOrder(
    unknownOnly(inOrder(heard), { snapshot, settings, judges: () => false }).remaining,
  );
}

/** What decides which findings count. */
interface Judging extends Pick<Look, 'files'> {
  readonly snapshot: Snapshot;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly reports: (file: FilePath) => boolean;
  readonly profiles: Profiles;
  readonly isGenerated: (file: FilePath) => boolean;
}

function judgeFound(
  { files: ofFiles, fleet, quiet }: Found,
  { snapshot, rules, settings, files, reports, profiles, isGenerated }: Judging,
): LintResult {
  const speaksOf = new Set(rules.flatMap((rule) => (isAboutGenerated(rule) ? rule.meta.name : [])));
  const ofFleet = fleet.diagnostics.filter(
    ({ rule, file }) =>
      rule === internalError || (reports(file) && (!isGenerated(file) || speaksOf.has(rule))),
  );
  const ran = (rule: Rule, file: FilePath): boolean =>
    profiles.of(file).get(rule)?.level !== 'off' &&
    !(isGenerated(file) && !isSyntaxRule(rule.meta.name) && !isAboutGenerated(rule));
  const ofConfig = unknownMachines(snapshot, settings);
  const heard = suppress([...ofFiles, ...ofFleet, ...ofConfig], {
    snapshot,
    rules,
    settings,
    files,
    quiet,
    ran,
  });
  const checked = files.filter((file) => languageOf(file) !== undefined);
  const { remaining, ...baseline } = unknownOnly(inOrder(heard), {
    snapshot,
    settings,
    judges: (name, file) => {
      const rule = rules.find(({ meta }) => meta.name === name);
      return reports(file) && (rule === undefined ? isWhole(settings) : ran(rule, file));
    },
  });
  return { diagnostics: inOrder(remaining), coverage: fleet.coverage, files: checked, baseline };
}

function isAboutGenerated(rule: Rule): boolean {
  return rule.scope === 'fleet' && rule.aboutGenerated === true;
}

interface Unfiltered extends Pick<BaselineContext, 'judges'> {
  readonly snapshot: Snapshot;
  readonly settings: Settings;
}

function unknownOnly(
  diagnostics: readonly Diagnostic[],
  { snapshot, settings, judges }: Unfiltered,
): BaselineResult {
  const { baseline } = settings;
  if (baseline === undefined) return { remaining: diagnostics, known: [], unjudged: [] };
  const level = engineLevel(baselineStale.meta, baseline.file, settings);
  const text = (file: FilePath): string | undefined => openText(snapshot, file);
  return withoutKnown(diagnostics, baseline, { text, judges, level });
}

/** Whether everything ran that the configuration asks for, so that the engine had its say on all of it. */
function isWhole({ selection }: Settings): boolean {
  return selection.select === undefined && selection.ignore.size === 0;
}

/** The findings sorted by file, place, rule and message, each once. */
export function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = diagnostics.toSorted(compareDiagnostics);
  return sorted.filter((diagnostic, index) => {
    const before = sorted[index - 1];
    return before === undefined || compareDiagnostics(before, diagnostic) !== 0;
  });
}

/** The same files, each looked at once: what is found out about one is forgotten, so that nobody has to carry it on. */
function passing(snapshot: Snapshot): Pick<Snapshot, 'analysis'> {
  return {
    analysis: (file) => {
      const [text, language] = [snapshot.text(file), languageOf(file)];
      return text === undefined || language === undefined ? undefined : analyzeText(text, language);
    },
  };
}

function findInFile(
  snapshot: Pick<Snapshot, 'analysis'>,
  file: FilePath,
  dispatchFor: (language: Language) => Dispatch | undefined,
): Diagnostic[] {
  const language = languageOf(file);
  if (language === undefined) return [];
  let found: Diagnostic[] = [];
  const crash = attempt(() => {
    const dispatch = dispatchFor(language);
    const analysis = dispatch && snapshot.analysis(file);
    if (dispatch && analysis) found = walk(file, analysis, dispatch);
  });
  return crash === undefined ? found : [crashReport(file, 'analysis', crash)];
}

type DispatchFor = (
  profile: Profile,
  language: Language,
  generated: boolean,
) => Dispatch | undefined;

const excludedBy = oncePer(({ exclude }: Config) => globMatcher(exclude));

/** Makes each dispatch table once. Of generated files only the syntax is checked. */
const dispatchTables = oncePer((rules: readonly Rule[]): DispatchFor => {
  const syntaxRules = rules.filter(({ meta }) => isSyntaxRule(meta.name));
  const tables = oncePer((_: Profile) => new Map<string, Dispatch | undefined>());
  return (profile, language, generated) => {
    const ofProfile = tables(profile);
    const key = `${language} ${generated}`;
    if (!ofProfile.has(key)) {
      ofProfile.set(key, dispatchOf(generated ? syntaxRules : rules, profile, language));
    }
    return ofProfile.get(key);
  };
});

function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.file, b.file) ||
    a.span.start - b.span.start ||
    compare(a.rule, b.rule) ||
    compare(a.message, b.message) ||
    a.span.end - b.span.end
  );
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
