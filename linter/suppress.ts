import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { LineIndex } from '#parser/lines.ts';
import type { Span } from '#parser/span.ts';
import { didYouMean } from './closest.ts';
import { hasComments } from './comments.ts';
import {
  type EngineRule,
  suppressionMissingReason,
  suppressionUnknownRule,
  suppressionUnused,
} from './engine-rules.ts';
import type { Rule } from './rule.ts';
import { engineLevel, globMatcher, type Ignore, type Settings } from './settings.ts';
import { type Suppression, suppressionsIn } from './suppression.ts';

export interface SuppressContext {
  readonly snapshot: Snapshot;
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  /** The files that may have findings. */
  readonly files: readonly FilePath[];
  /** Files in which nothing asks for silence, as somebody has seen. */
  readonly quiet?: ReadonlySet<FilePath> | undefined;
  /** Whether the rule had a chance to find something in the file. */
  readonly ran: (rule: Rule, file: FilePath) => boolean;
}

/** What is left when comments and the configuration have had their say. */
export function audible(
  diagnostics: readonly Diagnostic[],
  context: SuppressContext,
): readonly Diagnostic[] {
  const suppressions = suppressionsOf(diagnostics, context);
  return diagnostics.filter((one) => silencersOf(one, suppressions, context).length === 0);
}

/** What is left when comments and the configuration have had their say, and what is wrong with those. */
export function suppress(
  diagnostics: readonly Diagnostic[],
  context: SuppressContext,
): readonly Diagnostic[] {
  const suppressions = suppressionsOf(diagnostics, context);
  const used = new Set<object>();
  const remaining = diagnostics.filter((diagnostic) => {
    const silencers = silencersOf(diagnostic, suppressions, context);
    for (const silencer of silencers) used.add(silencer);
    return silencers.length === 0;
  });
  return [
    ...remaining,
    ...suppressions.flatMap(({ found }) => found.flatMap((one) => complaints(one, used, context))),
    ...unusedIgnores(used, context),
  ];
}

interface FileSuppressions {
  readonly file: FilePath;
  readonly found: readonly Suppression[];
  readonly lines: LineIndex;
}

/** Every file is looked at, because a comment may ask for silence where nothing is found. */
function suppressionsOf(
  diagnostics: readonly Diagnostic[],
  { snapshot, files, quiet }: SuppressContext,
): FileSuppressions[] {
  const named = diagnostics.map(({ file }) => file);
  const candidates = new Set([...files, ...named].filter(hasComments));
  for (const file of quiet ?? []) candidates.delete(file);
  return [...candidates].flatMap((file) => {
    const found = suppressionsIn(file, snapshot);
    const text = snapshot.text(file) ?? '';
    return found.length === 0 ? [] : [{ file, found, lines: new LineIndex(text) }];
  });
}

/** Everything that silences a finding, so that each of it counts as used. */
function silencersOf(
  diagnostic: Diagnostic,
  suppressions: readonly FileSuppressions[],
  { settings }: SuppressContext,
): object[] {
  const ofFile = suppressions.find(({ file }) => file === diagnostic.file);
  const line = ofFile?.lines.position(diagnostic.span.start).line;
  const names = (ofFile?.found ?? [])
    .filter(({ reason, target }) => reason !== '' && (target === 'file' || target === line))
    .flatMap((suppression) => suppression.rules)
    .filter(({ name }) => name === diagnostic.rule);
  const ignores = settings.config.ignores.filter((ignore) => silences(ignore, diagnostic));
  return [...names, ...ignores];
}

function silences(ignore: Ignore, { rule, file, message }: Diagnostic): boolean {
  if (ignore.rule !== rule || !globMatcher(ignore.files)(file)) return false;
  return ignore.where === undefined || message.includes(ignore.where);
}

/** What is wrong with one suppression comment itself. */
function complaints(
  suppression: Suppression,
  used: ReadonlySet<object>,
  context: SuppressContext,
): Diagnostic[] {
  const { file, span, keyword, rules, reason } = suppression;
  const say = (rule: EngineRule, where: Span, message: string): Diagnostic[] =>
    complaint(rule, { file, span: where, message }, context);
  if (rules.length === 0) {
    return say(suppressionUnknownRule, span, `\`${keyword}\` names no rule`);
  }
  const unknown = rules.flatMap(({ name, span: where }) => {
    if (ruleNamed(name, context)) return [];
    const suggestion = didYouMean(
      name,
      context.rules.map(({ meta }) => meta.name),
    );
    return say(suppressionUnknownRule, where, `there is no rule \`${name}\`${suggestion}`);
  });
  if (reason === '') {
    const message = `\`${keyword}\` needs a reason after a colon, and silences nothing without one`;
    return [...unknown, ...say(suppressionMissingReason, span, message)];
  }
  const unused = rules.flatMap((named) => {
    const rule = ruleNamed(named.name, context);
    if (rule === undefined || used.has(named) || !context.ran(rule, file)) return [];
    return say(
      suppressionUnused,
      named.span,
      `nothing of \`${named.name}\` is found here to ignore`,
    );
  });
  return [...unknown, ...unused];
}

/** Entries of the configuration are judged only when every file they speak of was looked at. */
function unusedIgnores(used: ReadonlySet<object>, context: SuppressContext): Diagnostic[] {
  const { config, reports } = context.settings;
  return config.ignores.flatMap((ignore) => {
    if (used.has(ignore) || !reports(config.file)) return [];
    const rule = ruleNamed(ignore.rule, context);
    const matches = globMatcher(ignore.files);
    const files = context.snapshot.files.filter(matches);
    if (rule === undefined || !files.every((file) => reports(file) && context.ran(rule, file)))
      return [];
    const message = `nothing of \`${ignore.rule}\` is found in these files to ignore`;
    return complaint(suppressionUnused, { file: config.file, span: ignore.span, message }, context);
  });
}

function ruleNamed(name: string, { rules }: SuppressContext): Rule | undefined {
  return rules.find(({ meta }) => meta.name === name);
}

function complaint(
  { meta }: EngineRule,
  place: Pick<Diagnostic, 'file' | 'span' | 'message'>,
  { settings }: SuppressContext,
): Diagnostic[] {
  const severity = engineLevel(meta, place.file, settings);
  if (severity === 'off') return [];
  return [{ rule: meta.name, severity, related: [], fixes: [], ...place }];
}
