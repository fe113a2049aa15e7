import { isUndecided } from '../facts/cell.ts';
import type { CommandRow } from '../facts/commands.ts';
import type { Facts } from '../facts/facts.ts';
import type { OutputReferenceRow } from '../facts/flakes.ts';
import type { HostRow } from '../facts/machines.ts';

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

/** Whether a command updates the lock file of a flake. */
export function updatesLock({ program, arguments: words }: CommandRow): boolean {
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
