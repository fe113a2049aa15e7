import { asPath, joinPath } from '../evaluate/path-value.ts';
import { describe, type Path } from '../evaluate/value.ts';
import { type Cell, isUndecided } from '../facts/cell.ts';
import type { SecretRow } from '../facts/secrets.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { firstSet } from './cells.ts';
import { Settings } from './settings.ts';
import type { View } from './views.ts';

/** One declared secret, with what is around it. */
export interface DeclaredSecret {
  readonly view: View;
  readonly name: string;
  readonly settings: Settings;
}

/** What depends on what puts a secret in place. */
export type ManagedColumns = Pick<
  SecretRow,
  'path' | 'file' | 'key' | 'format' | 'rekeyed' | 'needed-for-users' | 'symlink'
>;

/** Where secrets of one manager are declared, and what their options mean. */
export interface Manager {
  readonly manager: SecretRow['manager'];
  readonly path: (view: View) => readonly string[] | undefined;
  /** Columns by the options that they are written in. */
  readonly places: { readonly [column: string]: readonly string[] };
  /** Options that say something of all secrets of a machine, by the names of their places. */
  readonly shared?: { readonly [place: string]: readonly string[] };
  readonly read: (secret: DeclaredSecret) => ManagedColumns;
  readonly units: readonly [restart: string, reload: string];
}

const commonPlaces = {
  owner: ['owner'],
  group: ['group'],
  uid: ['uid'],
  gid: ['gid'],
  mode: ['mode'],
  path: ['path'],
} as const;

export const managers: readonly Manager[] = [
  {
    manager: 'sops',
    path: () => ['sops', 'secrets'],
    places: { ...commonPlaces, file: ['sopsFile'], key: ['key'], format: ['format'] },
    shared: {
      'shared-file': ['sops', 'defaultSopsFile'],
      'shared-format': ['sops', 'defaultSopsFormat'],
    },
    read: sopsColumns,
    units: ['restartUnits', 'reloadUnits'],
  },
  {
    manager: 'agenix',
    path: () => ['age', 'secrets'],
    places: { ...commonPlaces, file: ['file', 'rekeyFile'], symlink: ['symlink'] },
    read: agenixColumns,
    units: ['restartUnits', 'reloadUnits'],
  },
  {
    manager: 'vaultix',
    path: ({ kind }) => (kind === 'nixos' ? ['vaultix', 'secrets'] : undefined),
    places: { ...commonPlaces, file: ['file'] },
    read: vaultixColumns,
    units: ['restartUnits', 'reloadUnits'],
  },
  {
    manager: 'opnix',
    path: ({ kind }) => [
      kind === 'home' ? 'programs' : 'services',
      'onepassword-secrets',
      'secrets',
    ],
    places: { ...commonPlaces, key: ['reference'] },
    read: opnixColumns,
    units: ['services', 'reloadServices'],
  },
];

/** Settings of a set at a path of options. */
function settingsAt({ root, foreign }: View, path: readonly string[]): Settings {
  return new Settings(root.at(path), foreign);
}

const homePath = { undecided: 'the home directory of the user decides' };

/** Formats of which sops-nix can only give the whole file. */
const wholeFormats: ReadonlySet<string> = new Set(['binary', 'dotenv', 'ini']);

/** Follows `modules/sops` of sops-nix, which is the same for nix-darwin and Home Manager but for paths. */
function sopsColumns({ view, name, settings }: DeclaredSecret): ManagedColumns {
  const shared = settingsAt(view, ['sops']);
  const early = settings.truth('neededForUsers');
  const format = orElse(
    firstSet(settings.string('format'), shared.string('defaultSopsFormat')),
    'yaml',
  );
  const isWhole = typeof format === 'string' && wholeFormats.has(format);
  const key = orElse(firstSet(settings.string('key'), shared.string('defaultSopsKey')), name);
  return {
    path: firstSet(settings.string('path'), sopsPath({ view, name, settings }, early)),
    file: pathCell(settings.given('sopsFile') ?? shared.given('defaultSopsFile')),
    key: isUndecided(format) ? format : isWhole ? '' : key,
    format,
    rekeyed: false,
    'needed-for-users': early,
    symlink: undefined,
  };
}

function sopsPath({ view, name, settings }: DeclaredSecret, early: Cell<boolean>): Cell<string> {
  if (view.kind === 'home') {
    const path = view.root.at(['sops', 'secrets', name]).view().missing?.('path');
    return path?.kind === 'string' ? path.value : homePath;
  }
  const file = orElse(settings.string('name'), name);
  if (isUndecided(file)) return file;
  if (isUndecided(early)) return early;
  return early === true ? `/run/secrets-for-users/${file}` : `/run/secrets/${file}`;
}

