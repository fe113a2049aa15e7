import { describe } from '#analyzer/evaluate/value.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import { type ModuleActivity, moduleActivity } from '#analyzer/nixos/module-activity.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { code, compactTable } from '../print/markdown.ts';
import type { Plain } from '../values.ts';
import { importGuards, moduleGuard } from './guards.ts';
import { wantedProfiles } from './wanted.ts';

export const moduleMatrix = emitter({
  name: 'module-matrix',
  summary: 'Which machine is made of which module, and under which condition.',
  inputs: ['module', 'import', 'host', 'profile'],
  formats: ['markdown', 'json'],
  output: 'docs/modules.md',
  effect: 'documentation',
  options: {
    folders: {
      summary: 'Only modules below these folders.',
      default: [],
    },
  },
  emit: (context) => {
    const { facts, compare, format, options } = context;
    const columns = columnsOf(context);
    const known = activities(context, columns);
    const rows = facts
      .table('module')
      .rows.filter(({ file, kind }) => {
        const isBelow = options.folders.some((folder) => file.startsWith(`${folder}/`));
        return kind === 'module' && (isBelow || options.folders.length === 0);
      })
      .toSorted((a, b) => compare(a.file, b.file));
    const guards = guardsOf(context);
    const told = rows.map((row): ToldModule => {
      const cells = columns.map((column) => stateOf(row, column, known));
      return { file: row.file, guards: guards(row.file), cells };
    });
    const own = told.filter(({ cells }) => cells.some((cell) => cell !== undefined));
    const text = format === 'json' ? dataOf(columns, own) : tableOf(columns, own);
    return { parts: [{ names: {}, text }], problems: problemsOf(context, columns, known) };
  },
});

/** A profile, or a machine that has none. */
interface Column {
  readonly name: string;
  readonly hosts: readonly string[];
}

type State = 'on' | 'off' | 'undecided';

interface ToldModule {
  readonly file: string;
  readonly guards: readonly string[];
  /** In the order of the columns; `undefined` where the machine is not made of it. */
  readonly cells: readonly (State | undefined)[];
}

type Activities = ReadonlyMap<string, ReadonlyMap<string, ModuleActivity>>;

function columnsOf(context: EmitContext<unknown>): readonly Column[] {
  const { facts, wants, compare } = context;
  const ofProfile = new Set(facts.table('profile').rows.flatMap(({ hosts }) => hosts));
  const others = facts
    .table('host')
    .rows.filter(({ name }) => wants(name) && !ofProfile.has(name))
    .map(({ name }) => ({ name, hosts: [name] }));
  const columns: readonly Column[] = [...wantedProfiles(context), ...others];
  const made = new Set(facts.table('module').rows.flatMap(({ hosts }) => hosts));
  return columns
    .filter(({ hosts }) => hosts.some((host) => made.has(host)))
    .toSorted((a, b) => compare(a.name, b.name));
}

/** What every machine says of its modules, those of its homes included. */
function activities(context: EmitContext<unknown>, columns: readonly Column[]): Activities {
  const hosts = columns.flatMap((column) => column.hosts);
  return new Map(
    hosts.map((name) => {
      const machine = context.machine(name);
      const evaluations = machine
        ? [machine.evaluation, ...machine.homes.map((home) => home.evaluation)]
        : [];
      return [name, new Map(evaluations.flatMap((each) => [...moduleActivity(each)]))] as const;
    }),
  );
}

function stateOf(
  { file, hosts }: TableRows['module'],
  column: Column,
  known: Activities,
): State | undefined {
  const own = column.hosts.filter((host) => hosts.includes(host));
  if (own.length === 0) return undefined;
  const states = own.map((host) => known.get(host)?.get(file) ?? true);
  if (states.includes(true)) return 'on';
  return states.every((state) => state === false) ? 'off' : 'undecided';
}

function guardsOf({ facts }: EmitContext<unknown>): (file: string) => readonly string[] {
  const imports = facts.table('import').rows;
  return (file) => {
    const around = imports
      .filter(({ path }) => path === file)
      .map(({ at }) => {
        const { file: importer, span } = facts.locate(at);
        return importGuards(facts, importer, span).join(' && ');
      });
    // Where one import stands under no condition, none of the others matters.
    const ofImports = around.includes('') ? [] : around;
    const own = moduleGuard(facts, file);
    return [...new Set([...ofImports, ...(own === undefined ? [] : [own])])];
  };
}

function problemsOf(
  { facts }: EmitContext<unknown>,
  columns: readonly Column[],
  known: Activities,
): readonly Problem[] {
  const own = new Set(columns.flatMap(({ hosts }) => hosts));
  const undecided = new Map<string, Problem>();
  for (const [host, files] of known)
    for (const [file, state] of files)
      if (typeof state !== 'boolean' && !undecided.has(file)) {
        const message = `whether \`${file}\` says anything on \`${host}\` is not known: ${describe(state.reason)}`;
        undecided.set(file, { message, at: state.at });
      }
  const gaps = facts.table('module').gaps.filter(({ known: { hosts } }) => {
    return hosts === undefined || isUndecided(hosts) || hosts.some((host) => own.has(host));
  });
  const open = gaps.map(({ reason, at }) => ({
    message: `there may be more modules: ${reason}`,
    at,
  }));
  return [...undecided.values(), ...open];
}

function tableOf(columns: readonly Column[], modules: readonly ToldModule[]): string {
  const header = ['Module', 'Condition', ...columns.map(({ name }) => code(name))];
  const rows = modules.map(({ file, guards, cells }) => [
    code(file),
    guards.map(code).join(', '),
    ...cells.map(symbol),
  ]);
  const legend = 'Yes: part of it. Off: imported, but its condition does not hold. ?: not known.';
  return `${compactTable(header, rows)}\n${legend}\n`;
}

function symbol(state: State | undefined): string {
  if (state === undefined) return '';
  return state === 'on' ? 'yes' : state === 'off' ? 'off' : '?';
}

function dataOf(columns: readonly Column[], modules: readonly ToldModule[]): string {
  const records = modules.map(({ file, guards, cells }): Plain => {
    const states = columns.flatMap(({ name }, index): [string, Plain][] => {
      const state = cells[index];
      return state === undefined ? [] : [[name, state]];
    });
    return { file, conditions: guards, profiles: Object.fromEntries(states) };
  });
  return prettyJson({ modules: records });
}
