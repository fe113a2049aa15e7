import type { FilePath } from '../diagnostic.ts';
import { offsetSite } from '../secret-files/offset-site.ts';
import type { PrivateKey } from '../secret-files/private-key.ts';
import { TableBuilder } from './table.ts';

/** Private keys that nobody encrypted. */
export function privateKeyTable(
  files: ReadonlyMap<FilePath, readonly PrivateKey[]>,
): TableBuilder<'private-key'> {
  const table = new TableBuilder('private-key');
  for (const [file, keys] of files)
    for (const { kind, isProtected, span } of keys)
      table.add({ at: offsetSite(file, span), file, kind, protected: isProtected });
  return table;
}
