import { bucketIn } from '../backups/bucket.ts';
import type { Cell } from '../facts/cell.ts';
import type { Backup } from './backups.ts';
import { concatenated, firstSet, mapped, single } from './cells.ts';
import { itemsIn, nameIn } from './item-fields.ts';
import { withoutCredentials } from './secret-looking.ts';
import type { Settings } from './settings.ts';

const nothing: Backup = {
  user: undefined,
  paths: [],
  excludes: [],
  repository: undefined,
  'repository-file': undefined,
  bucket: undefined,
  'password-file': undefined,
  'environment-file': undefined,
  schedule: [],
  prune: [],
};

/** `services.restic.backups.X`, of NixOS or of Home Manager. */
export function resticBackup(backup: Settings): Backup {
  const repository = backup.text('repository');
  return {
    user: backup.string('user'),
    paths: backup.partials('paths'),
    excludes: backup.partials('exclude'),
    repository: masked(repository),
    'repository-file': backup.text('repositoryFile'),
    bucket: typeof repository === 'string' ? bucketIn(repository) : repository,
    'password-file': backup.text('passwordFile'),
    'environment-file': firstSet(backup.text('environmentFile'), backup.text('s3CredentialsFile')),
    schedule: backup.below('timerConfig').partials('OnCalendar', 'OnBootSec', 'OnUnitActiveSec'),
    prune: backup.partials('pruneOpts'),
  };
}

/** `services.borgbackup.jobs.X`. */
export function borgJob(job: Settings): Backup {
  const encryption = job.below('encryption');
  const keep = job.below('prune').entries('keep');
  return {
    ...nothing,
    user: job.string('user'),
    paths: job.partials('paths'),
    excludes: job.partials('exclude'),
    repository: masked(job.text('repo')),
    'password-file': fileOfCommand(encryption.text('passCommand')),
    schedule: job.partials('startAt'),
    prune:
      keep === undefined || 'undecided' in keep
        ? keep
        : keep.map(([name, value]) => `--keep-${name} ${value}`),
  };
}

/** One configuration of borgmatic; Home Manager spells the same in camel case. */
export function borgmaticConfiguration(configuration: Settings): Backup {
  return {
    ...nothing,
    paths: configuration.partials('source_directories', 'sourceDirectories'),
    excludes: configuration.partials('exclude_patterns', 'excludeHomeManagerSymlinks'),
    repository: masked(firstRepository(configuration)),
    'password-file': fileOfCommand(configuration.text('encryption_passcommand')),
  };
}

/** A repository is a text, or a set with `path`. */
function firstRepository(configuration: Settings): Cell<string> {
  const value = configuration.given('repositories')?.value;
  const [first] = value?.kind === 'list' ? itemsIn(value.items) : [];
  return first && nameIn(first, 'path');
}

/** `services.syncoid.commands.X`: from one data set to another. */
export function syncoidCommand(command: Settings, name: string): Backup {
  const source = command.partials('source');
  const isSaid = Array.isArray(source) && source.length > 0;
  return {
    ...nothing,
    user: undefined,
    paths: isSaid || !Array.isArray(source) ? source : [name],
    repository: command.text('target'),
    prune: [],
  };
}

/** `services.sanoid.datasets.X`: snapshots of a data set where it is. */
export function sanoidDataset(dataset: Settings, name: string): Backup {
  const kept = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'].map((often) =>
    mapped(single(dataset.text(often)), (count) => `${often} ${count}`),
  );
  return { ...nothing, paths: [name], prune: concatenated(...kept) };
}

function masked(address: Cell<string>): Cell<string> {
  return typeof address === 'string' ? withoutCredentials(address) : address;
}

/** The file that `cat FILE` prints. */
function fileOfCommand(command: Cell<string>): Cell<string> {
  if (typeof command !== 'string') return command;
  return /^\s*(?:\S*\/)?cat\s+"?(\/[^\s"]+)"?\s*$/.exec(command)?.[1];
}
