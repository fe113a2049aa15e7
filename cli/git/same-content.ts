import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import type { Entry } from './repository.ts';

/**
 * Whether a path on disk holds, byte for byte, what git calls by this name.
 * Git is not asked, because it would run the filters that a repository names.
 */
export function holdsSame(path: string, entry: Entry): boolean {
  const bytes = bytesAt(path, entry);
  return bytes !== undefined && objectName(bytes, entry) === entry.object;
}

/** The same, where a text may also end its lines as Windows does. */
export function holdsSameLines(path: string, entry: Entry): boolean {
  const bytes = bytesAt(path, entry);
  if (bytes === undefined) return false;
  if (objectName(bytes, entry) === entry.object) return true;
  if (!bytes.includes('\r\n')) return false;
  const unix = Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
  return objectName(unix, entry) === entry.object;
}

/** What is at a path when it is of the kind that git has there. */
function bytesAt(path: string, { mode }: Entry): Buffer | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (mode === linkMode)
      return stats?.isSymbolicLink() ? Buffer.from(readlinkSync(path)) : undefined;
    return stats?.isFile() ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

export const linkMode = '120000';
export const submoduleMode = '160000';

/** The name that git gives to a content: its hash with a head, as long as its other names. */
function objectName(bytes: Buffer, { object }: Entry): string {
  const algorithm = object.length === 64 ? 'sha256' : 'sha1';
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
