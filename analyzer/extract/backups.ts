import type { BackupRow } from '../facts/storage.ts';
import type { Fleet } from '../flake/fleet.ts';
import {
  borgJob,
  borgmaticConfiguration,
  resticBackup,
  sanoidDataset,
  syncoidCommand,
} from './backup-tools.ts';
import { Settings } from './settings.ts';
import { certainMembers, TableBuilder } from './table.ts';
import { type View, viewsOf } from './views.ts';

type Backups = TableBuilder<'backup'>;
/** What a backup says, without whose it is and how it is called. */
export type Backup = Omit<BackupRow, 'at' | 'places' | 'host' | 'account' | 'tool' | 'name'>;

/** Backups, whatever tool makes them. */
export function backupTable(fleet: Fleet): Backups {
  const table = new TableBuilder('backup');
  for (const host of fleet.hosts)
    for (const view of viewsOf(host))
      for (const form of formsIn(view)) addBackups(table, view, form);
  return table;
}

interface Form {
  readonly tool: BackupRow['tool'];
  readonly path: readonly string[];
  readonly read: (backup: Settings, name: string) => Backup;
}

const systemForms: readonly Form[] = [
  { tool: 'restic', path: ['services', 'restic', 'backups'], read: resticBackup },
  { tool: 'borgbackup', path: ['services', 'borgbackup', 'jobs'], read: borgJob },
  {
    tool: 'borgmatic',
    path: ['services', 'borgmatic', 'configurations'],
    read: borgmaticConfiguration,
  },
  { tool: 'syncoid', path: ['services', 'syncoid', 'commands'], read: syncoidCommand },
  { tool: 'sanoid', path: ['services', 'sanoid', 'datasets'], read: sanoidDataset },
];

const homeForms: readonly Form[] = [
  { tool: 'restic', path: ['services', 'restic', 'backups'], read: resticBackup },
  {
    tool: 'borgmatic',
    path: ['programs', 'borgmatic', 'backups'],
    read: (backup) => borgmaticConfiguration(backup.below('location')),
  },
];

function formsIn({ kind }: View): readonly Form[] {
  if (kind === 'darwin') return [];
  return kind === 'home' ? homeForms : systemForms;
}

function addBackups(table: Backups, view: View, { tool, path, read }: Form): void {
  const { host, account, root, foreign } = view;
  const owner = { host: host.name, account, tool };
  const members = certainMembers(table, {
    node: root.at(path),
    what: 'backup',
    known: (name) => (name === undefined ? owner : { ...owner, name }),
    outer: { gaps: root.gaps, known: { host: host.name, account } },
  });
  for (const { name, node, at } of members) {
    const settings = new Settings(node, foreign);
    const places = settings.places({ user: ['user'], paths: ['paths'] });
    table.add({
      at: at ?? { file: host.flake, expr: 0 },
      ...(Object.keys(places).length > 0 ? { places } : {}),
      ...owner,
      name,
      ...read(settings, name),
    });
  }
}
