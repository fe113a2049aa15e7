import type { FilePath } from '../diagnostic.ts';
import { TableBuilder } from '../extract/table.ts';
import type { Table } from '../facts/facts.ts';
import type { ProfileSettingRow } from '../facts/flags.ts';
import { type Profile, type ProfileSection, profilesOf } from './profiles.ts';
import type { MachineSections, Setting } from './sections.ts';

/** The tables that follow from the sections of all machines. */
export interface FlagTables {
  readonly tables: {
    readonly profile: Table<'profile'>;
    readonly 'profile-setting': Table<'profile-setting'>;
    readonly flag: Table<'flag'>;
    readonly 'flag-set': Table<'flag-set'>;
  };
  /** The names of the sections, sorted. */
  readonly sections: readonly string[];
}

/** Profiles, their settings, and where each comes from. */
export function flagTables(machines: readonly MachineSections[]): FlagTables {
  const profiles = profilesOf(machines);
  const sections = profiles.flatMap((profile) => profile.sections.map(({ section }) => section));
  return {
    tables: {
      profile: profileTable(profiles),
      'profile-setting': settingTable(profiles),
      flag: flagTable(profiles),
      'flag-set': flagSetTable(profiles),
    },
    sections: [...new Set(sections)].sort(),
  };
}

function profileTable(profiles: readonly Profile[]): Table<'profile'> {
  const rows = profiles.map(({ name, at, hosts, leaf, layers }) => ({
    at,
    name,
    hosts,
    leaf,
    layers,
  }));
  return { rows, gaps: [] };
}

function settingTable(profiles: readonly Profile[]): Table<'profile-setting'> {
  const table = new TableBuilder('profile-setting');
  for (const { name: profile, leaf, sections } of profiles)
    for (const section of sections) {
      const known = { profile, section: section.section };
      if (section.open !== undefined) table.gap(known, section.open);
      for (const setting of section.settings) {
        const { at, name, kind, value } = setting;
        const { file } = at;
        const overrides = section.layers.flatMap((layer) =>
          layer.file !== file && layer.settings.some((each) => each.name === name)
            ? layer.file
            : [],
        );
        const origin = originOf(setting, section, leaf);
        table.add({ at, ...known, name, kind, value, origin, file, overrides });
      }
    }
  return plain(table);
}

function originOf(
  { at }: Setting,
  { defaults, layers }: ProfileSection,
  leaf: FilePath | undefined,
): ProfileSettingRow['origin'] {
  if (at.file === defaults.file) return 'defaults';
  if (at.file === leaf) return 'leaf';
  return layers.some(({ file }) => file === at.file) ? 'base' : 'code';
}

/** What the defaults declare, and what code computes for all. */
function flagTable(profiles: readonly Profile[]): Table<'flag'> {
  const table = new TableBuilder('flag');
  const declared = new Set<string>();
  for (const { sections } of profiles)
    for (const { section, defaults } of sections)
      for (const { at, name, kind, value } of unseen(declared, section, defaults.settings))
        table.add({
          at,
          section,
          name,
          kind,
          default: value,
          'declared-by': 'defaults',
          file: at.file,
        });
  for (const { leaf, sections } of profiles)
    for (const each of sections) {
      const computed = each.settings.filter((setting) => originOf(setting, each, leaf) === 'code');
      for (const { at, name, kind } of unseen(declared, each.section, computed))
        table.add({
          at,
          section: each.section,
          name,
          kind,
          default: { undecided: 'code decides for each profile' },
          'declared-by': 'code',
          file: at.file,
        });
    }
  return plain(table);
}

function unseen(
  seen: Set<string>,
  section: string,
  settings: readonly Setting[],
): readonly Setting[] {
  return settings.filter(({ name }) => {
    const key = `${section}.${name}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

/** What files other than the defaults set, once for each file. */
function flagSetTable(profiles: readonly Profile[]): Table<'flag-set'> {
  const table = new TableBuilder('flag-set');
  const seen = new Set<string>();
  for (const { sections } of profiles)
    for (const { section, defaults, layers } of sections)
      for (const { file, settings } of layers) {
        if (file === defaults.file || seen.has(`${section} ${file}`)) continue;
        seen.add(`${section} ${file}`);
        const users = profiles.filter((each) => each.layers.includes(file)).map(({ name }) => name);
        for (const { at, name, kind, value } of settings)
          table.add({ at, section, name, kind, value, file, profiles: users.sort() });
      }
  return plain(table);
}

function plain<Name extends 'profile-setting' | 'flag' | 'flag-set'>({
  rows,
  gaps,
}: Table<Name>): Table<Name> {
  return { rows, gaps };
}
