import { isUndecided } from '#analyzer/facts/cell.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import type { Plain } from '../values.ts';
import { grouped } from './grouped.ts';
import { layerValues, settingsByProfile } from './layers.ts';
import { lineNumbers } from './line-numbers.ts';
import { ofSecretFile } from './secret-settings.ts';
import { isOpaqueByNature, settingValue } from './setting-value.ts';
import { type ProfileRow, type SettingRow, wantedProfiles } from './wanted.ts';

export const effectiveSettings = emitter({
  name: 'effective-settings',
  summary: 'Every setting of a profile with its value, and where that comes from.',
  inputs: ['profile', 'profile-setting', 'flag', 'flag-set'],
  formats: ['json'],
  output: 'docs/settings/{profile}.json',
  effect: 'documentation',
  options: {
    lines: {
      summary: 'Whether the lines of files are told, which change whenever text above them does.',
      default: true,
    },
  },
  emit: (context) => {
    const profiles = wantedProfiles(context);
    const settings = settingsByProfile(context.facts);
    const described = describer(context);
    return {
      parts: profiles.map((profile) => ({
        names: { profile: profile.name },
        text: prettyJson(documentOf(profile, settings.get(profile.name) ?? [], described)),
      })),
      problems: problemsOf(profiles.flatMap(({ name }) => settings.get(name) ?? [])),
    };
  },
});

type Described = (profile: ProfileRow, setting: SettingRow) => Plain;

function documentOf(
  profile: ProfileRow,
  settings: readonly SettingRow[],
  described: Described,
): Plain {
  const sections = grouped(settings, ({ section }) => section);
  return {
    profile: profile.name,
    machines: profile.hosts,
    layers: profile.layers,
    settings: Object.fromEntries(
      [...sections].map(([section, rows]) => [
        section,
        Object.fromEntries(rows.map((row) => [row.name, described(profile, row)])),
      ]),
    ),
  };
}

function describer({ facts, options }: EmitContext<{ readonly lines: boolean }>): Described {
  const line = lineNumbers(facts);
  const lineOf = (at: SettingRow['at']) => (options.lines ? { line: line(at) } : {});
  const valueIn = layerValues(facts);
  return (profile, row) => {
    const overrides = row.overrides.map((file): Plain => {
      const before = valueIn(profile, row, file);
      if (before === undefined) return { file };
      const { at, layer, value } = before;
      return { file, ...lineOf(at), layer, ...written(value) };
    });
    return {
      ...(isOfSecretFile(row.value) ? {} : { kind: row.kind }),
      ...written(row.value),
      origin: { file: row.file, ...lineOf(row.at), layer: row.origin },
      overrides,
    };
  };
}

function isOfSecretFile(value: SettingRow['value']): boolean {
  return isUndecided(value) && value.undecided === ofSecretFile;
}

function written(cell: SettingRow['value']): { readonly [name: string]: Plain } {
  const value = settingValue(cell);
  return value.kind === 'known' ? { value: value.value } : { opaque: value.reason };
}

/** Packages and functions are what they are; everything else that is not known is told once for each place. */
function problemsOf(rows: readonly SettingRow[]): readonly Problem[] {
  const seen = new Set<string>();
  return rows.flatMap(({ at, kind, name, section, value }): Problem[] => {
    if (!isUndecided(value) || isOpaqueByNature(kind, value.undecided)) return [];
    const key = `${at.file} ${at.expr} ${value.undecided}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ message: `\`${section}.${name}\` is not known: ${value.undecided}`, at }];
  });
}
