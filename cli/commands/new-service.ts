import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import { newService } from '#emit/scaffold/new-service.ts';
import type { ServicePlan, ServiceRequest } from '#emit/scaffold/plan.ts';
import { errorsIn } from '#emit/valid.ts';
import { applyEdits, byFile, clash } from '#linter/edits.ts';
import { emissionAsked } from '#linter/emission-asked.ts';
import { rulesIn } from '../configuration.ts';
import { unifiedDiff } from '../format/diff.ts';
import { paletteOf } from '../format/palette.ts';
import { printable } from '../format/printable.ts';
import { type OpenedWorkspace, openWhole } from '../session.ts';
import { complain, ExitCode, type Terminal } from '../terminal.ts';
import { writeFile } from '../write-file.ts';
import type { When } from './check-options.ts';

export interface NewServiceOptions {
  readonly name: string;
  readonly run: string;
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly domain: string | undefined;
  readonly secrets: boolean;
  readonly skip: readonly string[];
  /** Whether the changes are printed and not written. */
  readonly dryRun: boolean;
  readonly color: When;
}

/** Writes everything that a new service needs, and prints it; nothing where a part has no place. */
export async function startService(
  options: NewServiceOptions,
  terminal: Terminal,
): Promise<number> {
  const workspace = await openWhole(terminal.directory);
  if ('wrongUse' in workspace) {
    complain(workspace.wrongUse, terminal);
    return ExitCode.wrongUse;
  }
  const plan = newService(workspace.snapshot.facts(), requestOf(options, workspace));
  const reasons = plan.kind === 'refused' ? plan.reasons : collisions(plan.edits);
  const changed = plan.kind === 'refused' ? undefined : textsOf(plan, workspace);
  const spoiled = changed === undefined ? [] : spoiledBy(changed, workspace);
  if (changed === undefined || plan.kind === 'refused' || reasons.length + spoiled.length > 0) {
    for (const reason of [...reasons, ...spoiled])
      terminal.error(`flakewise: ${printable(reason)}\n`);
    terminal.error('nothing was written\n');
    return ExitCode.findings;
  }
  const color = options.color === 'auto' ? terminal.color : options.color === 'always';
  for (const [file, after] of changed) {
    const before = workspace.snapshot.text(file) ?? '';
    terminal.output(
      unifiedDiff({ path: workspace.display(file), before, after }, paletteOf(color)),
    );
  }
  const failures = options.dryRun ? [] : write(changed, workspace);
  for (const line of [...failures, ...plan.later])
    terminal.error(`flakewise: ${printable(line)}\n`);
  return failures.length > 0 ? ExitCode.findings : ExitCode.clean;
}

function requestOf(options: NewServiceOptions, { config }: OpenedWorkspace): ServiceRequest {
  const { parameter } = emissionAsked(config, rulesIn(config));
  const role = (name: string): string | undefined => {
    const value = parameter(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const { name, host, run, port, domain, secrets, skip } = options;
  return {
    name,
    host,
    flake: run,
    port,
    domain,
    hasSecrets: secrets,
    skip,
    roles: { proxy: role('proxy'), backend: role('backend'), tunnel: role('tunnel') },
  };
}

/** Parts that would be written at one place, so that their order would be left to chance. */
function collisions(edits: readonly Edit[]): readonly string[] {
  return edits.flatMap((edit, index) => {
    const other = edits.slice(index + 1).find((each) => clash(edit, each));
    return other ? [`two parts of the service would go to one place of \`${edit.file}\``] : [];
  });
}

function textsOf(
  { files, edits }: Extract<ServicePlan, { kind: 'plan' }>,
  { snapshot }: OpenedWorkspace,
): ReadonlyMap<FilePath, string> {
  const edited = [...byFile(edits)].map(([file, own]): [FilePath, string] => {
    return [file, applyEdits(snapshot.text(file) ?? '', own)];
  });
  return new Map([...files, ...edited]);
}

/** Files that could not be read any more. */
function spoiledBy(
  changed: ReadonlyMap<FilePath, string>,
  { snapshot }: OpenedWorkspace,
): readonly string[] {
  return [...changed].flatMap(([file, text]) => {
    const before = errorsIn(file, snapshot.text(file) ?? '');
    return errorsIn(file, text) > before ? [`\`${file}\` could not be read any more`] : [];
  });
}

function write(
  changed: ReadonlyMap<FilePath, string>,
  workspace: OpenedWorkspace,
): readonly string[] {
  return [...changed].flatMap(([file, text]) => {
    const failure = writeFile(workspace, file, text);
    return failure === undefined
      ? []
      : [`\`${workspace.display(file)}\` was not written: ${failure}`];
  });
}
