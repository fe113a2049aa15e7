import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { markersOf, parseExample, renderExample } from './example.ts';
import { fixAll } from './fix.ts';
import { type LintResult, lint } from './lint.ts';
import type { Example, OptionValues, Rule } from './rule.ts';
import { defaultConfig, defaultSettings, type Settings } from './settings.ts';

/** Settings under which one rule runs, with these options. */
export function only(rule: Rule, options: OptionValues = {}): Settings {
  const setting = { level: undefined, options };
  return {
    ...defaultSettings,
    config: { ...defaultConfig, rules: new Map([[rule.meta.name, setting]]) },
    selection: { select: new Set([rule.meta.name]), ignore: new Set() },
  };
}

/** An example whose findings are not those that it says. */
export interface ExampleFailure {
  /** The example as it is written, without what is around it. */
  readonly expected: string;
  /** The same with the findings that there are. */
  readonly actual: string;
}

/** The examples of a rule that say what is not so: of its findings, or of its files after their fixes. */
export function exampleFailures(rule: Rule): readonly ExampleFailure[] {
  return [...rule.docs.bad, ...rule.docs.good].flatMap((example) => failureOf(rule, example));
}

function failureOf(rule: Rule, example: Example): ExampleFailure[] {
  const { code, fixed, options } = typeof example === 'string' ? { code: example } : example;
  const { files, markers } = parseExample(code);
  const run = (texts: Texts): LintResult => lint(snapshotOf(texts), [rule], only(rule, options));
  const found = {
    expected: renderExample(files, markers),
    actual: renderExample(files, markersOf(run(files).diagnostics)),
  };
  if (found.expected !== found.actual) return [found];
  if (fixed === undefined) return [];
  const expected = renderExample(new Map([...files, ...parseExample(fixed).files]), []);
  const actual = renderExample(fixedTexts(files, run), []);
  return expected === actual ? [] : [{ expected, actual }];
}

/** Files with their texts. */
export type Texts = ReadonlyMap<FilePath, string>;

/** The files after all fixes, safe or not. */
export function fixedTexts(files: Texts, run: (texts: Texts) => LintResult): Texts {
  const { changed } = fixAll({
    safety: 'unsafe',
    read: (file) => {
      const text = files.get(file);
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
    },
    lint: (overlay) => run(new Map([...files, ...overlay])),
  });
  return new Map([...files].map(([file, text]) => [file, changed.get(file) ?? text]));
}

function snapshotOf(texts: Texts): Snapshot {
  const workspace = createWorkspace();
  workspace.apply(
    [...texts].map(([file, text]) => ({ kind: 'set', file, content: { kind: 'text', text } })),
  );
  return workspace.snapshot();
}
