import { requestOf } from '#emit/request-of.ts';
import { emissionAsked } from '#linter/emission-asked.ts';
import { rulesIn } from '../configuration.ts';
import { checkOutputs } from '../emit/check.ts';
import { jobsOf } from '../emit/jobs.ts';
import { listEmitters } from '../emit/list.ts';
import { printParts } from '../emit/print.ts';
import { writeOutputs } from '../emit/write.ts';
import { paletteOf } from '../format/palette.ts';
import { openWhole } from '../session.ts';
import { complain, ExitCode, type Terminal, type WrongUse } from '../terminal.ts';
import { makeFleet } from '../threads/fleet.ts';
import type { When } from './check-options.ts';

export interface EmitOptions {
  readonly name: string | undefined;
  readonly host: readonly string[];
  readonly output: string | undefined;
  readonly set: readonly string[];
  readonly all: boolean;
  readonly check: boolean;
  readonly strict: boolean;
  readonly overwrite: boolean;
  readonly color: When;
}

/** Lists, prints, writes or compares what follows from the flake. */
export async function emit(options: EmitOptions, terminal: Terminal): Promise<number> {
  const wrong = conflict(options);
  if (wrong !== undefined) return refuse(wrong, terminal);
  const workspace = await openWhole(terminal.directory);
  if ('wrongUse' in workspace) return refuse(workspace, terminal);
  const { config } = workspace;
  const request = await requestOf(emissionAsked(config, rulesIn(config)));
  const color = options.color === 'auto' ? terminal.color : options.color === 'always';
  const call = { workspace, options, terminal, palette: paletteOf(color) };
  if (options.name === undefined && !options.all && !options.check) {
    return listEmitters(request, call);
  }
  const jobs = jobsOf(options, request, workspace);
  if ('wrongUse' in jobs) return refuse(jobs, terminal);
  const asked = { ...request, jobs };
  await makeFleet(workspace, 'none', terminal);
  if (options.check) return checkOutputs(asked, call);
  if (options.all || isFile(options.output)) return writeOutputs(asked, call);
  return printParts(asked, call);
}

function isFile(output: string | undefined): boolean {
  return output !== undefined && output !== '-';
}

function conflict({ name, all, check, output }: EmitOptions): WrongUse | undefined {
  if (name !== undefined && all) return { wrongUse: '`--all` and a name exclude each other' };
  if (all && check) return { wrongUse: '`--all` writes, and `--check` does not: choose one' };
  if (output !== undefined && name === undefined) return { wrongUse: '`--output` needs a name' };
  return undefined;
}

function refuse({ wrongUse }: WrongUse, terminal: Terminal): number {
  complain(wrongUse, terminal);
  return ExitCode.wrongUse;
}
