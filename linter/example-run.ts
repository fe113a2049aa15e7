import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { markersOf, parseExample, renderExample } from './example.ts';
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

/** The examples of a rule that say what is not so. Their fixes are not tried. */
export function exampleFailures(rule: Rule): readonly ExampleFailure[] {
  return [...rule.docs.bad, ...rule.docs.good].flatMap((example) => failureOf(rule, example));
}

function failureOf(rule: Rule, example: Example): ExampleFailure[] {
  const { code, options } = typeof example === 'string' ? { code: example } : example;
  const { files, markers } = parseExample(code);
  const result: LintResult = lint(snapshotOf(files), [rule], only(rule, options));
  const expected = renderExample(files, markers);
  const actual = renderExample(files, markersOf(result.diagnostics));
  return expected === actual ? [] : [{ expected, actual }];
}

function snapshotOf(texts: ReadonlyMap<FilePath, string>): Snapshot {
  const workspace = createWorkspace();
  workspace.apply(
    [...texts].map(([file, text]) => ({ kind: 'set', file, content: { kind: 'text', text } })),
  );
  return workspace.snapshot();
}
