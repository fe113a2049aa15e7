import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { OptionTables } from '#analyzer/machine-work.ts';
import { definedOptions, findOptions } from '#analyzer/options/find.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { type Contents, documentPieces } from '../facts/document.ts';
import type { Look } from '../facts/look.ts';
import { machinePage } from '../facts/machine-page.ts';
import { optionPage, optionsOn } from '../facts/option-page.ts';
import { overview } from '../facts/overview.ts';
import { type FactsArguments, type Question, questionOf } from '../facts/question.ts';
import { tablePage } from '../facts/table-page.ts';
import { factTable, hostColumn, ofHost, tableNames } from '../facts/tables.ts';
import { filtered } from '../facts/where.ts';
import { paletteOf } from '../format/palette.ts';
import { placesOf } from '../places.ts';
import { type OpenedWorkspace, openWhole } from '../session.ts';
import { complain, ExitCode, type Terminal, type WrongUse } from '../terminal.ts';
import { makeFleet } from '../threads/fleet.ts';
import type { When } from './check-options.ts';

export interface FactsOptions extends FactsArguments {
  readonly format: 'table' | 'json';
  /** Whether what could not be told is listed one by one. */
  readonly gaps: boolean;
  readonly color: When;
}

/** Prints what is known of the fleet, of one machine, of a table or of an option. */
export async function facts(options: FactsOptions, terminal: Terminal): Promise<number> {
  const workspace = await openWhole(terminal.directory);
  if ('wrongUse' in workspace) return refuse(workspace, terminal);
  const question = questionOf(options, workspace.snapshot);
  if ('wrongUse' in question) return refuse(question, terminal);
  const tables = optionTablesFor(question);
  if (tables !== undefined) await makeFleet(workspace, tables, terminal);
  const answer = answerTo(question, options, workspace);
  if ('wrongUse' in answer) return refuse(answer, terminal);
  const color = options.color === 'auto' ? terminal.color : options.color === 'always';
  const places = placesOf(workspace);
  const look = { palette: paletteOf(color), width: terminal.columns, places };
  const pieces =
    options.format === 'json' ? documentPieces(answer.contents, places) : [answer.page(look)];
  for (const piece of pieces) terminal.output(piece);
  return ExitCode.clean;
}

/** What has to be known of all machines to answer; `undefined` when that is little. */
function optionTablesFor(question: Question): OptionTables | undefined {
  switch (question.kind) {
    case 'machine':
      return 'homes';
    case 'table':
      if (question.table === 'home-option') return 'homes';
      if (question.table === 'option') return 'machines';
      return hostColumn(question.table) === undefined ? undefined : 'none';
    // Each machine is asked for more than its tables, of which other threads do not tell.
    case 'overview':
    case 'option':
      return undefined;
  }
}

function refuse({ wrongUse }: WrongUse, terminal: Terminal): number {
  complain(wrongUse, terminal);
  return ExitCode.wrongUse;
}

/** What is answered, for programs and for people. */
interface Answer {
  readonly contents: Contents;
  readonly page: (look: Look) => string;
}

function answerTo(
  question: Question,
  options: FactsOptions,
  { snapshot }: OpenedWorkspace,
): Answer | WrongUse {
  const gaps = options.gaps ? 'listed' : 'counted';
  const machines = (names: readonly string[]) => openMachines(names, snapshot);
  const all = () => tableNames().map((name) => factTable(snapshot.facts(), name));
  switch (question.kind) {
    case 'overview':
      return {
        contents: { hosts: snapshot.machines(), options: definedOptions, tables: all, gaps },
        page: (look) => overview(snapshot, look),
      };
    case 'machine': {
      const { host } = question;
      const own = all().filter(({ name }) => hostColumn(name) !== undefined);
      const tables = () => own.map((table) => ofHost(table, host));
      return {
        contents: { hosts: machines([host]), options: definedOptions, tables, gaps },
        page: (look) => machinePage(host, snapshot, look),
      };
    }
    case 'table':
      return tableAnswer(question, options, snapshot);
    case 'option': {
      const { hosts, pattern } = question;
      return {
        contents: {
          hosts: machines(hosts),
          options: (host) => findOptions(host, pattern),
          tables: () => [],
          gaps,
        },
        page: (look) => optionPage(optionsOn(machines(hosts), pattern), look),
      };
    }
  }
}

/** Machines evaluated one after another, so that only one is held at a time. */
function* openMachines(names: readonly string[], snapshot: Snapshot): Generator<FleetHost> {
  for (const name of names) {
    const machine = snapshot.machine(name);
    if (machine) yield machine;
  }
}

function tableAnswer(
  { table: name, host }: Extract<Question, { kind: 'table' }>,
  options: FactsOptions,
  snapshot: Snapshot,
): Answer | WrongUse {
  const whole = factTable(snapshot.facts(), name);
  const own = filtered(host === undefined ? whole : ofHost(whole, host), options.where);
  if ('wrongUse' in own) return own;
  const gaps = options.gaps ? 'listed' : 'counted';
  const column = hostColumn(name);
  const without = host !== undefined && column === 'host' ? [column] : [];
  return {
    contents: { hosts: [], options: () => [], tables: () => [own.table], gaps },
    page: (look) => tablePage({ ...own, without, gaps }, look),
  };
}
