import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { unitsManaged } from '#analyzer/units/restarts.ts';
import { takersOf } from '#analyzer/workflows/takers.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { machineNames } from '../machine-names.ts';
import { polkitText, type UserUnits } from '../print/polkit.ts';
import { serviceUsers } from './service-users.ts';

export const polkitRules = emitter({
  name: 'polkit-rules',
  summary: 'Rules of polkit that let users manage units, such as runners that restart services.',
  inputs: ['command', 'workflow-job', 'runner', 'service', 'user'],
  formats: ['polkit'],
  output: 'machines/{folder}/security/polkit/50-units.rules',
  effect: 'configuration',
  options: {
    grants: {
      summary: 'Units by the users that manage them: `web = "web.service api.service"`.',
      default: {} as Readonly<Record<string, string>>,
    },
    'own-units': {
      summary: 'Whether the user of a runner may manage the units that run as the same user.',
      default: false,
    },
    repository: {
      summary: 'The address of this repository, as runners have it in `url`; empty for any.',
      default: '',
    },
    without: {
      summary: 'Users that are not let manage units of their own.',
      default: [] as readonly string[],
    },
  },
  emit: (context) => {
    const { facts, wants, existing, compare } = context;
    const problems: Problem[] = [];
    const parts = facts.table('host').rows.flatMap((row) => {
      if (!wants(row.name) || row.class !== 'nixos') return [];
      const names = machineNames(row);
      const found = grantsOn(row.name, context);
      problems.push(...found.problems);
      const isAny = found.grants.size > 0 || existing(names) !== undefined;
      const table = [...found.grants].toSorted(([a], [b]) => compare(a, b));
      const users = table.map(
        ([user, units]): UserUnits => ({ user, units: [...units].sort(compare) }),
      );
      return isAny ? [{ names, text: polkitText(users) }] : [];
    });
    return { parts, problems: [...problems, ...strangers(context)] };
  },
});

interface Grants {
  readonly grants: ReadonlyMap<string, ReadonlySet<string>>;
  readonly problems: readonly Problem[];
}

interface Choice {
  readonly grants: Readonly<Record<string, string>>;
  readonly 'own-units': boolean;
  readonly repository: string;
  readonly without: readonly string[];
}

type Context = Pick<EmitContext<Choice>, 'facts' | 'options' | 'wants'>;

/** Who is to manage which units of a machine: as options say, as workflows do, and for runners their own. */
function grantsOn(host: string, { facts, options }: Context): Grants {
  const grants = new Map<string, Set<string>>();
  const add = (user: string, unit: string): void => {
    if (user !== 'root') grants.set(user, (grants.get(user) ?? new Set()).add(unit));
  };
  const users = usersOf(facts, host);
  for (const [user, units] of Object.entries(options.grants))
    if (users.has(user)) for (const unit of unitsIn(units)) add(user, unit);
  const restarts = restartsOn(facts, host, options.repository);
  for (const { user, unit } of restarts.grants) add(user, unit);
  if (options['own-units'])
    for (const { user, unit } of ownUnits(facts, host))
      if (!options.without.includes(user)) add(user, unit);
  return { grants, problems: restarts.problems };
}

/** Users that options name and that no machine has. */
function strangers({ facts, options, wants }: Context): readonly Problem[] {
  const hosts = facts.table('host').rows.filter(({ name }) => wants(name));
  const users = new Set(hosts.flatMap(({ name }) => [...usersOf(facts, name)]));
  return Object.keys(options.grants)
    .filter((user) => !users.has(user))
    .map((user) => ({
      message: `no machine is known to have the user \`${user}\`: it is left out`,
    }));
}

function usersOf(facts: Facts, host: string): ReadonlySet<string> {
  const declared = facts
    .table('user')
    .rows.flatMap((row) => (row.host === host ? (known(row.name) ?? row.key) : []));
  return new Set([...declared, ...serviceUsers(facts, host).users.map(({ name }) => name)]);
}

function unitsIn(units: string): readonly string[] {
  const names = units.split(/[\s,]+/).filter(Boolean);
  return names.map((name) => (/\.[a-z]+$/.test(name) ? name : `${name}.service`));
}

interface Restarts {
  readonly grants: readonly { readonly user: string; readonly unit: string }[];
  readonly problems: readonly Problem[];
}

/** What jobs of this repository make systemd do on runners of a machine. */
function restartsOn(facts: Facts, host: string, repository: string): Restarts {
  const jobs = facts.table('workflow-job').rows;
  const problems: Problem[] = [];
  const grants = facts.table('command').rows.flatMap((command) => {
    const units = command.source === 'workflow' ? unitsManaged(command) : [];
    const job = jobs.find(({ file, job: name }) => file === command.file && name === command.in);
    const takers = units.length > 0 && job ? takersOf(facts, job, repository) : undefined;
    if (takers?.kind === 'undecided' || takers?.kind === 'several') {
      const message = `it is not known which runner runs \`${command.text}\`: ${takers.reason}`;
      problems.push({ message, at: command.at });
    }
    if (takers?.kind !== 'known') return [];
    const users = takers.runners.flatMap((runner) => {
      return runner.host === host ? (known(runner.user) ?? []) : [];
    });
    return users.flatMap((user) => units.map((unit) => ({ user, unit })));
  });
  return { grants, problems };
}

/** Units that go on running and run as the user of a runner. */
function ownUnits(facts: Facts, host: string): Restarts['grants'] {
  const runners = facts
    .table('runner')
    .rows.filter((row) => row.host === host && row.enabled !== false);
  const users = new Set(runners.flatMap(({ user }) => known(user) ?? []));
  return facts.table('service').rows.flatMap((row) => {
    const user = known(row.user);
    const isRunning = row.scope === 'system' && row.enabled !== false && row.type !== 'oneshot';
    if (row.host !== host || !isRunning || row.account !== undefined) return [];
    return user !== undefined && users.has(user) ? [{ user, unit: `${row.name}.service` }] : [];
  });
}
