import type { Note } from '../diagnostic.ts';
import type { Facts } from '../facts/facts.ts';
import type { IdentityCheckRow } from '../facts/identity.ts';
import type { Site } from '../site.ts';
import { asksFor } from './holds.ts';
import { askedFor, asksForAll, asksForNone, type Machines } from './machines.ts';
import type { MissingFile } from './missing-files.ts';

/** The machines for which a condition holds, at the place where each sets its name. */
export function conditionNotes(row: IdentityCheckRow, machines: Machines, facts: Facts): Note[] {
  if (!row.certain) return [];
  const wanted = row.places?.wanted;
  const [always, never] = ['every machine', 'no machine'];
  if (asksForNone(row, machines))
    return notesAt(wanted, `holds for ${row.negated ? always : never} of this flake`, facts);
  if (asksForAll(row, machines))
    return notesAt(wanted, `holds for ${row.negated ? never : always} that reads this file`, facts);
  const readers = machines.here.length > 0 ? machines.here : machines.all;
  const names = new Map<string, { at: Site; hosts: string[] }>();
  for (const { host, at } of askedFor(row, readers)) {
    if (at === undefined) continue;
    const key = `${at.file}:${at.expr}`;
    const found = names.get(key) ?? { at, hosts: [] };
    names.set(key, { at, hosts: [...found.hosts, `\`${host.name}\``] });
  }
  const words = row.negated ? 'holds for all but' : 'holds for';
  return [...names.values()].flatMap(({ at, hosts }) =>
    notesAt(at, `${words} ${hosts.join(', ')}`, facts),
  );
}

/** Keys that no machine has for a name, and machines for which the lookup fails. */
export function tableNotes(row: IdentityCheckRow, machines: Machines, facts: Facts): Note[] {
  if (!row.certain) return [];
  const idle = [...new Set(row.literals)].filter((key) =>
    asksForNone({ ...row, literals: [key] }, machines),
  );
  const keyNotes = idle.flatMap((key) => {
    const at = row.places?.[`key ${key}`];
    return notesAt(at, `no machine of this flake is called \`${key}\``, facts);
  });
  if (row.fallback) return keyNotes;
  const without = machines.here.filter(({ name }) => name !== undefined && !asksFor(row, name));
  return [
    ...keyNotes,
    ...without.flatMap(({ host, at }) =>
      notesAt(at, `\`${host.name}\` has no key in the table`, facts),
    ),
  ];
}

/** The machines for which a file is not there. */
export function missingNotes(missing: readonly MissingFile[], facts: Facts): Note[] {
  return missing.flatMap(({ machine, path }) =>
    notesAt(machine.at, `\`${machine.host.name}\` has no file \`${path}\``, facts),
  );
}

/** A note without a place of its own is none. */
function notesAt(at: Site | undefined, message: string, facts: Facts): Note[] {
  return at ? [{ ...facts.locate(at), message }] : [];
}
