import type { FilePath } from '../diagnostic.ts';
import type { Table } from '../facts/facts.ts';
import type { RepeatedImportRow } from '../facts/machines.ts';
import type { ModuleImport } from '../nixos/collected-modules.ts';
import { oncePer } from '../once-per.ts';
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
  const read = machines.flatMap(({ host, closures }) =>
    closures.map((imports): Read => ({ host, closure: closureOf(imports) })),
  );
  const seen = new Set<string>();
  const rows = read.flatMap(({ closure }) =>
    [...closure.repeated].flatMap(([key, { import: own }]) => {
      if (seen.has(key) || !isNamed(own.at)) return [];
      seen.add(key);
      return rowOf(own, key, read) ?? [];
    }),
  );
  return { rows, gaps: [] };
}

/** The imports of one machine, or of one home, and whose they are. */
interface Read {
  readonly host: string;
  readonly closure: Closure;
}

/** A row for a place that every machine which reads it could do without, by the same other import. */
function rowOf(
  own: ModuleImport,
  key: string,
  all: readonly Read[],
): RepeatedImportRow | undefined {
  const readers = all.filter(({ closure }) => closure.keys.has(key));
  const [others = [], ...further] = readers.map(
    ({ closure }) => closure.repeated.get(key)?.others ?? [],
  );
  const inAll = others.filter((other) =>
    further.every((those) => those.some((each) => keyOf(each) === keyOf(other))),
  );
  const [other] = inAll.sort((a, b) => (a.target < b.target ? -1 : 1));
  if (!other) return undefined;
  const { at, target } = own;
  const hosts = [...new Set(readers.map(({ host }) => host))].sort();
  return { at, places: { by: other.at }, file: at.file, path: target, by: other.target, hosts };
}

const keyOf = ({ at, target }: ModuleImport): string => `${at.file}\n${at.expr}\n${target}`;

/** What is worked out of the imports of a machine holds as long as they do. */
const closureOf = oncePer((imports: readonly ModuleImport[]) => new Closure(imports));

/** An import, and those of the same file that bring what it brings. */
interface Repeated {
  readonly import: ModuleImport;
  readonly others: readonly ModuleImport[];
}

/** The imports of one machine, or of one home. */
class Closure {
  /** All places. */
  readonly keys: ReadonlySet<string>;
  /** The places that others make needless. */
  readonly repeated: ReadonlyMap<string, Repeated>;
  readonly #byFile: ReadonlyMap<FilePath, readonly ModuleImport[]>;

  constructor(imports: readonly ModuleImport[]) {
    const keys = new Set<string>();
    const byFile = new Map<FilePath, ModuleImport[]>();
    for (const each of imports) {
      const key = keyOf(each);
      if (!each.exists || keys.has(key)) continue;
      keys.add(key);
      const own = byFile.get(each.at.file) ?? [];
      byFile.set(each.at.file, own);
      own.push(each);
    }
    this.keys = keys;
    this.#byFile = byFile;
    this.repeated = new Map(
      [...byFile.values()].flatMap((beside) =>
        this.#repeatedAmong(beside).map((found) => [keyOf(found.import), found] as const),
      ),
    );
  }

  /** The imports of one file that others of the file make needless. */
  #repeatedAmong(beside: readonly ModuleImport[]): readonly Repeated[] {
    const [first] = beside;
    if (!first || beside.length === 1) return [];
    const reached = new Map<FilePath, ReadonlySet<FilePath>>();
    const counts = new Map<FilePath, number>();
    for (const { target } of beside) {
      const files = reached.get(target) ?? this.#from(target, first.at.file);
      reached.set(target, files);
      for (const file of files) counts.set(file, (counts.get(file) ?? 0) + 1);
    }
    return beside.flatMap((own) => {
      if (counts.get(own.target) === 1) return [];
      const others = beside.filter((other) => other !== own && brings(reached, other, own));
      return others.length > 0 ? [{ import: own, others }] : [];
    });
  }

  /** The files that a file brings, without what only comes back to `around`. */
  #from(file: FilePath, around: FilePath): ReadonlySet<FilePath> {
    const reached = new Set([file]);
    for (const each of reached) {
      if (each === around) continue;
      for (const { target } of this.#byFile.get(each) ?? []) reached.add(target);
    }
    return reached;
  }
}

/** Whether one import makes another one needless. Of two that bring each other, neither does. */
function brings(
  reached: ReadonlyMap<FilePath, ReadonlySet<FilePath>>,
  other: ModuleImport,
  own: ModuleImport,
): boolean {
  if (other.target === own.target) return other.at.expr < own.at.expr;
  const isBrought = reached.get(other.target)?.has(own.target) ?? false;
  return isBrought && !reached.get(own.target)?.has(other.target);
}
