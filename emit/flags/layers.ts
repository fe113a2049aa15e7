import type { Cell } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import type { Site } from '#analyzer/site.ts';
import { grouped } from './grouped.ts';
import { secretsWithheld } from './secret-settings.ts';
import type { ProfileRow, SettingRow } from './wanted.ts';

/** What one file says of a setting. */
export interface LayerValue {
  readonly at: Site;
  readonly layer: 'defaults' | 'base' | 'leaf';
  readonly value: Cell<string>;
}

/** Tells what a file gives a setting before stronger ones override it. */
export function layerValues(
  facts: Facts,
): (profile: ProfileRow, setting: SettingRow, file: string) => LayerValue | undefined {
  const defaults = new Map(
    facts
      .table('flag')
      .rows.filter((row) => row['declared-by'] === 'defaults')
      .map((row): [string, TableRows['flag']] => [keyOf(row), row]),
  );
  const sets = new Map(
    facts.table('flag-set').rows.map((row): [string, TableRows['flag-set']] => [keyOf(row), row]),
  );
  const told = secretsWithheld(facts);
  return (profile, { section, name }, file) => {
    const key = keyOf({ file, section, name });
    const declared = defaults.get(key);
    if (declared !== undefined)
      return {
        at: declared.at,
        layer: 'defaults',
        value: told(declared.at, declared.default),
      };
    const set = sets.get(key);
    if (set === undefined) return undefined;
    const layer = file === profile.leaf ? 'leaf' : 'base';
    return { at: set.at, layer, value: told(set.at, set.value) };
  };
}

/** The settings of every profile by its name, without what files of secrets say. */
export function settingsByProfile(facts: Facts): ReadonlyMap<string, readonly SettingRow[]> {
  const told = secretsWithheld(facts);
  const rows = facts.table('profile-setting').rows.map((row) => {
    const value = told(row.at, row.value);
    return value === row.value ? row : { ...row, value };
  });
  return grouped(rows, ({ profile }) => profile);
}

function keyOf({ file, section, name }: Pick<TableRows['flag-set'], 'file' | 'section' | 'name'>) {
  return `${file} ${section}.${name}`;
}
