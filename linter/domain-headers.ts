import type { DomainHeaders } from '#analyzer/network/domain-table.ts';
import { textOption } from './options.ts';
import type { OptionValues, RuleOption } from './rule.ts';

/** Options of rules about tables of domains: how the headers of their columns are told. */
export const domainHeaderOptions = {
  'domain-header': {
    summary: 'The word in the header of the column with the domains.',
    default: 'domain',
  },
  'port-header': {
    summary: 'The word in the header of the column with the ports behind the proxy.',
    default: 'port',
  },
} as const satisfies Record<string, RuleOption>;

/** The option of those that look at the names of services as well. */
export const serviceHeaderOption = {
  'service-header': {
    summary: 'The word in the header of the column with the names of services.',
    default: 'service',
  },
} as const satisfies Record<string, RuleOption>;

/** The words that the options name; for services none where a rule has no such option. */
export function domainHeadersOf(options: OptionValues): DomainHeaders {
  const text = (name: string): string => textOption(options, name);
  return {
    domain: text('domain-header'),
    port: text('port-header'),
    service: text('service-header'),
  };
}
