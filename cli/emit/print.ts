import { type Output, outputsOf } from '#emit/outputs.ts';
import type { EmitRequest } from '#emit/request.ts';
import type { EmitCall } from './call.ts';
import { isRefused, placedCode, refused, tellProblems } from './problems.ts';

/** Prints what would be written; with a heading for each file where there are several. */
export function printParts(request: EmitRequest, call: EmitCall): number {
  const { workspace, terminal } = call;
  const { outputs, problems } = outputsOf(workspace.snapshot, request);
  tellProblems(problems, call);
  if (isRefused(problems, call)) return refused;
  for (const [index, output] of outputs.entries()) {
    if (outputs.length > 1)
      terminal.output(`${index === 0 ? '' : '\n'}==> ${nameOf(output)} <==\n`);
    terminal.output(output.text);
  }
  return placedCode(problems);
}

/** A file, or a fence in one. */
export function nameOf({ file, region }: Pick<Output, 'file' | 'region'>): string {
  return region === undefined ? file : `${file} (${region})`;
}
