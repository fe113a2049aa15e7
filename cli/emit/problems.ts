import type { OutputProblem } from '#emit/outputs.ts';
import { printable } from '../format/printable.ts';
import { placesOf } from '../places.ts';
import { ExitCode } from '../terminal.ts';
import type { EmitCall } from './call.ts';

/** Says what was left out and why, each thing once. */
export function tellProblems(
  problems: readonly OutputProblem[],
  { workspace, terminal, palette }: EmitCall,
): void {
  const places = placesOf(workspace);
  const lines = problems.map(({ emitter, message, at }) => {
    const place = places.text(at);
    const where = place === '' ? '' : `${palette.bold(place)}: `;
    return `${where}${palette.severity.warning('left out')}: ${printable(message)} [${emitter}]\n`;
  });
  for (const line of new Set(lines)) terminal.error(line);
}

/** Whether something stands in the way of writing anything at all. */
export function isRefused(
  problems: readonly OutputProblem[],
  { options, terminal }: EmitCall,
): boolean {
  if (!options.strict || problems.length === 0) return false;
  terminal.error(
    'flakewise: nothing was written, because `--strict` wants everything to be known\n',
  );
  return true;
}

/** The exit code of a call that wrote nothing where it was asked to. */
export const refused = ExitCode.findings;

/** The exit code of a call whose outputs are all as they should be, unless some have no place at all. */
export function placedCode(problems: readonly OutputProblem[]): number {
  return problems.some(({ isUnplaced }) => isUnplaced) ? ExitCode.findings : ExitCode.clean;
}
