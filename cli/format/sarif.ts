import type { Diagnostic, Edit, Fix, Location, Note, Severity } from '#analyzer/diagnostic.ts';
import { byFile } from '#linter/edits.ts';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import type { Rule } from '#linter/rule.ts';
import { version } from '../version.ts';
import { printableJson } from './printable.ts';
import { placeOf, type Report, type Sources } from './report.ts';

const levels = { error: 'error', warning: 'warning', hint: 'note' } as const satisfies Record<
  Severity,
  string
>;

/** One SARIF 2.1.0 log with one run. */
export function formatSarif({ diagnostics, sources, rules }: Report): string {
  const descriptors = descriptorsOf(rules);
  const ids = descriptors.map(({ id }) => id);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'flakewise', semanticVersion: version, rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, ids, sources)),
      },
    ],
  };
  return `${printableJson(log)}\n`;
}

interface Descriptor {
  readonly id: string;
}

function descriptorsOf(rules: readonly Rule[]): Descriptor[] {
  const pages = [
    ...rules.map((rule) => ({ meta: rule.meta, page: explain(rule) })),
    ...engineRules.map((rule) => ({ meta: rule.meta, page: explainEngineRule(rule) })),
  ];
  const sorted = pages.toSorted((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
  return sorted.map(({ meta, page }) => ({
    id: meta.name,
    shortDescription: { text: meta.summary },
    help: { text: page, markdown: page },
    defaultConfiguration: { level: levels[meta.severity] },
  }));
}

function resultOf(diagnostic: Diagnostic, ids: readonly string[], sources: Sources): object {
  const { rule, severity, message, related, fixes } = diagnostic;
  const index = ids.indexOf(rule);
  return {
    ruleId: rule,
    ...(index === -1 ? {} : { ruleIndex: index }),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: physical(diagnostic, sources) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((note, id) => noteOf(note, id, sources)),
    }),
    ...(fixes.length > 0 && { fixes: fixes.map((fix) => fixOf(fix, sources)) }),
  };
}

function noteOf(note: Note, id: number, sources: Sources): object {
  return { id, message: { text: note.message }, physicalLocation: physical(note, sources) };
}

function fixOf({ title, edits }: Fix, sources: Sources): object {
  const changes = [...byFile(edits)].map(([file, own]) => ({
    artifactLocation: { uri: uriOf(sources.path(file)) },
    replacements: own.map((edit) => replacementOf(edit, sources)),
  }));
  return { description: { text: title }, artifactChanges: changes };
}

function replacementOf(edit: Edit, sources: Sources): object {
  return { deletedRegion: regionOf(edit, sources), insertedContent: { text: edit.text } };
}

function physical(location: Location, sources: Sources): object {
  const uri = uriOf(sources.path(location.file));
  return { artifactLocation: { uri }, region: regionOf(location, sources) };
}

function regionOf(location: Location, sources: Sources): object {
  const { start, end } = placeOf(location, sources);
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
