import { outputsOf } from '#emit/outputs.ts';
import type { EmitRequest } from '#emit/request.ts';
import { unifiedDiff } from '../format/diff.ts';
import { counted } from '../format/summary.ts';
import { ExitCode } from '../terminal.ts';
import { textsAfter } from './apply.ts';
import type { EmitCall } from './call.ts';
import { nameOf } from './print.ts';
import { isRefused, placedCode, refused, tellProblems } from './problems.ts';

/** Prints what differs from what is committed. */
export function checkOutputs(request: EmitRequest, call: EmitCall): number {
  const { workspace, terminal, palette, options } = call;
  const { outputs, problems } = outputsOf(workspace.snapshot, request);
  tellProblems(problems, call);
  const stale = outputs.filter(({ state }) => state !== 'current');
  const foreign = stale.filter(({ state }) => state === 'foreign');
  for (const [file, after] of textsAfter(workspace.snapshot, outputs)) {
    const before = workspace.snapshot.text(file) ?? '';
    terminal.output(unifiedDiff({ path: workspace.display(file), before, after }, palette));
  }
  for (const output of foreign) {
    terminal.output(`${nameOf(output)} was not written by flakewise [${output.emitter.name}]\n`);
  }
  if (stale.length > 0) {
    terminal.error(`${counted(stale.length, 'output')} of ${outputs.length} out of date\n`);
    return ExitCode.findings;
  }
  if (options.strict && isRefused(problems, call)) return refused;
  terminal.error(`${counted(outputs.length, 'output')} up to date\n`);
  return placedCode(problems);
}
