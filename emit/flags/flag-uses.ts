import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { TableRows } from '#analyzer/facts/tables.ts';
import type { ProfileRow } from './wanted.ts';

/** What reads a flag, as far as texts tell. */
export interface FlagUse {
  /** Files that certainly read it, sorted. */
  readonly readers: readonly string[];
  /** Whether no Nix file has its name where a value is asked for it, by whatever way. */
  readonly isUnread: boolean;
  /** Whether nothing that a profile is made of reads it, although something else does. */
  readonly isInertIn: (profile: ProfileRow) => boolean;
}

type Flag = Pick<TableRows['flag'], 'section' | 'name'>;

/** Tells who reads flags. Any file that selects an attribute of a flag’s name may read it. */
export function flagUses(facts: Facts): (flag: Flag) => FlagUse {
  const readers = readersByFlag(facts);
  const { files, computed } = namesSelected(facts);
  const modules = new Map(facts.table('module').rows.map((row) => [row.file, row]));
  return ({ section, name }) => {
    const own = [...(readers.get(`${section}.${name}`) ?? [])].sort();
    const all = new Set([...own, ...(files.get(name) ?? [])]);
    return {
      readers: own,
      isUnread: all.size === 0 && !computed.has(section),
      isInertIn: ({ hosts }) => {
        if (all.size === 0 || computed.has(section)) return false;
        if (hosts.some((host) => gapFor(facts.table('module'), { hosts: [host] }))) return false;
        return [...all].every((file) => {
          const module = modules.get(file);
          return module !== undefined && !hosts.some((host) => module.hosts.includes(host));
        });
      },
    };
  };
}

function readersByFlag(facts: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { section, name, file } of facts.table('flag-read').rows) {
    const key = `${section}.${name}`;
    readers.set(key, (readers.get(key) ?? new Set()).add(file));
  }
  return readers;
}

interface Selected {
  /** The files in which a name stands behind a dot, a question mark or in `inherit (…)`. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sections of which some file asks for a computed name, or opens them with `with`. */
  readonly computed: ReadonlySet<string>;
}

const selected = /[.?]\s*"?([A-Za-z_][\w'-]*)|inherit\s*\([^)]*\)([^;]*);/g;
const wholly = /(?:with\s+(?:[\w.]+\.)?(\w+)\s*;)|(\w+)\s*\.\s*"?\$\{/g;

function namesSelected(facts: Facts): Selected {
  const files = new Map<string, Set<string>>();
  const computed = new Set<string>();
  for (const { file } of facts.table('nix-file').rows) {
    const text = facts.text(file) ?? '';
    for (const name of namesIn(text)) files.set(name, (files.get(name) ?? new Set()).add(file));
    for (const [, opened, chosen] of text.matchAll(wholly)) computed.add(opened ?? chosen ?? '');
  }
  return { files, computed };
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(selected)].flatMap(([, name, inherited = '']) => {
    return name === undefined ? inherited.split(/[\s"]+/) : [name];
  });
}
