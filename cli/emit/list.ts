import type { Facts } from '#analyzer/facts/facts.ts';
import type { Emitter } from '#emit/emitter.ts';
import { outputsOf } from '#emit/outputs.ts';
import type { EmitRequest } from '#emit/request.ts';
import { drawGrid, type GridCell } from '../format/grid.ts';
import { printable } from '../format/printable.ts';
import { ExitCode } from '../terminal.ts';
import type { EmitCall } from './call.ts';
import { nameOf } from './print.ts';
import { tellProblems } from './problems.ts';

/** Prints what the configuration asks for, and what else could be written here. */
export function listEmitters(request: EmitRequest, call: EmitCall): number {
  const { workspace, terminal, palette } = call;
  const look = { palette, width: terminal.columns };
  const facts = workspace.snapshot.facts();
  const { outputs, problems } = outputsOf(workspace.snapshot, request);
  if (outputs.length > 0) {
    const rows = outputs.map((output): GridCell[] => [
      { text: output.emitter.name },
      { text: printable(nameOf(output)) },
      { text: stateText[output.state] },
    ]);
    terminal.output(drawGrid({ columns: columns(['written here', 'to', 'state']), rows }, look));
    terminal.output('\n');
  }
  tellProblems(
    problems.filter(({ isUnplaced }) => isUnplaced),
    call,
  );
  const rows = request.emitters
    .filter((emitter) => rowsFor(emitter, facts) > 0)
    .map((emitter): GridCell[] => [
      { text: emitter.name },
      { text: emitter.summary },
      { text: emitter.output, paint: palette.dim },
    ]);
  const drawn = drawGrid({ columns: columns(['can be written', 'what it is', 'to']), rows }, look);
  terminal.output(rows.length === 0 ? 'there is nothing to write here\n' : drawn);
  return ExitCode.clean;
}

const stateText = {
  current: 'up to date',
  changed: 'out of date',
  absent: 'not there',
  foreign: 'written by hand',
} as const;

function columns(titles: readonly string[]): { title: string; align: 'left' }[] {
  return titles.map((title) => ({ title, align: 'left' }));
}

/** How many rows the emitter would look at; those without a table always have something. */
function rowsFor({ inputs }: Emitter, facts: Facts): number {
  if (inputs.length === 0) return 1;
  return inputs.reduce((sum, name) => sum + facts.table(name).rows.length, 0);
}
