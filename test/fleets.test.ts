import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/workspace.ts';
import { readConfig } from '#linter/config.ts';
import { lint } from '#linter/lint.ts';
import { defaultSettings, type Settings } from '#linter/settings.ts';
import { LineIndex } from '#parser/lines.ts';
import { rules } from '#rules/index.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('fleets');
const fleets = 'fixtures/fleets/proxied';

/** What is written down of a finding: where it begins, and what it says or begins with. */
interface ExpectedFinding {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

test('the healthy fleet has no finding', () => {
  assert.equal(findings('healthy'), []);
});

test('the broken fleet has the findings that are written beside it', () => {
  const expectedFile = `${fleets}/broken.expected.json`;
  const found = findings('broken');
  if (process.env.UPDATE === '1') writeFileSync(expectedFile, printed(found));
  const written: readonly ExpectedFinding[] = JSON.parse(readFileSync(expectedFile, 'utf8'));
  const known = new Set(rules.map(({ meta }) => meta.name));
  const expected = written.filter(({ rule }) => known.has(rule));
  const begun = found.map((finding, index) => shortened(finding, expected[index]?.message ?? ''));
  assert.equal(begun.map(line), expected.map(line));
});

test('every rule of the preset that can see the broken fleet has a finding there', () => {
  const found = new Set(findings('broken').map(({ rule }) => rule));
  const silent = rules
    .filter(({ meta }) => meta.presets.length > 0 && !meta.name.startsWith('hcl/'))
    .map(({ meta }) => meta.name)
    .filter((name) => !found.has(name));
  assert.equal(silent, []);
});

function findings(tree: string): ExpectedFinding[] {
  const texts = textsBelow(`${fleets}/${tree}`);
  const snapshot = snapshotOf(texts);
  const { diagnostics } = lint(snapshot, rules, settingsOf(snapshot));
  return diagnostics.map((diagnostic) => expectedOf(diagnostic, texts));
}

function settingsOf(snapshot: Snapshot): Settings {
  const result = readConfig(snapshot.text('flakewise.toml' as FilePath) ?? '', rules);
  if (result.kind === 'problems') throw new Error(result.problems[0]?.message);
  return { ...defaultSettings, config: result.config };
}

function textsBelow(folder: string): Map<FilePath, string> {
  const texts = new Map<FilePath, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    if (entry.isFile()) texts.set(name as FilePath, readFileSync(path, 'utf8'));
  }
  return texts;
}

function expectedOf(
  { rule, file, span, message }: Diagnostic,
  texts: ReadonlyMap<FilePath, string>,
): ExpectedFinding {
  const position = new LineIndex(texts.get(file) ?? '').position(span.start);
  return { rule, file, line: position.line + 1, message };
}

/** The finding with no more of its message than is expected of it. */
function shortened(finding: ExpectedFinding, start: string): ExpectedFinding {
  return finding.message.startsWith(start) ? { ...finding, message: start } : finding;
}

function line({ rule, file, line, message }: ExpectedFinding): string {
  return `${file}:${line} ${rule} ${message}`;
}

function printed(found: readonly ExpectedFinding[]): string {
  return `[\n${found.map((finding) => `  ${JSON.stringify(finding)}`).join(',\n')}\n]\n`;
}

test.run();
