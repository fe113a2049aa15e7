import { valueAt } from '#analyzer/data/node.ts';
import { readData } from '#analyzer/data/read.ts';
import { type EmitContext, type Emitted, emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { readTable } from '../print/markdown-table.ts';
import { tomlText } from '../print/toml.ts';
import type { Plain } from '../values.ts';
import { settingsByProfile } from './layers.ts';
import { moduleCounts, moduleGap, tellingSettings, toldSetting } from './profile-columns.ts';
import { plainData } from './setting-value.ts';
import { type ProfileRow, wantedProfiles } from './wanted.ts';

interface Options {
  readonly columns: readonly string[];
  readonly settings: readonly string[];
  readonly titles: Readonly<Record<string, string>>;
  readonly keep: readonly string[];
}

export const profileInventory = emitter({
  name: 'profile-inventory',
  summary: 'Every profile with its file, its bases, its machines and the settings that tell it.',
  inputs: ['profile', 'profile-setting', 'module', 'host'],
  formats: ['markdown', 'toml', 'json'],
  output: 'docs/profiles.md',
  effect: 'documentation',
  options: {
    columns: {
      summary: 'What is told of each profile, in this order; `settings` are those chosen below.',
      default: ['file', 'bases', 'settings', 'modules', 'home-modules'],
      choices: ['file', 'bases', 'machines', 'settings', 'modules', 'home-modules'],
    },
    settings: {
      summary: 'Settings that are told; unless set, those that usually say what a machine is.',
      default: [],
    },
    titles: {
      summary: 'What columns and settings are called, such as `{ profile = "profile_dir" }`.',
      default: {},
    },
    keep: {
      summary: 'What people wrote themselves and is kept: titles of columns, or keys.',
      default: [],
    },
  },
  emit: (context) => {
    const columns = columnsOf(context);
    const profiles = wantedProfiles(context);
    const made = recordsOf(context, profiles, columns);
    return {
      parts: [{ names: {}, text: printed(context, made.records) }],
      problems: made.problems,
    };
  },
});

/** A profile, and what is told of it by the titles of columns. */
interface Told {
  readonly name: string;
  readonly cells: ReadonlyMap<string, Plain>;
}

function columnsOf({ facts, options }: EmitContext<Options>): readonly string[] {
  const settings = options.settings.length > 0 ? options.settings : tellingSettings(facts);
  return options.columns.flatMap((column) => (column === 'settings' ? settings : column));
}

function recordsOf(
  { facts, options }: EmitContext<Options>,
  profiles: readonly ProfileRow[],
  columns: readonly string[],
): { readonly records: readonly Told[] } & Pick<Emitted, 'problems'> {
  const settings = settingsByProfile(facts);
  const counts = moduleCounts(facts);
  const problems: Problem[] = [];
  const records = profiles.map((profile): Told => {
    const { leaf, hosts, name } = profile;
    const bases = profile.layers.filter((file, index) => index > 0 && file !== leaf);
    const own: { readonly [column: string]: Plain | undefined } = {
      file: leaf,
      bases,
      machines: hosts,
      ...counts(profile),
    };
    const cells = columns.flatMap((column): [string, Plain][] => {
      const { value, problem } =
        column in own
          ? { value: own[column], problem: undefined }
          : toldSetting(profile, settings.get(name) ?? [], column);
      if (problem) problems.push(problem);
      return value === undefined ? [] : [[options.titles[column] ?? column, value]];
    });
    const gap = columns.some((column) => column.endsWith('modules')) && moduleGap(facts, profile);
    if (gap) problems.push(gap);
    return { name, cells: new Map(cells) };
  });
  return { records, problems };
}

function printed(context: EmitContext<Options>, records: readonly Told[]): string {
  const { format, options } = context;
  if (format === 'markdown') return tableOf(context, records);
  const before = readData(context.existing({}) ?? '', format === 'toml' ? 'toml' : 'json');
  const profiles = records.map(({ name, cells }): [string, Plain] => {
    const kept = options.keep.flatMap((key): [string, Plain][] => {
      const value = valueAt(before.documents[0], 'profiles', name, key);
      return value === undefined ? [] : [[key, plainData(value)]];
    });
    return [name, Object.fromEntries([...cells, ...kept])];
  });
  const document = { profiles: Object.fromEntries(profiles) };
  return format === 'toml' ? tomlText(document) : prettyJson(document);
}

function tableOf(context: EmitContext<Options>, records: readonly Told[]): string {
  const { titles, keep } = context.options;
  const before = readTable(context.existing({}) ?? '');
  const columns = columnsOf(context).map((column) => titles[column] ?? column);
  const header = [titles.name ?? 'Profile', ...columns.map(titleOf), ...keep];
  const rows = records.map(({ name, cells }) => [
    code(name),
    ...columns.map((column) => cellText(cells.get(column))),
    ...keep.map((title) => before.get(name)?.get(title) ?? ''),
  ]);
  return markdownTable(header, rows);
}

/** Names of settings stay as they are, so that they can be looked for. */
function titleOf(column: string): string {
  const isOwn = ['file', 'bases', 'machines', 'modules', 'home-modules'].includes(column);
  return isOwn ? column.charAt(0).toUpperCase() + column.slice(1).replaceAll('-', ' ') : column;
}

function cellText(value: Plain | undefined): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((item) => cellText(item)).join(', ');
  return code(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
