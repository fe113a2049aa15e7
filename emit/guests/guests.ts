import { valueAt } from '#analyzer/data/node.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import type { EmitContext, Problem } from '../emitter.ts';
import type { OptionValues } from '../options.ts';
import {
  type GuestRecord,
  type RecordFile,
  readRecords,
  recordOf,
  scalarText,
} from './record-file.ts';

/** Options of emitters that look machines up in a file of records. */
export const recordOptions = {
  records: {
    summary: 'A file of data with a record for each machine: YAML, JSON or TOML.',
    default: '',
  },
  below: { summary: 'The keys, dotted, that lead to the records in it.', default: '' },
  address: { summary: 'The field of a record that holds its address.', default: 'ip' },
  user: {
    summary: 'The login; as a record or a deployment says otherwise, else `root`.',
    default: '',
  },
  'user-field': { summary: 'The field of a record that holds the login.', default: 'admin' },
} as const;

/** A machine with how it is reached, as far as that is known. */
export interface Guest {
  readonly host: HostRow;
  readonly record: GuestRecord | undefined;
  readonly address: string | undefined;
  readonly user: string;
}

export interface GuestOptions extends OptionValues {
  readonly records: string;
  readonly below: string;
  readonly address: string;
  readonly user: string;
  readonly 'user-field': string;
}

/** The machines that are asked for, by name, and what stands in the way of reaching some. */
export function guestsOf(
  context: Pick<EmitContext<unknown>, 'facts' | 'wants' | 'compare'>,
  options: GuestOptions,
): { readonly guests: readonly Guest[]; readonly problems: readonly Problem[] } {
  const { facts, wants, compare } = context;
  const file = options.records === '' ? undefined : readRecords(facts, options.records);
  const records = file && 'root' in file ? file : undefined;
  const hosts = facts
    .table('host')
    .rows.filter((host) => host.class !== 'home' && host.output !== '' && wants(host.name))
    .toSorted((a, b) => compare(a.name, b.name));
  const guests = hosts.map((host) => guestOf(host, records, { context, options }));
  const unreachable = guests.flatMap(({ host, record, address }): Problem[] => {
    if (address !== undefined) return [];
    const message = `the address of \`${host.name}\` is not known`;
    return [{ message, at: record?.at ?? host.at }];
  });
  return { guests, problems: [...(file && 'message' in file ? [file] : []), ...unreachable] };
}

interface Lookup {
  readonly context: Pick<EmitContext<unknown>, 'facts'>;
  readonly options: GuestOptions;
}

/** What a record says wins over what the machine itself is known by. */
function guestOf(
  host: HostRow,
  records: RecordFile | undefined,
  { context: { facts }, options }: Lookup,
): Guest {
  const record = records && recordOf(records, options.below, host.name);
  const field = (name: string): string | undefined => scalarText(fieldOf(record, name));
  const deployment = facts.table('deployment').rows.find((row) => row.host === host.name);
  const deployed = (cell: unknown): string | undefined =>
    typeof cell === 'string' ? cell : undefined;
  const [only, ...others] = host.addresses.filter((address) => !address.includes(':'));
  const own = others.length === 0 ? only : undefined;
  return {
    host,
    record,
    address: field(options.address) ?? deployed(deployment?.address) ?? own,
    user: options.user || (field(options['user-field']) ?? deployed(deployment?.user) ?? 'root'),
  };
}

/** A field of a record, its keys dotted. */
function fieldOf(record: GuestRecord | undefined, name: string) {
  return record && valueAt(record.fields, ...name.split('.'));
}