/** Follows agenix, and agenix-rekey where a secret has a `rekeyFile` or gets one by default. */
function agenixColumns(secret: DeclaredSecret): ManagedColumns {
  const { view, name, settings } = secret;
  const directory = settingsAt(view, ['age']).string('secretsDir');
  const inDirectory =
    view.kind === 'home' ? homePath : below(orElse(directory, '/run/agenix'), secret);
  const rekeyed = rekeyFile(view, name, settings);
  return {
    path: firstSet(settings.string('path'), inDirectory),
    file: firstSet(pathCell(settings.given('file')), rekeyed),
    key: '',
    format: 'age',
    rekeyed: settings.given('file') === undefined && rekeyed !== undefined,
    'needed-for-users': undefined,
    symlink: settings.truth('symlink'),
  };
}

/** The file that agenix-rekey starts from: its own option, or one by name in the usual directory. */
function rekeyFile(view: View, name: string, settings: Settings): Cell<string> {
  const own = settings.given('rekeyFile');
  if (own) return pathCell(own);
  const rekey = settingsAt(view, ['age', 'rekey']);
  const option = settings.given('generator') ? 'generatedSecretsDir' : 'secretsDir';
  const directory = rekey.given(option);
  const path = directory && asPath(directory.value, undefined);
  if (path === undefined) return undefined;
  if (path.kind !== 'path') return pathCell(directory);
  return textOfFile(joinPath(path, `/${name}.age`, undefined));
}

function vaultixColumns(secret: DeclaredSecret): ManagedColumns {
  const { view, name, settings } = secret;
  const shared = settingsAt(view, ['vaultix']);
  const directories = shared.below('settings');
  const early = shared.items('beforeUserborn', 'needByUser');
  const isEarly = isUndecided(early) ? early : early?.includes(name) === true;
  const directory =
    isEarly === true
      ? orElse(directories.string('decryptedDirForUser'), '/run/vaultix-for-user')
      : orElse(directories.string('decryptedDir'), '/run/vaultix');
  return {
    path: firstSet(
      settings.string('path'),
      isUndecided(isEarly) ? isEarly : below(directory, secret),
    ),
    file: pathCell(settings.given('file')),
    key: '',
    format: 'age',
    rekeyed: true,
    'needed-for-users': isEarly,
    symlink: undefined,
  };
}

/** Follows opnix, which asks 1Password by references and so has no file. */
function opnixColumns({ view, name, settings }: DeclaredSecret): ManagedColumns {
  const shared = settingsAt(view, ['services', 'onepassword-secrets']);
  const directory = orElse(shared.string('outputDir'), '/var/lib/opnix/secrets');
  const template = shared.given('pathTemplate');
  const own = settings.string('path');
  return {
    path:
      typeof own === 'string' && view.kind !== 'home'
        ? placedIn(directory, own)
        : (own ?? opnixPath({ view, name, directory, template })),
    file: undefined,
    key: settings.string('reference'),
    format: undefined,
    rekeyed: false,
    'needed-for-users': undefined,
    symlink: undefined,
  };
}

function opnixPath({
  view,
  name,
  directory,
  template,
}: {
  readonly view: View;
  readonly name: string;
  readonly directory: Cell<string>;
  readonly template: OptionNode | undefined;
}): Cell<string> {
  if (view.kind === 'home') return homePath;
  return template ? { undecided: 'a template makes the path' } : placedIn(directory, name);
}

function placedIn(directory: Cell<string>, path: string): Cell<string> {
  if (path.startsWith('/') || typeof directory !== 'string')
    return path.startsWith('/') ? path : directory;
  return `${directory}/${path}`;
}

/** A secret in its directory: by its own `name`, else by its attribute. */
function below(directory: Cell<string>, { name, settings }: DeclaredSecret): Cell<string> {
  const file = orElse(settings.string('name'), name);
  if (typeof directory !== 'string') return directory;
  return typeof file === 'string' ? `${directory}/${file}` : file;
}

/** A cell with a value for when it is unset. */
function orElse(cell: Cell<string>, otherwise: string): Cell<string> {
  return cell === undefined ? otherwise : cell;
}

/** A file of the workspace, or an absolute path. */
function pathCell(node: OptionNode | undefined): Cell<string> {
  if (!node?.isPresent()) return undefined;
  return textOfFile(asPath(node.value, undefined));
}

function textOfFile(path: Path | ReturnType<typeof asPath>): Cell<string> {
  if (path.kind === 'path') return path.path;
  return { undecided: path.kind === 'unknown' ? describe(path.reason) : 'is not a path' };
}
