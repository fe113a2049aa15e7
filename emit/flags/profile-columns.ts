import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Problem } from '../emitter.ts';
import type { Plain } from '../values.ts';
import { settingValue } from './setting-value.ts';
import type { ProfileRow, SettingRow } from './wanted.ts';

/** Settings that say what a machine is, in the order in which people want to read them. */
const telling = [
  'hostname',
  'username',
  'profile',
  'ostype',
  'system',
  'systemstable',
  'gputype',
  'wm',
  'ipaddress',
  'systemstateversion',
  'userstateversion',
];

/** The names of settings that say what a machine is, as this repository spells them. */
export function tellingSettings(facts: Facts): readonly string[] {
  const names = new Set(facts.table('profile-setting').rows.map(({ name }) => name));
  return telling.flatMap((word) => [...names].filter((name) => plain(name) === word));
}

function plain(name: string): string {
  return name.replace(/[-_]/g, '').toLowerCase();
}

export interface ToldSetting {
  readonly value?: Plain;
  readonly problem?: Problem;
}

/** A setting of a profile by its name, or by `section.name`; what is null or not there is left out. */
export function toldSetting(
  profile: ProfileRow,
  settings: readonly SettingRow[],
  name: string,
): ToldSetting {
  const row = settings.find(
    (each) => each.name === name || `${each.section}.${each.name}` === name,
  );
  if (row === undefined) return {};
  const value = settingValue(row.value);
  if (value.kind === 'known') return value.value === null ? {} : { value: value.value };
  const message = `\`${name}\` of \`${profile.name}\` is not known: ${value.reason}`;
  return { problem: { message, at: row.at } };
}

/** How many modules profiles are made of, and those of their homes. */
export function moduleCounts(
  facts: Facts,
): (profile: ProfileRow) => { readonly modules: number; readonly 'home-modules': number } {
  const classes = new Map(facts.table('host').rows.map((host) => [host.name, host.class]));
  const rows = facts.table('module').rows.filter(({ kind }) => kind === 'module');
  return ({ hosts }) => {
    const count = (isHome: boolean): number => {
      const own = hosts.filter((host) => (classes.get(host) === 'home') === isHome);
      return rows.filter((row) => own.some((host) => row.hosts.includes(host))).length;
    };
    return { modules: count(false), 'home-modules': count(true) };
  };
}

/** Why the modules of a profile are not all known. */
export function moduleGap(facts: Facts, { name, hosts }: ProfileRow): Problem | undefined {
  const gap = facts.table('module').gaps.find(({ known }) => {
    const of = known.hosts;
    return of === undefined || isUndecided(of) || of.some((host) => hosts.includes(host));
  });
  return gap && { message: `\`${name}\` may have more modules: ${gap.reason}`, at: gap.at };
}
