import { cell, choice, optional, type RowOf, table, text, texts } from './schema.ts';

const section = text('The argument of modules that holds it, such as `systemSettings`.');
const name = text('Its name in the section.');
const kind = choice(
  ['boolean', 'number', 'text', 'list', 'set', 'null', 'path', 'function', 'package', 'unknown'],
  'What it is; a package is known by its name alone.',
);
const value = cell(text('The value as JSON; what looks secret is withheld.'));

export const profileSchema = table('A set of settings that machines and homes are made from.', {
  name: text('What the outputs of the flake call it.'),
  hosts: texts('The machines and homes that have it, sorted.'),
  leaf: optional(text('The file with the settings that are the profile’s own.')),
  layers: texts('The files with its settings, the weakest first.'),
});

export const profileSettingSchema = table('A setting as a profile has it in the end.', {
  profile: text('The profile.'),
  section,
  name,
  kind,
  value,
  origin: choice(
    ['defaults', 'base', 'leaf', 'code'],
    'What sets it: the defaults of all profiles, a file that several share, its own, or code that is none of these.',
  ),
  file: text('The file that sets it.'),
  overrides: texts('Other files that set it, and that this one overrides, the weakest first.'),
});

export const flagSchema = table('A setting that every profile has a default of.', {
  section,
  name,
  kind,
  default: value,
  'declared-by': choice(
    ['defaults', 'code'],
    'A set of defaults, or code that computes it for all.',
  ),
  file: text('The file that declares it.'),
});

export const flagSetSchema = table('A place that sets a flag for some of the profiles.', {
  section,
  name,
  kind,
  value,
  file: text('The file.'),
  profiles: texts('The profiles that are made from the file, sorted.'),
});

export const flagReadSchema = table('A place that reads a flag.', {
  section,
  name,
  file: text('The file.'),
  form: choice(
    ['read', 'test', 'raw'],
    '`test` asks with `?` whether it is there; `raw` asks the settings of one layer, before they are merged.',
  ),
  fallback: optional(
    text('What `or` gives where it is not there: JSON where it is plain, else `…`.'),
  ),
});

export type ProfileSettingRow = RowOf<typeof profileSettingSchema>;
export type FlagRow = RowOf<typeof flagSchema>;
export type FlagReadRow = RowOf<typeof flagReadSchema>;
