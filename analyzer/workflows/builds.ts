import { isUndecided } from '../facts/cell.ts';
import type { CommandRow } from '../facts/commands.ts';
import type { Facts } from '../facts/facts.ts';
import type { OutputReferenceRow } from '../facts/flakes.ts';
import type { HostRow } from '../facts/machines.ts';
import type { Site } from '../site.ts';

/** A command of a workflow that builds a machine by its name. */
export interface MachineBuild {
  readonly host: HostRow;
  readonly command: CommandRow;
  readonly reference: OutputReferenceRow;
}

/** The machines that workflows build by name, and why they may build more. */
export interface MachineBuilds {
  readonly builds: readonly MachineBuild[];
  readonly doubt: string | undefined;
}

export function machineBuilds(facts: Facts): MachineBuilds {
  const builds: MachineBuild[] = [];
  let doubt: string | undefined;
  const references = facts.table('output-reference').rows;
  for (const command of workflowCommands(facts)) {
    if (buildsAll(command)) doubt ??= `\`${command.text}\` may build machines without naming them`;
    const own = references.filter(
      ({ file, text }) => file === command.file && command.arguments.includes(text),
    );
    for (const reference of own) {
      if (isUndecided(reference.attribute)) doubt ??= reference.attribute.undecided;
      const host = hostOf(facts, reference);
      if (host) builds.push({ host, command, reference });
    }
  }
  return { builds, doubt };
}

export function workflowCommands(facts: Facts): readonly CommandRow[] {
  return facts.table('command').rows.filter(({ source }) => source === 'workflow');
}

/** Where a job of a workflow updates the lock file of a flake. */
export interface LockUpdate {
  readonly at: Site;
  readonly file: string;
  readonly job: string;
}

/** Actions that are known to update the lock file. */
const updatingActions: ReadonlySet<string> = new Set(['determinatesystems/update-flake-lock']);

/** By commands first, then by steps that use an action for it. */
export function lockUpdates(facts: Facts): readonly LockUpdate[] {
  const commands = workflowCommands(facts).filter(updatesLock);
  const steps = facts
    .table('workflow-step')
    .rows.filter(({ action }) => updatingActions.has(action?.toLowerCase() ?? ''));
  return [
    ...commands.map(({ at, file, in: job }) => ({ at, file, job })),
    ...steps.map(({ at, places, file, job }) => ({ at: places?.uses ?? at, file, job })),
  ];
}

/** Why workflows may update the lock file in a way that is not seen. */
export function lockUpdateDoubt(facts: Facts): string | undefined {
  const called = facts.table('workflow-job').rows.find(({ uses }) => uses !== undefined);
  if (called) return `the workflow \`${called.uses}\` may update it`;
  const step = facts
    .table('workflow-step')
    .rows.find(({ action }) => action !== undefined && /update|lock|renovate/i.test(action));
  if (step) return `the action \`${step.action}\` may update it`;
  const command = workflowCommands(facts).find((each) => runsMore(each));
  if (command) return `\`${command.text}\` may update it`;
  const { gaps } = facts.table('command');
  return gaps.find(({ known }) => known.source === undefined || known.source === 'workflow')
    ?.reason;
}

/** Tools that run what is written elsewhere. */
function runsMore({ program, arguments: words }: CommandRow): boolean {
  if (program === undefined || /[/$]/.test(program)) return true;
  if (program === 'nix') return /^(run|develop|shell)$/.test(words[0] ?? '');
  if (program === 'gh') return /^(api|workflow|extension|ext|\w+-\S+)$/.test(words[0] ?? '');
  return /^(just|make|task|bash|sh|python3?|nvfetcher|curl)$/.test(program);
}

/** A job, and those that it waits for. */
export function jobsBefore(facts: Facts, file: string, job: string): ReadonlySet<string> {
  const jobs = facts.table('workflow-job').rows.filter((row) => row.file === file);
  const before = new Set([job]);
  for (const name of before) {
    const needs = jobs.find((row) => row.job === name)?.needs ?? [];
    for (const each of needs) before.add(each);
  }
  return before;
}

/** Whether a command updates the lock file of a flake. */
function updatesLock({ program, arguments: words }: CommandRow): boolean {
  return program === 'nix' && words.includes('flake') && words.includes('update');
}

/** Whether a command merges into another branch. */
export function merges({ program, arguments: words }: CommandRow): boolean {
  const text = words.join(' ');
  if (program === 'git') return /^(-\S+ )*merge\b(?!.*--abort)/.test(text);
  return program === 'gh' && /^pr merge\b/.test(text);
}

/** Tools that build what a flake has, or what is in a set of it. */
function buildsAll({ program, arguments: words }: CommandRow): boolean {
  if (program === 'nix') return words.includes('flake') && words.includes('check');
  return /^(nix-fast-build|nix-eval-jobs|nixci|om|colmena|deploy|garnix|hydra\S*|just|make|task)$/.test(
    program ?? '$',
  );
}

function hostOf(facts: Facts, { attribute, kind }: OutputReferenceRow): HostRow | undefined {
  if (attribute === undefined || isUndecided(attribute)) return undefined;
  const name = attribute.replaceAll('"', '');
  return facts.table('host').rows.find((host) => {
    const output = host.output.replaceAll('"', '');
    const isNamed = name === output || name.startsWith(`${output}.`);
    return isNamed || (kind === host.class && name === host.name);
  });
}
