import type { FilePath } from '../diagnostic.ts';
import type { Table } from '../facts/facts.ts';
import type { RepeatedImportRow } from '../facts/machines.ts';
import type { ModuleImport } from '../nixos/collected-modules.ts';
import type { Site } from '../site.ts';
import type { MachineFiles } from './modules.ts';

/**
 * Places that name a module which all machines that read the place have
 * anyway, by another import of the same file. Only places that `isNamed` says
 * name one file are looked at; whole folders are read as they are.
 */
export function repeatedImportTable(
  machines: readonly Pick<MachineFiles, 'host' | 'closures'>[],
  isNamed: (site: Site) => boolean,
): Table<'repeated-import'> {
  const places = new Map<string, Place>();
  for (const { host, closures } of machines) {
    for (const imports of closures) {
      for (const each of new Closure(imports).places(isNamed)) notePlace(places, each, host);
    }
  }
  const rows = [...places.values()].flatMap(({ import: own, others, hosts }) => {
    const [first] = [...others.values()].sort((a, b) => (a.target < b.target ? -1 : 1));
    return first ? [rowOf(own, first, [...hosts].sort())] : [];
  });
  return { rows, gaps: [] };
}

function rowOf(own: ModuleImport, other: ModuleImport, hosts: string[]): RepeatedImportRow {
  const { at, target } = own;
  return { at, places: { by: other.at }, file: at.file, path: target, by: other.target, hosts };
}

interface Place {
  readonly import: ModuleImport;
  /** The imports beside it that bring the file, for every machine so far. */
  readonly others: ReadonlyMap<string, ModuleImport>;
  readonly hosts: Set<string>;
}

function notePlace(
  places: Map<string, Place>,
  { import: own, others }: Omit<Place, 'hosts'>,
  host: string,
): void {
  const key = keyOf(own);
  const known = places.get(key);
  const inAll = [...(known?.others ?? others)].filter(([other]) => others.has(other));
  const hosts = known?.hosts ?? new Set();
  places.set(key, { import: own, others: new Map(inAll), hosts: hosts.add(host) });
}

function keyOf({ at, target }: ModuleImport): string {
  return JSON.stringify([at.file, at.expr, target]);
}

/** The imports of one machine, or of one home. */
class Closure {
  readonly #byFile = new Map<FilePath, ModuleImport[]>();
  readonly #reached = new Map<string, ReadonlySet<FilePath>>();

  constructor(imports: readonly ModuleImport[]) {
    const seen = new Set<string>();
    for (const each of imports) {
      if (!each.exists || seen.has(keyOf(each))) continue;
      seen.add(keyOf(each));
      const own = this.#byFile.get(each.at.file) ?? [];
      this.#byFile.set(each.at.file, own);
      own.push(each);
    }
  }

  *places(isNamed: (site: Site) => boolean): Generator<Omit<Place, 'hosts'>> {
    for (const beside of this.#byFile.values()) {
      for (const own of beside) {
        if (!isNamed(own.at)) continue;
        const others = beside.filter((other) => other !== own && this.#brings(other, own));
        yield { import: own, others: new Map(others.map((other) => [keyOf(other), other])) };
      }
    }
  }

  /** Whether one import makes another one needless. Of two that bring each other, neither does. */
  #brings(other: ModuleImport, own: ModuleImport): boolean {
    if (other.target === own.target) return other.at.expr < own.at.expr;
    const { file } = own.at;
    return (
      this.#from(other.target, file).has(own.target) &&
      !this.#from(own.target, file).has(other.target)
    );
  }

  /** The files that a file brings, without what only comes back to `around`. */
  #from(file: FilePath, around: FilePath): ReadonlySet<FilePath> {
    const key = `${file}\n${around}`;
    const known = this.#reached.get(key);
    if (known) return known;
    const reached = new Set([file]);
    for (const each of reached) {
      if (each === around) continue;
      for (const { target } of this.#byFile.get(each) ?? []) reached.add(target);
    }
    this.#reached.set(key, reached);
    return reached;
  }
}
