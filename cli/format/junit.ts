import type { Diagnostic } from '#analyzer/diagnostic.ts';
import { escaped } from './escape.ts';
import { byFilePath, placeOf, placeText, type Report, type Sources } from './report.ts';

/**
 * JUnit XML as Jenkins and GitLab read it: a suite for each file, a test for
 * each finding. Findings that do not fail the command are tests that passed
 * and said something. Viewers call a report without tests broken, so a clean
 * run is one test that passed.
 */
export function formatJunit(
  { diagnostics, sources }: Report,
  fails: (diagnostic: Diagnostic) => boolean,
): string {
  const suites = [...byFilePath(diagnostics)].map(([file, found]) => ({
    name: sources.path(file),
    tests: found.map((diagnostic) => testOf(diagnostic, sources, fails)),
  }));
  const clean = { xml: '    <testcase name="no findings" classname="flakewise"/>\n', failures: 0 };
  const all = suites.length === 0 ? [{ name: 'flakewise', tests: [clean] }] : suites;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="flakewise" ${counts(all.flatMap(({ tests }) => tests))}>\n`,
    ...all.map(
      ({ name, tests }) =>
        `  <testsuite name="${escaped(name)}" ${counts(tests)}>\n${tests.map(({ xml }) => xml).join('')}  </testsuite>\n`,
    ),
    '</testsuites>\n',
  ].join('');
}

interface Test {
  readonly xml: string;
  readonly failures: number;
}

function counts(tests: readonly Test[]): string {
  const failures = tests.reduce((sum, test) => sum + test.failures, 0);
  return `tests="${tests.length}" failures="${failures}" errors="0"`;
}

/** The name has no line in it, so that viewers know a test again after lines have moved. */
function testOf(
  diagnostic: Diagnostic,
  sources: Sources,
  fails: (diagnostic: Diagnostic) => boolean,
): Test {
  const { rule, severity, message } = diagnostic;
  const { file, start } = placeOf(diagnostic, sources);
  const name = escaped(`${rule}: ${message}`);
  const where = `classname="${escaped(file)}" file="${escaped(file)}" line="${start.line}"`;
  const open = `    <testcase name="${name}" ${where}>`;
  const text = details(diagnostic, sources);
  if (!fails(diagnostic)) {
    const xml = `${open}<system-out>${severity}: ${text}</system-out></testcase>\n`;
    return { xml, failures: 0 };
  }
  const failure = `<failure type="${severity}" message="${escaped(message)}">${text}</failure>`;
  return { xml: `${open}${failure}</testcase>\n`, failures: 1 };
}

/** The place and the message, then each related place and each fix on a line of its own. */
function details(diagnostic: Diagnostic, sources: Sources): string {
  const { message, related, fixes } = diagnostic;
  const lines = [
    `${placeText(diagnostic, sources)}: ${message}`,
    ...related.map((note) => `${placeText(note, sources)}: ${note.message}`),
    ...fixes.map(({ title, safety }) => `fix (${safety}): ${title}`),
  ];
  return lines.map(escaped).join('\n');
}
