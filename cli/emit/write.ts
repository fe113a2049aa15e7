import type { FilePath } from '#analyzer/diagnostic.ts';
import { createWorkspace } from '#analyzer/workspace.ts';
import { type Outputs, outputsOf } from '#emit/outputs.ts';
import type { EmitRequest } from '#emit/request.ts';
import { printable } from '../format/printable.ts';
import { counted } from '../format/summary.ts';
import { ExitCode } from '../terminal.ts';
import { writeFile } from '../write-file.ts';
import { textsAfter } from './apply.ts';
import type { EmitCall } from './call.ts';
import { nameOf } from './print.ts';
import { isRefused, placedCode, refused, tellProblems } from './problems.ts';

/** What is written may be read by another emitter; outputs that never come to rest end here. */
const mostRounds = 5;

/** Writes what is out of date, each file whole or not at all. */
export function writeOutputs(request: EmitRequest, call: EmitCall): number {
  const { workspace, terminal, options } = call;
  const settled = settle(request, call);
  const { last, texts } = settled;
  tellProblems(last.problems, call);
  if (isRefused(last.problems, call)) return refused;
  const failures = [...texts].flatMap(([file, text]) => {
    const failure = writeFile(workspace, file, text);
    const name = printable(workspace.display(file));
    if (failure !== undefined) return [`\`${name}\` was not written: ${failure}`];
    terminal.output(`wrote ${name}\n`);
    return [];
  });
  const foreign = options.overwrite ? [] : last.outputs.filter(({ state }) => state === 'foreign');
  for (const failure of failures) terminal.error(`flakewise: ${failure}\n`);
  for (const output of foreign) {
    const name = printable(nameOf(output));
    terminal.error(
      `flakewise: \`${name}\` was not written by flakewise; \`--overwrite\` replaces it\n`,
    );
  }
  const current = last.outputs.length - foreign.length - failures.length;
  terminal.error(`${counted(Math.max(0, current), 'output')} up to date\n`);
  return failures.length + foreign.length > 0 ? ExitCode.findings : placedCode(last.problems);
}

interface Settled {
  readonly last: Outputs;
  /** The files that have other texts now. */
  readonly texts: ReadonlyMap<FilePath, string>;
}

/** Looks again at what was written until nothing changes any more, all in memory. */
function settle(request: EmitRequest, { workspace, options }: EmitCall): Settled {
  const memory = createWorkspace();
  const { disk, config } = workspace;
  memory.apply([
    { kind: 'configure', settings: config.analyzer },
    { kind: 'open', files: disk, paths: disk.paths },
  ]);
  const texts = new Map<FilePath, string>();
  for (let round = 0; ; round++) {
    const snapshot = memory.snapshot();
    const found = outputsOf(snapshot, request);
    const last = options.overwrite && round === 0 ? replacingAll(found) : found;
    const changed = textsAfter(snapshot, last.outputs);
    if (changed.size === 0) return { last, texts };
    if (round === mostRounds) return { last: withRestless(last, changed), texts };
    for (const [file, text] of changed) {
      texts.set(file, text);
      memory.apply([{ kind: 'set', file, content: { kind: 'text', text } }]);
    }
  }
}

/** The outputs as if every file of somebody else were ours. */
function replacingAll({ outputs, problems }: Outputs): Outputs {
  const replaced = outputs.map((output) => {
    return output.state === 'foreign' ? { ...output, state: 'changed' as const } : output;
  });
  return { outputs: replaced, problems };
}

/** Says which outputs change what they are made from, each time that they are written. */
function withRestless(
  { outputs, problems }: Outputs,
  changed: ReadonlyMap<FilePath, string>,
): Outputs {
  const restless = outputs.filter(({ file, state }) => changed.has(file) && state === 'changed');
  const told = restless.map(({ emitter, file, at }) => {
    const message = `\`${file}\` never comes to rest: what is written changes what it is made from`;
    return { message, at, emitter: emitter.name, file, isUnplaced: true };
  });
  return { outputs, problems: [...problems, ...told] };
}
