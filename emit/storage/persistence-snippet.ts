import { nixString } from '#analyzer/edit/attribute-set.ts';
import { type Emitted, emitter } from '../emitter.ts';
import { isSet, namesIn } from '../fleet-options.ts';
import { nixForm, nixModule } from '../print/nix-module.ts';
import type { Plain } from '../values.ts';
import { isKept } from './persisted-paths.ts';

export const persistenceSnippet = emitter({
  name: 'persistence-snippet',
  summary: 'Options that keep some paths over restarts: those of a home, and all others.',
  inputs: ['host', 'persisted'],
  formats: ['nix', 'text'],
  output: 'persistence.nix',
  effect: 'configuration',
  options: {
    paths: { summary: 'The paths; one of a folder ends in a slash.', default: [] },
    file: { summary: 'A file of the workspace with a path on each line.', default: '' },
    folders: { summary: 'Whether every path is that of a folder.', default: false },
    user: { summary: 'Whose home it is.', default: '' },
    home: { summary: 'The home folder; empty for the usual one of the user.', default: '' },
    'user-option': { summary: 'What keeps paths of the home.', default: 'user.persistence' },
    'host-option': { summary: 'What keeps paths of the machine.', default: 'host.persistence' },
    form: nixForm,
    style: {
      summary: 'Laid out as `nixfmt` does, or as `list-ephemeral` does.',
      default: 'nixfmt',
      choices: ['nixfmt', 'list-ephemeral'],
    },
  },
  emit: ({ options, ...fleet }): Emitted => {
    const listed = options.file === '' ? '' : fleet.facts.text(options.file);
    if (listed === undefined)
      return { parts: [], problems: [{ message: `\`${options.file}\` cannot be read` }] };
    const option = namesIn(options['user-option']);
    if ('wrong' in option) return { parts: [], problems: [{ message: option.wrong }] };
    const folder = homeFolder(options.home, options.user);
    const kept = isKept(fleet, { user: options.user, folder: folder ?? '/', option });
    const paths = [...options.paths, ...listed.split(/\r?\n/)].map((path) => path.trim());
    if (paths.every((path) => path === ''))
      return { parts: [], problems: [{ message: 'there are no paths to keep' }] };
    const blocks = blocksOf(
      paths.flatMap((path) => placeOf(path, options.folders)).filter(({ path }) => !kept(path)),
      { folder, userOption: options['user-option'], hostOption: options['host-option'] },
      fleet.compare,
    );
    return { parts: [{ names: {}, text: textOf(blocks, options) }], problems: [] };
  },
});

/** The folder whose paths belong to the home; `undefined` where nobody says whose it is. */
function homeFolder(home: string, user: string): string | undefined {
  const folder = home === '' && user !== '' ? `/home/${user}` : home;
  return folder === '' ? undefined : folder.replace(/\/+$/, '');
}

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
}

/** An absolute path; what is in the store of Nix is never kept. */
function placeOf(written: string, areFolders: boolean): readonly Place[] {
  const absolute = written.startsWith('/') ? written : `/${written}`;
  const path = absolute.replace(/\/+$/, '');
  if (path === '' || path.startsWith('/nix/store/')) return [];
  return [{ path, isFolder: areFolders || absolute.endsWith('/') }];
}

interface Block {
  readonly option: string;
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

interface Owners {
  readonly folder: string | undefined;
  readonly userOption: string;
  readonly hostOption: string;
}

/** The block of the home before that of the machine, each with both of its lists. */
function blocksOf(
  places: readonly Place[],
  { folder, userOption, hostOption }: Owners,
  compare: (a: string, b: string) => number,
): readonly Block[] {
  const inHome = folder === undefined ? undefined : `${folder}/`;
  const isOfHome = ({ path }: Place): boolean => inHome !== undefined && path.startsWith(inHome);
  const home = places
    .filter(isOfHome)
    .map((place) => ({ ...place, path: place.path.slice(inHome?.length ?? 0) }));
  const listed = (all: readonly Place[], areFolders: boolean): readonly string[] => {
    const paths = all.filter(({ isFolder }) => isFolder === areFolders).map(({ path }) => path);
    return [...new Set(paths)].toSorted(compare);
  };
  return [
    { option: userOption, own: home },
    { option: hostOption, own: places.filter((place) => !isOfHome(place)) },
  ].flatMap(({ option, own }) =>
    own.length === 0 ? [] : [{ option, files: listed(own, false), directories: listed(own, true) }],
  );
}

function textOf(
  blocks: readonly Block[],
  { form, style }: { readonly form: string; readonly style: string },
): string {
  if (style === 'nixfmt') return nixModule(optionsIn(blocks), form);
  const texts = blocks.map(scriptText).join('\n');
  return form === 'bindings' ? texts : `{\n${texts}}\n`;
}

/** Each block below the names that lead to its option. */
function optionsIn(blocks: readonly Block[]): { readonly [name: string]: Plain } {
  return blocks.reduce<{ readonly [name: string]: Plain }>((set, block) => {
    const { option, files, directories } = block;
    return withOption(set, option.split('.'), { files, directories });
  }, {});
}

function withOption(
  set: { readonly [name: string]: Plain },
  [first = '', ...rest]: readonly string[],
  value: Plain,
): { readonly [name: string]: Plain } {
  if (rest.length === 0) return { ...set, [first]: value };
  const inner = set[first];
  return { ...set, [first]: withOption(isSet(inner) ? inner : {}, rest, value) };
}

/** Line by line what `list-ephemeral` puts on the clipboard. */
function scriptText({ option, files, directories }: Block): string {
  const list = (name: string, items: readonly string[]): string => {
    const lines = items.map((item) => `    ${nixString(item)}\n`);
    const written = lines.length === 0 ? '  []' : `  [\n${lines.join('')}  ]`;
    return `  ${name} = \n${written};\n`;
  };
  return `${option} = {\n${list('files', files)}${list('directories', directories)}};\n`;
}
