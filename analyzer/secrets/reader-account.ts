import type { Facts } from '../facts/facts.ts';
import type { SecretReferenceRow } from '../facts/secrets.ts';
import type { Site } from '../site.ts';

/** Where it is written as whom the reader of a secret runs; `undefined` where nothing says so. */
export function accountPlace(
  facts: Facts,
  reference: SecretReferenceRow,
  column: 'user' | 'group',
): Site | undefined {
  return rowOf(facts, reference)?.places?.[column];
}

/** The row of the unit, runner or backup that a reference is part of. */
function rowOf(facts: Facts, reference: SecretReferenceRow) {
  const { host, 'reader-kind': kind, 'reader-name': name } = reference;
  switch (kind) {
    case 'unit':
    case 'job':
      return facts
        .table('service')
        .rows.find((row) => row.host === host && row.name === name && row.account === undefined);
    case 'runner':
      return facts
        .table('runner')
        .rows.find((row) => row.host === host && row.attribute === name && row.tool === 'github');
    case 'backup':
      return facts.table('backup').rows.find((row) => row.host === host && row.name === name);
    case 'container':
    case 'user':
    case 'template':
    case 'option':
    case 'file':
      return undefined;
  }
}
