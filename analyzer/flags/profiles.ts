import type { FilePath } from '../diagnostic.ts';
import type { Site } from '../site.ts';
import type { Layer, MachineSections, OwnSection } from './sections.ts';

/** A section as a profile has it: its layers with the weakest first. */
export interface ProfileSection extends OwnSection {
  readonly defaults: Layer;
}

/** Settings that machines and homes of one name are made from. */
export interface Profile {
  readonly name: string;
  readonly at: Site;
  readonly hosts: readonly string[];
  readonly leaf: FilePath | undefined;
  readonly layers: readonly FilePath[];
  readonly sections: readonly ProfileSection[];
}

/**
 * The profiles of a fleet, by the names that outputs have. A section counts
 * where two profiles or more share a layer that holds most of it, its defaults,
 * and some profile has a layer above that.
 */
export function profilesOf(machines: readonly MachineSections[]): readonly Profile[] {
  const byName = new Map<string, MachineSections[]>();
  for (const machine of machines) {
    if (machine.sections.length === 0) continue;
    const name = machine.output.slice(machine.output.indexOf('.') + 1);
    byName.set(name, [...(byName.get(name) ?? []), machine]);
  }
  const groups = [...byName].map(([name, group]) => ({ name, group, sections: sectionsOf(group) }));
  const defaults = defaultsIn(groups.map(({ sections }) => sections));
  return groups.flatMap(({ name, group, sections }): Profile[] => {
    const own = sections.flatMap(
      (section) => ordered(section, defaults.get(section.section)) ?? [],
    );
    const [first] = group;
    if (own.length === 0 || !first) return [];
    const hosts = group.map(({ host }) => host).sort();
    return [{ name, at: first.at, hosts, ...layersOf(own), sections: own }];
  });
}

/** The sections of machines and homes of one name, each once. */
function sectionsOf(group: readonly MachineSections[]): readonly OwnSection[] {
  const all = group.flatMap(({ sections }) => sections);
  return [...new Map(all.map((each) => [each.section, each])).values()];
}

/** For each section, the largest of the files that all profiles with it have. */
function defaultsIn(profiles: readonly (readonly OwnSection[])[]): ReadonlyMap<string, FilePath> {
  const names = new Set(profiles.flatMap((sections) => sections.map(({ section }) => section)));
  return new Map(
    [...names].flatMap((name) => {
      const having = profiles.flatMap((sections) =>
        sections.filter(({ section }) => section === name),
      );
      const shared = having[0]?.layers.filter(({ file }) =>
        having.every(({ layers }) => layers.some((layer) => layer.file === file)),
      );
      const [largest] = (shared ?? []).toSorted((a, b) => b.settings.length - a.settings.length);
      const isLayered = having.length > 1 && having.some(({ layers }) => layers.length > 1);
      return isLayered && largest ? [[name, largest.file] as const] : [];
    }),
  );
}

/** The defaults, then every other file behind those that it imports. */
function ordered(section: OwnSection, defaults: FilePath | undefined): ProfileSection | undefined {
  const first = section.layers.find(({ file }) => file === defaults);
  if (!first) return undefined;
  const layers = [first];
  let left = section.layers.filter((layer) => layer !== first).toSorted(byFile);
  while (left.length > 0) {
    const next =
      left.find(({ imports }) => !left.some(({ file }) => imports.includes(file))) ?? left[0];
    if (next) layers.push(next);
    left = left.filter((layer) => layer !== next);
  }
  return { ...section, layers, defaults: first };
}

function byFile(a: Layer, b: Layer): number {
  return a.file < b.file ? -1 : 1;
}

/** The files of all sections, and the one that no other of them imports. */
function layersOf(sections: readonly ProfileSection[]): Pick<Profile, 'layers' | 'leaf'> {
  const layers = [
    ...new Map(
      sections.flatMap((each) => each.layers).map((layer) => [layer.file, layer]),
    ).values(),
  ];
  const defaults = new Set(sections.map((section) => section.defaults.file));
  const tops = layers.filter(
    ({ file }) => !defaults.has(file) && !layers.some(({ imports }) => imports.includes(file)),
  );
  return {
    layers: layers.map(({ file }) => file),
    leaf: tops.length === 1 ? tops[0]?.file : undefined,
  };
}
