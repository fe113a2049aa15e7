import type { TableRows } from '#analyzer/facts/tables.ts';
import { type EmitContext, emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { code, compactTable } from '../print/markdown.ts';
import type { Plain } from '../values.ts';
import { flagComments } from './flag-comments.ts';
import { flagUses } from './flag-uses.ts';
import { grouped } from './grouped.ts';
import { secretsWithheld } from './secret-settings.ts';
import { settingValue } from './setting-value.ts';
import { type ProfileRow, type SettingRow, wantedProfiles } from './wanted.ts';

const columns = ['kind', 'default', 'description', 'readers', 'changed-by', 'notes'] as const;

export const flagReference = emitter({
  name: 'flag-reference',
  summary: 'Every flag with its default, who reads it, and which profiles change it.',
  inputs: ['flag', 'flag-read', 'profile', 'profile-setting', 'module', 'nix-file'],
  formats: ['markdown', 'json'],
  output: 'docs/flags.md',
  effect: 'documentation',
  options: {
    columns: {
      summary: 'What is told of each flag, in this order.',
      default: columns,
      choices: columns,
    },
    sections: {
      summary: 'Only flags of these sections.',
      default: [],
    },
  },
  emit: (context) => {
    const { facts, compare, format, options } = context;
    const describe = describer(context);
    const flags = facts
      .table('flag')
      .rows.filter(({ section }) => {
        return options.sections.length === 0 || options.sections.includes(section);
      })
      .toSorted((a, b) => compare(a.section, b.section) || compare(a.name, b.name));
    const told = flags.map(describe);
    const text = format === 'json' ? dataOf(told) : tablesOf(told, options.columns);
    return { parts: [{ names: {}, text }], problems: [] };
  },
});

type FlagRow = TableRows['flag'];

interface ToldFlag extends Pick<FlagRow, 'section' | 'name' | 'kind'> {
  readonly default: Plain | undefined;
  readonly description: string | undefined;
  readonly readers: readonly string[];
  readonly changedBy: readonly string[];
  readonly notes: readonly string[];
}

function describer(context: EmitContext<unknown>): (flag: FlagRow) => ToldFlag {
  const { facts } = context;
  const profiles = wantedProfiles(context);
  const comment = flagComments(facts);
  const use = flagUses(facts);
  const told = secretsWithheld(facts);
  const settings = grouped(facts.table('profile-setting').rows, ({ section, name }) => {
    return `${section}.${name}`;
  });
  return (flag) => {
    const { section, name } = flag;
    const own = settings.get(`${section}.${name}`) ?? [];
    const changing = profiles.filter((profile) => {
      const row = own.find((each) => each.profile === profile.name);
      return row !== undefined && isChange(flag, row);
    });
    const isComputed =
      flag['declared-by'] === 'code' || own.some(({ origin }) => origin === 'code');
    const { readers, isUnread, isInertIn } = use(flag);
    const inert = changing.filter(isInertIn).map((profile) => profile.name);
    const value = settingValue(told(flag.at, flag.default));
    return {
      section,
      name,
      kind: kindOf(flag, own),
      default: value.kind === 'known' ? value.value : undefined,
      description: comment(flag.at),
      readers,
      changedBy: changing.map((profile: ProfileRow) => profile.name),
      notes: [
        ...(isComputed ? ['computed for each profile'] : []),
        ...(isUnread ? ['no Nix code reads it'] : []),
        ...(inert.length > 0 ? [`no module of ${inert.join(', ')} reads it`] : []),
      ],
    };
  };
}

/** Whether a file of the profile sets the flag to something that is not, or may not be, the default. */
function isChange(flag: FlagRow, { origin, value }: SettingRow): boolean {
  if (origin !== 'leaf' && origin !== 'base') return false;
  return typeof value !== 'string' || value !== flag.default;
}

/** Defaults are read without packages; what profiles have says more. */
function kindOf({ kind }: FlagRow, own: readonly SettingRow[]): FlagRow['kind'] {
  const kinds = new Set(own.map((row) => row.kind));
  const [only] = kinds;
  return kind === 'unknown' && kinds.size === 1 && only !== undefined ? only : kind;
}

function dataOf(flags: readonly ToldFlag[]): string {
  const sections = grouped(flags, ({ section }) => section);
  return prettyJson(
    Object.fromEntries(
      [...sections].map(([section, own]) => [
        section,
        Object.fromEntries(own.map((flag) => [flag.name, recordOf(flag)])),
      ]),
    ),
  );
}

function recordOf({ kind, description, readers, changedBy, notes, ...flag }: ToldFlag): Plain {
  return {
    kind,
    ...(flag.default === undefined ? {} : { default: flag.default }),
    ...(description === undefined ? {} : { description }),
    readers,
    'changed-by': changedBy,
    notes,
  };
}

function tablesOf(flags: readonly ToldFlag[], chosen: readonly string[]): string {
  const sections = grouped(flags, ({ section }) => section);
  return [...sections]
    .map(([section, own]) => {
      const header = ['Flag', ...chosen.map(titleOf)];
      const rows = own.map((flag) => [
        code(flag.name),
        ...chosen.map((column) => cellOf(flag, column)),
      ]);
      return `## ${code(section)}\n\n${compactTable(header, rows)}`;
    })
    .join('\n');
}

function titleOf(column: string): string {
  return column.charAt(0).toUpperCase() + column.slice(1).replaceAll('-', ' ');
}

function cellOf(flag: ToldFlag, column: string): string {
  switch (column) {
    case 'kind':
      return flag.kind;
    case 'default':
      return flag.default === undefined ? '' : code(defaultText(flag.default));
    case 'description':
      return (flag.description ?? '').replace(/[\\`*_[\]<>]/g, '\\$&');
    case 'readers':
      return flag.readers.map(code).join(', ');
    case 'changed-by':
      return flag.changedBy.map(code).join(', ');
    default:
      return flag.notes.join('; ');
  }
}

function defaultText(value: Plain): string {
  return prettyJson(value)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
