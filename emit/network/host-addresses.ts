import { emitter } from '../emitter.ts';
import { guestsOf, recordOptions } from '../guests/guests.ts';
import { prettyJson } from '../print/json.ts';
import { nixBindings } from '../print/nix.ts';

export const hostAddresses = emitter({
  name: 'host-addresses',
  summary: 'The names of machines by their addresses, as a module with `networking.hosts`.',
  inputs: ['host', 'deployment'],
  formats: ['nix', 'json', 'text'],
  output: 'modules/hosts.nix',
  effect: 'configuration',
  options: {
    ...recordOptions,
    domain: { summary: 'The domain of the machines, for names in full.', default: '' },
  },
  emit: (context) => {
    const { options, format } = context;
    const { guests, problems } = guestsOf(context, options);
    const byAddress = new Map<string, string[]>();
    for (const { host, address } of guests) {
      if (address === undefined || !isAddress(address)) continue;
      const full = options.domain === '' ? [] : [`${host.name}.${options.domain}`];
      byAddress.set(address, [...(byAddress.get(address) ?? []), ...full, host.name]);
    }
    const hosts = Object.fromEntries(byAddress);
    return { parts: [{ names: {}, text: printed(hosts, format) }], problems };
  },
});

type Hosts = Readonly<Record<string, readonly string[]>>;

function printed(hosts: Hosts, format: string): string {
  if (format === 'json') return prettyJson(hosts);
  if (format === 'text') {
    return Object.entries(hosts)
      .map(([address, names]) => `${address} ${names.join(' ')}\n`)
      .join('');
  }
  return `{\n${nixBindings({ networking: { hosts } }, '  ')}}\n`;
}

/** A name in place of an address has no line of its own. */
function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[\da-f:]*:[\da-f:.]*$/i.test(text);
}
