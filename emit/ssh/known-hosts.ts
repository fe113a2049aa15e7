import { emitter } from '../emitter.ts';
import { machinesOf } from '../fleet-options.ts';
import { type HostKeys, hostKeysOf } from './host-keys.ts';

export const knownHosts = emitter({
  name: 'known-hosts',
  summary: 'The public keys of all machines, as ssh reads them.',
  inputs: ['host', 'public-key'],
  formats: ['text'],
  output: 'ssh/known_hosts',
  effect: 'configuration',
  options: {
    each: {
      summary:
        'A file for each machine, in which its own key is that of `localhost` too; the output needs `{host}`.',
      default: false,
    },
    addresses: { summary: 'Whether machines are known by their addresses too.', default: false },
    domain: { summary: 'The domain in which machines are known too; empty for none.', default: '' },
  },
  emit: ({ options, ...fleet }) => {
    const wants = (host: string): boolean => options.each || fleet.wants(host);
    const { hosts, problems } = hostKeysOf({ ...fleet, wants });
    if (hosts.length === 0) return { parts: [], problems };
    const rows = fleet.facts.table('host').rows;
    const namesOf = ({ host, name }: HostKeys): readonly string[] => [
      name,
      ...(options.domain === '' ? [] : [`${name}.${options.domain}`]),
      ...(options.addresses ? (rows.find((row) => row.name === host)?.addresses ?? []) : []),
    ];
    const textFor = (self: string | undefined): string =>
      hosts
        .flatMap((each) => {
          const names = [...namesOf(each), ...(each.host === self ? ['localhost'] : [])];
          return each.keys.map((key) => `${names.join(',')} ${key}\n`);
        })
        .join('');
    const parts = options.each
      ? machinesOf(fleet).map((host) => ({ names: { host }, text: textFor(host) }))
      : [{ names: {}, text: textFor(undefined) }];
    return { parts, problems };
  },
});
