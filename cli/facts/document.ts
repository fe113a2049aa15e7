import { isUndecided } from '#analyzer/facts/cell.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { FoundOption } from '#analyzer/options/find.ts';
import { optionName } from '#analyzer/options/name.ts';
import {
  type ConditionReport,
  type DeclarationReport,
  type DefinitionReport,
  type OptionReport,
  optionReport,
} from '#analyzer/options/report.ts';
import { type Shown, shown } from '#analyzer/options/shown.ts';
import type { Site } from '#analyzer/site.ts';
import { jsonLine } from '../format/printable.ts';
import type { Places } from '../places.ts';
import { type Json, type JsonObject, jsonValue } from './json-value.ts';
import { Reasons, type UnknownPlace, unclearIn } from './reasons.ts';
import type { FactRow, FactTable } from './tables.ts';

/** What goes into a document. */
export interface Contents {
  readonly hosts: Iterable<FleetHost>;
  readonly options: (host: FleetHost) => Iterable<FoundOption>;
  /** Asked for when the machines have been read, so that their tables are at hand. */
  readonly tables: () => readonly FactTable[];
  /** Whether the gaps of the tables are listed one by one. */
  readonly gaps: 'listed' | 'counted';
}

/**
 * The facts as one JSON document, a piece at a time, so that a large fleet is
 * never one string. Every option and every row is one line; the order is that
 * of the fleet, and the same in every run.
 */
export function* documentPieces(contents: Contents, places: Places): Generator<string> {
  const writing = { places, reasons: new Reasons() };
  let hasOptions = false;
  yield '{\n"version": 1,\n"hosts": [';
  yield* separated(contents.hosts, (host) => {
    hasOptions = true;
    return hostPieces(host, contents, writing);
  });
  yield '],\n"tables": {';
  const tables = contents.tables();
  for (const table of tables) {
    writing.reasons.addGaps(table);
    // The options of the machines have told the reasons of these tables already.
    if (!hasOptions || !ofOptions.has(table.name)) writing.reasons.addCells(table);
  }
  yield* separated(tables, (table) => tablePieces(table, writing));
  yield '}';
  if (contents.gaps === 'listed') {
    yield ',\n"gaps": {';
    yield* separated(tables, (table) => gapPieces(table, writing));
    yield '}';
  }
  yield ',\n"unknown": [';
  yield* separated(writing.reasons.counted(), function* ({ reason, count, examples }) {
    const plain = examples.map((example) => exampleJson(example, places));
    yield jsonLine({ reason, count, examples: plain });
  });
  yield ']\n}\n';
}

const ofOptions: ReadonlySet<string> = new Set(['option', 'home-option']);

interface Writing {
  readonly places: Places;
  readonly reasons: Reasons;
}

/** The pieces of each item on a line of their own, with commas between. */
function* separated<Item>(
  items: Iterable<Item>,
  pieces: (item: Item) => Iterable<string>,
): Generator<string> {
  let isFirst = true;
  for (const item of items) {
    yield isFirst ? '\n' : ',\n';
    isFirst = false;
    yield* pieces(item);
  }
  if (!isFirst) yield '\n';
}

function* hostPieces(host: FleetHost, contents: Contents, writing: Writing): Generator<string> {
  const system = jsonValue(shown(host.evaluation.system.force(), []));
  const head = `"name": ${jsonLine(host.name)}, "class": ${jsonLine(host.class)}`;
  yield `{${head}, "system": ${jsonLine(system)}, "options": {`;
  yield* separated(contents.options(host), function* ({ path, node }) {
    const name = optionName(path);
    const report = optionReport(node, path);
    for (const part of unclearIn(report.value)) {
      const { reason, at } = part.kind === 'package' ? part.why : part;
      writing.reasons.add(reason, { host: host.name, option: name, at });
    }
    yield `${jsonLine(name)}: ${jsonLine(optionJson(report, writing.places))}`;
  });
  yield '}}';
}

function optionJson(
  { value, merge, definitions, declarations }: OptionReport,
  places: Places,
): JsonObject {
  const declared = declarations.map((declaration) => declarationJson(declaration, places));
  const because = value.kind === 'package' ? value.why : value;
  const isMissing = because.kind === 'unknown' || because.kind === 'failure';
  return {
    ...outcome(value),
    ...(isMissing && { at: placeJson(because.at, places) }),
    merge,
    definitions: definitions.map((definition) => definitionJson(definition, places)),
    ...(declared.length > 0 && { declarations: declared }),
  };
}

/** The value, why it fails, or why it is not known. */
function outcome(value: Shown): JsonObject {
  if (value.kind === 'failure') return { failure: value.message };
  if (value.kind === 'unknown') return { unknown: value.reason };
  if (value.kind === 'package') return { unknown: value.why.reason };
  return { value: jsonValue(value) };
}

function definitionJson(definition: DefinitionReport, places: Places): JsonObject {
  return {
    at: placeJson(definition.at, places),
    file: definition.file ?? null,
    priority: definition.priority,
    ...(definition.order !== 1000 && { order: definition.order }),
    state: definition.state,
    conditions: definition.conditions.map((condition) => conditionJson(condition, places)),
    ...outcome(definition.value),
  };
}

function conditionJson({ at, holds }: ConditionReport, places: Places): JsonObject {
  return {
    at: placeJson(at, places),
    holds: typeof holds === 'boolean' ? holds : { unknown: holds.reason },
  };
}

function declarationJson(declaration: DeclarationReport, places: Places): JsonObject {
  return {
    at: placeJson(declaration.at, places),
    type: declaration.type ?? null,
    ...(declaration.default && { default: jsonValue(declaration.default) }),
    description: declaration.description ?? null,
  };
}

function* tablePieces(table: FactTable, { places }: Writing): Generator<string> {
  yield `${jsonLine(table.name)}: [`;
  yield* separated(table.rows, function* (row) {
    yield jsonLine({ ...columnsJson(table, row, places), at: placeJson(row.at, places) });
  });
  yield ']';
}

function* gapPieces(table: FactTable, { places }: Writing): Generator<string> {
  yield `${jsonLine(table.name)}: [`;
  yield* separated(table.gaps, function* ({ known, reason, at }) {
    const columns = Object.entries(known).map(([name, cell]) => [name, cellJson(cell, places)]);
    yield jsonLine({ known: Object.fromEntries(columns), reason, at: placeJson(at, places) });
  });
  yield ']';
}

function columnsJson({ columns }: FactTable, row: FactRow, places: Places): JsonObject {
  return Object.fromEntries(columns.map(([name]) => [name, cellJson(row[name], places)]));
}

function cellJson(cell: unknown, places: Places): Json {
  if (isUndecided(cell)) return { unknown: cell.undecided };
  if (Array.isArray(cell)) return cell.map((item) => cellJson(item, places));
  switch (typeof cell) {
    case 'string':
    case 'number':
    case 'boolean':
      return cell;
    case 'object':
      return isSite(cell) ? placeJson(cell, places) : null;
    default:
      return null;
  }
}

function isSite(cell: object | null): cell is Site {
  return cell !== null && 'file' in cell && 'expr' in cell;
}

function placeJson(site: Site | undefined, places: Places): JsonObject | null {
  const place = places.plain(site);
  return place ? { ...place } : null;
}

function exampleJson({ at, ...place }: UnknownPlace, places: Places): JsonObject {
  return { ...place, at: placeJson(at, places) };
}
