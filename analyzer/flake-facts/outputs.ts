import type { FilePath } from '../diagnostic.ts';
import type { Attribute, Attributes, Unknown, Value } from '../evaluate/value.ts';
import { TableBuilder } from '../extract/table.ts';
import type { OutputType } from '../facts/flakes.ts';
import { optionName } from '../options/name.ts';
import type { Site } from '../site.ts';

/** How an output is laid out below its name. */
interface Layout {
  readonly type: OutputType;
  /** What the names below it stand for, outermost first; the last is that of a row. */
  readonly names: readonly ('system' | 'group' | 'name')[];
  /** The only group that holds any. */
  readonly group?: string;
}

const named = (type: OutputType): Layout => ({ type, names: ['name'] });
const bySystem = (type: OutputType): Layout => ({ type, names: ['system', 'name'] });
const onlySystem = (type: OutputType): Layout => ({ type, names: ['system'] });

/** The outputs that Nix, NixOS, nix-darwin, Home Manager and well-known tools read. */
const layouts: Readonly<Record<string, Layout>> = {
  packages: bySystem('package'),
  legacyPackages: bySystem('legacy-package'),
  apps: bySystem('app'),
  checks: bySystem('check'),
  devShells: bySystem('dev-shell'),
  bundlers: bySystem('bundler'),
  formatter: onlySystem('formatter'),
  defaultPackage: onlySystem('package'),
  defaultApp: onlySystem('app'),
  devShell: onlySystem('dev-shell'),
  nixosConfigurations: named('nixos-machine'),
  darwinConfigurations: named('darwin-machine'),
  homeConfigurations: named('home'),
  nixosModules: named('nixos-module'),
  darwinModules: named('darwin-module'),
  homeModules: named('home-module'),
  homeManagerModules: named('home-module'),
  flakeModules: named('flake-module'),
  modules: { type: 'module', names: ['group', 'name'] },
  overlays: named('overlay'),
  templates: named('template'),
  colmena: named('hive'),
  deploy: { type: 'deployment', names: ['group', 'name'], group: 'nodes' },
  lib: named('library'),
  hydraJobs: named('hydra-job'),
  nixosModule: { type: 'nixos-module', names: [] },
  flakeModule: { type: 'flake-module', names: [] },
  overlay: { type: 'overlay', names: [] },
  defaultTemplate: { type: 'template', names: [] },
  colmenaHive: { type: 'hive', names: [] },
};

const other: Layout = { type: 'other', names: [] };

/** What a flake gives, as far as the names of its outputs can be told. */
export function flakeOutputs(flake: FilePath, value: Value): TableBuilder<'output'> {
  const table = new TableBuilder('output');
  const reading = { flake, table, at: { file: flake, expr: 0 } };
  if (value.kind !== 'attrs') {
    reading.table.gap({ flake }, ...reasonOf(value));
    return table;
  }
  if (value.open) table.gap({ flake }, value.open);
  for (const name of value.names()) {
    const attribute = value.get(name);
    const layout = Object.hasOwn(layouts, name) ? (layouts[name] ?? other) : other;
    if (attribute) addOutput(reading, attribute, { layout, path: [name], system: undefined });
  }
  return table;
}

interface Reading {
  readonly flake: FilePath;
  readonly table: TableBuilder<'output'>;
  /** For what has no place of its own. */
  readonly at: Site;
}

interface Place {
  readonly layout: Layout;
  readonly path: readonly string[];
  readonly system: string | undefined;
}

function addOutput(reading: Reading, attribute: Attribute, place: Place): void {
  const { flake, table } = reading;
  const { layout, path, system } = place;
  const [next, ...names] = layout.names;
  const { group, ...rest } = layout;
  const at = attribute.at ?? attribute.value.site ?? reading.at;
  const { type } = layout;
  if (next === undefined) {
    table.add({ at, flake, path: optionName(path), type, system, name: path.at(-1) ?? '' });
    return;
  }
  const value = attribute.value.force();
  const known = { flake, type, ...(system !== undefined && { system }) };
  if (value.kind !== 'attrs') {
    table.gap(known, ...reasonOf(value));
    return;
  }
  if (value.open) table.gap(known, value.open);
  for (const name of next === 'group' && group !== undefined ? [group] : namesIn(value, layout)) {
    const inner = value.get(name);
    const isSystem = next === 'system';
    const below = {
      layout: { ...rest, names },
      path: [...path, name],
      system: isSystem ? name : system,
    };
    if (inner) addOutput({ ...reading, at }, inner, below);
  }
}

/** Of a whole package set, the few names that are known here are not worth a row. */
function namesIn(value: Attributes, { type }: Layout): readonly string[] {
  const isPackageSet = value.open?.reason.kind === 'package' && value.get('stdenv') !== undefined;
  if (isPackageSet) return [];
  const names = value.names();
  return type === 'hive'
    ? names.filter((name) => !['meta', 'network', 'defaults'].includes(name))
    : names;
}

function reasonOf(value: Value): [reason: Unknown | string, at: Site | undefined] {
  if (value.kind === 'unknown') return [value, value.at];
  return value.kind === 'failure'
    ? [`fails: ${value.message}`, value.at]
    : ['is not a set', undefined];
}
