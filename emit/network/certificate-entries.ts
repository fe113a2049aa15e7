import type { Facts } from '#analyzer/facts/facts.ts';
import type { EmitContext, Problem } from '../emitter.ts';
import { nixBindings } from '../print/nix.ts';
import { optionOf, type Plain, plainOf } from '../values.ts';
import { entriesIn } from './nix-entries.ts';
import type { Entries, EntryPlace, HostOptions } from './virtual-hosts.ts';

/** A certificate for each domain: as it was written, or with the address and group of others. */
export function certificateEntries(
  { facts, machine, options: { mails, part } }: EmitContext<HostOptions>,
  { host, existing, domains }: EntryPlace & { readonly domains: readonly string[] },
): Entries {
  if (part === 'virtual-hosts') return { entries: new Map(), problems: [] };
  const before = entriesIn(existing, ['security', 'acme', 'certs']);
  const fleetHost = machine(host);
  const others = settingsOf(fleetHost && plainOf(optionOf(fleetHost, certs)).value);
  const usual = fleetHost && plainOf(optionOf(fleetHost, defaultMail)).value;
  const entries = new Map<string, string>();
  const problems: Problem[] = [];
  for (const domain of domains) {
    const own = before.get(domain);
    if (own === undefined && isDeclared(facts, host, domain)) continue;
    const email = mailFor(domain, mails) ?? mailBeside(domain, others);
    const group = groupOf(others);
    if (own === undefined && email === undefined && typeof usual !== 'string')
      problems.push({ message: `the certificate of \`${domain}\` has no address: set \`mails\`` });
    const settings = email === undefined ? { group } : { email, group };
    entries.set(domain, own ?? nixBindings({ [domain]: settings }).trimEnd());
  }
  return { entries, problems };
}

const certs = ['security', 'acme', 'certs'];
const defaultMail = ['security', 'acme', 'defaults', 'email'];

interface CertificateSettings {
  readonly domain: string;
  readonly email: string | undefined;
  readonly group: string | undefined;
}

function settingsOf(value: Plain | undefined): readonly CertificateSettings[] {
  return Object.entries(asSet(value)).map(([domain, settings]) => {
    const { email, group } = asSet(settings);
    return { domain, email: asText(email), group: asText(group) };
  });
}

function asSet(value: Plain | undefined): { readonly [name: string]: Plain } {
  const isSet = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isSet ? (value as { readonly [name: string]: Plain }) : {};
}

function asText(value: Plain | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Whether somebody asks for the certificate by its name. */
function isDeclared(facts: Facts, host: string, domain: string): boolean {
  return facts
    .table('certificate')
    .rows.some((row) => row.host === host && row.name === domain && row.source === 'declared');
}

/** The address of the nearest domain above. */
function mailFor(domain: string, mails: Readonly<Record<string, string>>): string | undefined {
  const [nearest] = Object.keys(mails)
    .filter((name) => domain === name || domain.endsWith(`.${name}`))
    .toSorted((a, b) => b.length - a.length);
  return nearest === undefined ? undefined : mails[nearest];
}

/** The address of all other certificates below the same name. */
function mailBeside(domain: string, others: readonly CertificateSettings[]): string | undefined {
  const zone = domain.split('.').slice(-2).join('.');
  const near = others.filter((other) => other.domain === zone || other.domain.endsWith(`.${zone}`));
  return onlyOne(near.flatMap(({ email }) => email ?? []));
}

/** nginx has to read certificates; the group that all others have says how it does here. */
function groupOf(others: readonly CertificateSettings[]): string {
  return onlyOne(others.flatMap(({ group }) => group ?? [])) ?? 'nginx';
}

function onlyOne(texts: readonly string[]): string | undefined {
  const [only, ...more] = new Set(texts);
  return more.length === 0 ? only : undefined;
}
