import type { Facts, Gap, Table } from '#analyzer/facts/facts.ts';
import type { GeneratedRow } from '#analyzer/facts/generated.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { type Output, type Outputs, outputsOf } from './outputs.ts';
import type { EmitRequest } from './request.ts';

/** The snapshot with the table of what is generated, which nothing but emitters can fill. */
export function withGenerated(snapshot: Snapshot, request: EmitRequest): Snapshot {
  if (request.jobs.length === 0) return snapshot;
  let made: Facts | undefined;
  const facts = (): Facts => {
    made ??= factsWith(snapshot.facts(), () => generatedTable(outputsOf(snapshot, request)));
    return made;
  };
  return {
    files: snapshot.files,
    settings: snapshot.settings,
    contents: snapshot.contents,
    analysis: (file) => snapshot.analysis(file),
    text: (file) => snapshot.text(file),
    evaluate: () => snapshot.evaluate(),
    machineWork: () => snapshot.machineWork(),
    briefs: () => snapshot.briefs(),
    release: (most) => snapshot.release(most),
    machines: () => snapshot.machines(),
    machine: (name) => snapshot.machine(name),
    facts,
  };
}

function factsWith(facts: Facts, make: () => Table<'generated'>): Facts {
  let made: Table<'generated'> | undefined;
  const generated = (): Table<'generated'> => {
    made ??= make();
    return made;
  };
  return {
    table: <Name extends TableName>(name: Name): Table<Name> =>
      isGenerated(name) ? (generated() as Table<Name>) : facts.table(name),
    locate: (site) => facts.locate(site),
    text: (file) => facts.text(file),
    tree: (file) => facts.tree(file),
  };
}

function isGenerated(name: TableName): boolean {
  return name === 'generated';
}

function generatedTable({ outputs, problems }: Outputs): Table<'generated'> {
  return {
    rows: outputs.flatMap((output) => rowOf(output)),
    gaps: problems.map(({ emitter, file, message, at }): Gap<'generated'> => {
      const known = file === undefined ? { emitter } : { emitter, file };
      return { table: 'generated', known, reason: message, at };
    }),
  };
}

function rowOf(output: Output): GeneratedRow[] {
  const { emitter, file, region, state, span, text, at } = output;
  const place = state === 'absent' ? at : markOf(output);
  if (place === undefined) return [];
  return [
    {
      at: place,
      ...(at && state !== 'absent' && { places: { emitter: at } }),
      file,
      region,
      emitter: emitter.name,
      effect: emitter.effect,
      state,
      start: span.start,
      end: span.end,
      text,
    },
  ];
}

function markOf({ file, mark: { start, end } }: Output): Site {
  return { file, expr: start, isOffset: true, content: { start: 0, end: end - start } };
}
