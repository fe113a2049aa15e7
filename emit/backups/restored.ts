import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import type { BackupRow } from '#analyzer/facts/storage.ts';

/** The only unit that keeps its state in what is backed up, or that runs as the same user. */
export function unitOf(
  facts: Facts,
  { host, user }: BackupRow,
  paths: readonly string[],
): string | undefined {
  const units = facts
    .table('service')
    .rows.filter(
      (row) =>
        row.host === host &&
        row.scope === 'system' &&
        row.manager === 'systemd' &&
        row.enabled !== false &&
        !row.name.startsWith('restic-backups-'),
    );
  const keepers = units.filter((unit) => paths.some((path) => keeps(unit, path)));
  return (
    onlyName(keepers) ?? (keepers.length > 0 ? undefined : onlyName(runBy(units, known(user))))
  );
}

function keeps(unit: ServiceRow, path: string): boolean {
  const state = (known(unit['state-directories']) ?? []).map((name) => `/var/lib/${name}`);
  const folders = [...state, known(unit['working-directory']) ?? ''];
  return folders.some((folder) => isBelow(path, folder));
}

function runBy(units: readonly ServiceRow[], user: string | undefined): readonly ServiceRow[] {
  return user === undefined ? [] : units.filter((unit) => known(unit.user) === user);
}

function onlyName(units: readonly ServiceRow[]): string | undefined {
  const [only, ...others] = new Set(units.map(({ name }) => name));
  return others.length === 0 ? only : undefined;
}

function isBelow(path: string, folder: string): boolean {
  return folder.length > 1 && (path === folder || path.startsWith(`${folder}/`));
}

/** Where a folder is kept that survives although its file system does not; empty for where it is. */
export function keptBelow(facts: Facts, host: string, path: string): string {
  const row = facts
    .table('persisted')
    .rows.find(
      (kept) =>
        kept.host === host && kept.account === undefined && isBelow(path, known(kept.path) ?? ''),
    );
  return row?.root ?? '';
}

/** Who owns what is restored; a colon alone stands for the login's own group. */
export function ownerOf(facts: Facts, host: string, user: string | undefined): string {
  if (user === undefined) return 'root:root';
  const row = facts.table('user').rows.find((other) => other.host === host && other.name === user);
  return `${user}:${known(row?.group) ?? ''}`;
}
