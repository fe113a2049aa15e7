import { relative, resolve, sep } from 'node:path';
import type { Emitter } from '#emit/emitter.ts';
import { placeholdersIn } from '#emit/placeholders.ts';
import type { EmitJob, EmitRequest } from '#emit/request.ts';
import { didYouMean } from '#linter/closest.ts';
import { configFile } from '#linter/settings.ts';
import type { EmitOptions } from '../commands/emit.ts';
import type { OpenedWorkspace } from '../session.ts';
import type { WrongUse } from '../terminal.ts';
import { optionsFrom } from './options.ts';

/** What a call asks for: entries of the configuration, or one emitter with what the call says. */
export function jobsOf(
  call: EmitOptions,
  { emitters, jobs }: EmitRequest,
  workspace: OpenedWorkspace,
): readonly EmitJob[] | WrongUse {
  const { name, host } = call;
  const unknown = unknownHost(host, workspace);
  if (unknown) return unknown;
  if (name === undefined) {
    if (jobs.length === 0) return { wrongUse: `\`${configFile}\` has no \`[[emit]]\`` };
    return host.length === 0 ? jobs : jobsAbout(host, { emitters, jobs });
  }
  const emitter = emitters.find((each) => each.name === name);
  if (emitter === undefined) return { wrongUse: unknownEmitter(name, emitters) };
  const entries = jobs.filter((job) => job.emitter === name);
  return namedJobs(call, { emitter, entries, workspace });
}

/**
 * The entries that are about these machines alone, or have an output for each.
 * What is about others as well would lose them.
 */
function jobsAbout(
  names: readonly string[],
  { emitters, jobs }: Pick<EmitRequest, 'emitters' | 'jobs'>,
): readonly EmitJob[] | WrongUse {
  const about = jobs.flatMap((job): EmitJob[] => {
    const { output, region = '', hosts } = job;
    if (hosts.length > 0 && hosts.every((host) => names.includes(host))) return [job];
    const wanted = names.filter((name) => hosts.length === 0 || hosts.includes(name));
    const usual = emitters.find(({ name }) => name === job.emitter)?.output ?? '';
    const isForEach = placeholdersIn(`${output ?? usual} ${region}`).length > 0;
    return isForEach && wanted.length > 0 ? [{ ...job, hosts: wanted }] : [];
  });
  if (about.length > 0) return about;
  const list = names.map((name) => `\`${name}\``).join(', ');
  return { wrongUse: `nothing that \`${configFile}\` asks for is about ${list} alone` };
}

interface Named {
  readonly emitter: Emitter;
  /** What the configuration says of it. */
  readonly entries: readonly EmitJob[];
  readonly workspace: OpenedWorkspace;
}

/** What the call says comes on top of what the configuration says, where it has one entry. */
function namedJobs(
  { host, output, set }: EmitOptions,
  { emitter, entries, workspace }: Named,
): readonly EmitJob[] | WrongUse {
  const options = optionsFrom(set, emitter);
  if ('wrongUse' in options) return options;
  const path = pathFrom(output, workspace);
  if (typeof path === 'object') return path;
  if (entries.length > 1 && path === undefined && set.length === 0) {
    return entries.map((job) => (host.length === 0 ? job : { ...job, hosts: host }));
  }
  const [entry] = entries.length === 1 ? entries : [];
  const job: EmitJob = {
    emitter: emitter.name,
    output: path ?? entry?.output,
    region: path === undefined ? entry?.region : undefined,
    hosts: host.length === 0 ? (entry?.hosts ?? []) : host,
    options: { ...entry?.options, ...options.values },
    at: entry?.at,
  };
  return [job];
}

/** A path of the command line as one of the workspace; placeholders stay as they are. */
function pathFrom(
  given: string | undefined,
  { disk, directory }: OpenedWorkspace,
): string | undefined | WrongUse {
  if (given === undefined || given === '-') return undefined;
  const path = relative(disk.root, resolve(directory, given)).split(sep).join('/');
  if (path !== '' && path !== '..' && !path.startsWith('../')) return path;
  return { wrongUse: `\`${given}\` is outside the workspace; print it and redirect the output` };
}

function unknownEmitter(name: string, emitters: readonly Emitter[]): string {
  const names = emitters.map((emitter) => emitter.name);
  return `there is no emitter \`${name}\`${didYouMean(name, names)}; \`flakewise emit\` lists them`;
}

function unknownHost(
  names: readonly string[],
  { snapshot }: OpenedWorkspace,
): WrongUse | undefined {
  if (names.length === 0) return undefined;
  const known = snapshot
    .facts()
    .table('host')
    .rows.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return undefined;
  return { wrongUse: `there is no machine \`${wrong}\`${didYouMean(wrong, known)}` };
}
