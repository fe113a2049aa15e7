import type { PlainValue } from '../values.ts';
import { type Cluster, type ClusterContext, isGiven, optionValue } from './cluster.ts';
import {
  allOf,
  both,
  type Field,
  fieldAt,
  mapped,
  numberAt,
  textAt,
  textsAt,
  withDefault,
} from './fields.ts';
import type { VirtualHost } from './virtual-hosts.ts';

/** What emitters about logins at Kanidm have in common. */
export const kanidmOptions = {
  'contexts-option': {
    summary: 'The option of the machine in front that has what logins of virtual hosts share.',
    default: 'server.proxy.kanidmContexts',
  },
} as const;

/** How people log in at Kanidm for a virtual host: what it says itself, else what its context says. */
export interface Login {
  /** The client at Kanidm. */
  readonly context: string;
  readonly authDomain: string;
  readonly scopes: readonly string[];
  readonly tokenLifetime: number;
  /** Groups with the domain that they are of; those of the context first. */
  readonly allowGroups: readonly string[];
  readonly bypassPaths: readonly string[];
}

export interface LoginSource {
  readonly cluster: Cluster;
  readonly context: ClusterContext<{ readonly 'contexts-option': string }>;
}

const usualScopes: readonly string[] = ['openid', 'email', 'profile', 'groups'];
const usualLifetime = 3600;

/** How people log in for a virtual host; `undefined` where it asks for no login. */
export function loginOf(host: VirtualHost, source: LoginSource): Field<Login | undefined> {
  const asked = fieldAt(host.value, 'kanidm', 'context');
  if (!asksForLogin(host)) return 'unknown' in asked ? asked : { value: undefined };
  const [label = ''] = host.name.split(':');
  const context = withDefault(textAt(host.value, 'kanidm', 'context'), label);
  if ('unknown' in context) return context;
  const parts = partsOf(host, context.value, source);
  if ('unknown' in parts || parts.value.allowGroups.length > 0) return parts;
  return { unknown: { reason: 'no group may log in', at: host.at } };
}

function asksForLogin({ value }: VirtualHost): boolean {
  const login = fieldAt({ value: value.value, missing: [] }, 'kanidm');
  return 'value' in login && login.value !== undefined;
}

function partsOf(host: VirtualHost, context: string, source: LoginSource): Field<Login> {
  const { options } = source.context;
  const shared = optionValue(source.cluster.primary, options['contexts-option']);
  const sources: Sources = { host, shared, context, option: options['hosts-option'] };
  const groups = both(
    withDefault(textsAt(shared, context, 'allowGroups'), []),
    withDefault(textsAt(host.value, 'kanidm', 'allowGroups'), []),
    (common, own) => [...new Set([...common, ...own])],
  );
  return allOf({
    context: { value: context },
    authDomain: authDomainOf(sources, source.cluster),
    scopes: withDefault(strongest(sources, 'scopes', textsAt), usualScopes),
    tokenLifetime: withDefault(strongest(sources, 'tokenLifetime', numberAt), usualLifetime),
    allowGroups: groups,
    bypassPaths: withDefault(textsAt(host.value, 'kanidm', 'bypassPaths'), []),
  });
}

interface Sources {
  readonly host: VirtualHost;
  readonly shared: PlainValue | undefined;
  readonly context: string;
  /** The option that has virtual hosts. */
  readonly option: string;
}

type Reader<T> = (from: PlainValue | undefined, ...path: readonly string[]) => Field<T | undefined>;

/** What the virtual host sets, else what its context says: a default of the former hides nothing. */
function strongest<T>(
  { host, shared, context, option }: Sources,
  field: string,
  read: Reader<T>,
): Field<T | undefined> {
  const own = read(host.value, 'kanidm', field);
  const path = [...option.split('.'), host.name, 'kanidm', field];
  if (isGiven(host.machine, path)) return own;
  const common = read(shared, context, field);
  return 'unknown' in common || common.value !== undefined ? common : own;
}

function authDomainOf(sources: Sources, { domain }: Cluster): Field<string> {
  const said = strongest(sources, 'authDomain', textAt);
  if ('unknown' in said) return said;
  if (said.value !== undefined) return { value: said.value };
  if ('unknown' in domain) return domain;
  if (domain.value !== undefined) return { value: `auth.${domain.value}` };
  return { unknown: { reason: 'the domain of Kanidm is not set', at: sources.host.at } };
}

/** The beginning of the names of variables that hold secrets of a context. */
export function variablePrefix(context: string): string {
  return context.toUpperCase().replaceAll('-', '_');
}

/** A virtual host with its login. */
export interface Guarded {
  readonly host: VirtualHost;
  readonly domain: string;
  readonly login: Login;
}

/** A virtual host with its login, where it asks for one. */
export function guardedHost(host: VirtualHost, source: LoginSource): Field<Guarded | undefined> {
  const login = loginOf(host, source);
  if ('unknown' in login || login.value === undefined) return mapped(login, () => undefined);
  const { value } = login;
  return mapped(host.domain, (domain) => ({ host, domain, login: value }));
}
