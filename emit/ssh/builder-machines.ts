import { known } from '#analyzer/facts/cell.ts';
import { type Emitted, emitter, type Problem } from '../emitter.ts';
import {
  type Fleet,
  hostNameOf,
  machinesOf,
  optionsOn,
  textsOf,
  withoutOption,
} from '../fleet-options.ts';
import { hostKeysOf } from './host-keys.ts';

export const builderMachines = emitter({
  name: 'builder-machines',
  summary: 'The machines that build for others, as lines of `/etc/nix/machines`.',
  inputs: ['host', 'public-key', 'secret'],
  formats: ['text'],
  output: 'nix/machines',
  effect: 'configuration',
  options: {
    builders: {
      summary: 'The options that may name the builders; the first that a machine has counts.',
      default: ['server.distributedBuilds.builders', 'server.distributedBuilder.builders'],
    },
    user: { summary: 'The login on builders.', default: 'builder' },
    protocol: {
      summary: 'How Nix speaks to builders.',
      default: 'ssh-ng',
      choices: ['ssh-ng', 'ssh'],
    },
    'key-secret': {
      summary:
        'The secret with the key that machines log in with; empty for the key of ssh itself.',
      default: 'SSH_PRIVATE_KEY',
    },
    jobs: { summary: 'How many builds a builder takes at once.', default: 1 },
    speed: { summary: 'How fast builders are.', default: 1 },
    features: { summary: 'What builders can do.', default: ['kvm', 'big-parallel'] },
    mandatory: { summary: 'What a build has to ask for.', default: [] },
    'host-keys': {
      summary: 'Whether the lines have the public keys of the builders.',
      default: false,
    },
  },
  emit: ({ options, ...fleet }) => {
    const named = buildersOf(fleet, options.builders);
    if (named.nothing !== undefined) return named.nothing;
    const key = keyPath(fleet, options['key-secret'], named.builders);
    const all = named.builders.map((host) => lineOf(fleet, host, { ...options, key: key.path }));
    const text = all.flatMap((each) => (typeof each === 'string' ? [`${each}\n`] : [])).join('');
    const problems = all.flatMap((each) => (typeof each === 'string' ? [] : [each]));
    return {
      parts: [{ names: {}, text }],
      problems: [...named.problems, ...key.problems, ...problems],
    };
  },
});

/** The machines that options name as builders, in the order of machines. */
function buildersOf(
  fleet: Fleet,
  paths: readonly string[],
): {
  readonly nothing: Emitted | undefined;
  readonly builders: readonly string[];
  readonly problems: readonly Problem[];
} {
  const everywhere = { ...fleet, wants: () => true };
  const all = paths.map((path) => optionsOn(everywhere, path));
  const used = all.find(({ found }) => found.length > 0) ?? { found: [], problems: [] };
  const names = new Set(used.found.flatMap(({ value }) => textsOf(value)));
  const hosts = new Map(machinesOf(fleet).map((host) => [hostNameOf(fleet, host), host]));
  const strange = [...names].filter(
    (name) =>
      !machinesOf(everywhere).some((host) => {
        return name === host || name === hostNameOf(fleet, host);
      }),
  );
  const problems = strange.map((name): Problem => {
    const at = used.found.find(({ value }) => textsOf(value).includes(name))?.at;
    return { message: `the builder \`${name}\` is no machine of the fleet`, at };
  });
  const builders = [...hosts].flatMap(([name, host]) => {
    return names.has(name) || names.has(host) ? [host] : [];
  });
  const nothing = withoutOption(paths, {
    found: used.found,
    problems: all.flatMap((each) => each.problems),
  });
  return { nothing, builders, problems: [...used.problems, ...problems] };
}

/** Where those who log in have their key, if all of them have it at one place. */
function keyPath(
  { facts, wants }: Fleet,
  secret: string,
  builders: readonly string[],
): { readonly path: string | undefined; readonly problems: readonly Problem[] } {
  if (secret === '') return { path: undefined, problems: [] };
  const rows = facts.table('secret').rows.filter((row) => {
    const reads = wants(row.host) && !builders.includes(row.host);
    return reads && row.scope === 'system' && row.name === secret;
  });
  const [path, another] = new Set(rows.flatMap((row) => known(row.path) ?? []));
  if (path !== undefined && another === undefined) return { path, problems: [] };
  const message =
    path === undefined
      ? `where machines have the secret \`${secret}\` is not known`
      : `machines have the secret \`${secret}\` at \`${path}\` and at \`${another}\``;
  return { path: undefined, problems: [{ message, at: rows[0]?.at }] };
}

interface LineOptions {
  readonly user: string;
  readonly protocol: string;
  readonly key: string | undefined;
  readonly jobs: number;
  readonly speed: number;
  readonly features: readonly string[];
  readonly mandatory: readonly string[];
  readonly 'host-keys': boolean;
}

function lineOf(fleet: Fleet, host: string, options: LineOptions): string | Problem {
  const row = fleet.facts.table('host').rows.find(({ name }) => name === host);
  const system = row && known(row.system);
  if (system === undefined)
    return { message: `the platform of the builder \`${host}\` is not known`, at: row?.at };
  const { user, protocol, key, jobs, speed, mandatory } = options;
  const login = user === '' ? '' : `${user}@`;
  const features = [...new Set([...options.features, ...mandatory])];
  return [
    `${protocol}://${login}${hostNameOf(fleet, host)}`,
    system,
    key ?? '-',
    jobs,
    speed,
    features.join(',') || '-',
    mandatory.join(',') || '-',
    (options['host-keys'] && publicKey(fleet, host)) || '-',
  ].join(' ');
}

/** The first public key of a machine, in base 64 once more. */
function publicKey(fleet: Fleet, host: string): string | undefined {
  const wants = (name: string): boolean => name === host;
  const [key] = hostKeysOf({ ...fleet, wants }).hosts[0]?.keys ?? [];
  return key === undefined ? undefined : btoa(key);
}
