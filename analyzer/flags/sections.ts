import type { FilePath } from '../diagnostic.ts';
import { apply } from '../evaluate/apply.ts';
import { filePath } from '../evaluate/path-value.ts';
import { importPath } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import { type Attributes, Thunk, unsupported, type Value } from '../evaluate/value.ts';
import type { FleetHost } from '../flake/fleet.ts';
import type { Site } from '../site.ts';
import { literalImports, literalPaths } from '../syntax/import-graph.ts';
import { type Written, written } from './values.ts';

/** One setting, in a layer or in the end. */
export interface Setting extends Written {
  readonly name: string;
  readonly at: Site;
}

/** A file that holds settings of a section. */
export interface Layer {
  readonly file: FilePath;
  readonly settings: readonly Setting[];
  /** Files that it imports by literal paths. */
  readonly imports: readonly FilePath[];
}

/** A section as one machine has it. */
export interface OwnSection {
  readonly section: string;
  readonly settings: readonly Setting[];
  readonly layers: readonly Layer[];
  /** Why there may be more settings. */
  readonly open: string | undefined;
}

/** What one machine says of its sections. */
export interface MachineSections {
  readonly host: string;
  /** The flake attribute path. */
  readonly output: string;
  readonly at: Site;
  readonly sections: readonly OwnSection[];
}

/** What modules are always given, and what holds no settings. */
const conventional =
  /^(inputs?|self|outputs?|lib|libx?|mylib|config|options|specialArgs|modulesPath|nixpkgs.*|pkgs.*|flake.*|system)$/;

/**
 * The sections of flags of one machine: arguments of its modules that are sets
 * of which files of the workspace hold layers.
 */
export function machineSections(session: Session, host: FleetHost): MachineSections {
  const at = host.at ?? { file: host.flake, expr: 0 };
  return { host: host.name, output: host.output, at, sections: ownSections(session, host) };
}

function ownSections(session: Session, host: FleetHost): readonly OwnSection[] {
  const given = host.evaluation.arguments;
  return (given?.names() ?? []).flatMap((section): OwnSection[] => {
    if (conventional.test(section)) return [];
    const value = given?.get(section)?.value.force();
    if (value?.kind !== 'attrs' || isOther(value)) return [];
    const layers = layersOf(session, section, value);
    if (layers.length === 0) return [];
    const settings = settingsOf(value, () => true);
    return [{ section, settings, layers, open: value.open && 'may have more settings' }];
  });
}

/** Packages, flakes and types are sets as well. */
function isOther(value: Attributes): boolean {
  return ['_type', 'type', 'outPath', '__functor'].some((name) => value.get(name) !== undefined);
}

function settingsOf(set: Attributes, isOwn: (at: Site) => boolean): Setting[] {
  return set.names().flatMap((name): Setting[] => {
    const attribute = set.get(name);
    if (!attribute?.at || !isOwn(attribute.at)) return [];
    return [{ name, at: attribute.at, ...written(name, attribute.value.force()) }];
  });
}

/** The files that settings come from, and those that these import, as far as they hold the section. */
function layersOf(session: Session, section: string, value: Attributes): readonly Layer[] {
  const layers = new Map<FilePath, Layer | undefined>();
  const pending = value.names().flatMap((name) => value.get(name)?.at?.file ?? []);
  for (const file of pending) {
    if (layers.has(file)) continue;
    const layer = layerOf(session, section, file);
    layers.set(file, layer);
    if (layer) pending.push(...layer.imports);
  }
  return [...layers.values()].filter((layer) => layer !== undefined);
}

function layerOf(session: Session, section: string, file: FilePath): Layer | undefined {
  const paths = session.tell(file, literalPaths);
  const set = paths && sectionIn(session, section, file);
  if (!set) return undefined;
  const settings = settingsOf(set, (at) => at.file === file);
  if (settings.length === 0) return undefined;
  const imports = literalImports(file, paths, session.files).flatMap(({ target, direct }) =>
    direct ? [target] : [],
  );
  return { file, settings, imports };
}

/** A file is a set that has the section, perhaps after it is called with the package set. */
function sectionIn(session: Session, section: string, file: FilePath): Attributes | undefined {
  const path = { kind: 'path', root: 'workspace', path: filePath(file) } as const;
  const whole = called(session, importPath(session, path, undefined));
  const set = whole.kind === 'attrs' ? whole.get(section)?.value.force() : undefined;
  return set?.kind === 'attrs' ? set : undefined;
}

function called(session: Session, value: Value): Value {
  if (value.kind !== 'lambda') return value;
  const unknown = unsupported('what a layer of settings is called with');
  const names = [...(value.formals?.keys() ?? [])];
  const given = {
    kind: 'attrs',
    names: () => names,
    get: (name: string) => argument(name),
    open: unknown,
  } as const;
  const argument = (name: string) => {
    const known = name === 'lib' ? session.lib : Thunk.of(unknown);
    return { value: known, at: undefined };
  };
  return apply(value, Thunk.of(given), { session, at: undefined });
}
