import { isUndecided } from '#analyzer/facts/cell.ts';
import { compareRoutes } from './fact-comparison-routes.ts';
import { type Machine, rowsOf } from './fact-machine.ts';
import { type OracleFacts, type OracleValue, scalarOf, textsOf } from './fact-oracle.ts';

/** What the oracle takes for machines of which it cannot tell the platform. */
const fallbackSystem = 'x86_64-linux';

/** Compares everything that is known of one machine. */
export function compareMachine(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  const question = { host: host.name, table: 'host' } as const;
  score.cell({ ...question, what: 'host name' }, host['host-name'], theirs.hostName);
  if (theirs.system !== fallbackSystem)
    score.cell({ ...question, what: 'system' }, host.system, theirs.system);
  comparePorts(machine, theirs);
  compareSecrets(machine, theirs);
  compareAccounts(machine, theirs);
  compareUnits(machine, theirs);
  compareRoutes(machine, theirs);
  compareContainers(machine, theirs);
  compareDatabases(machine, theirs);
  compareEnabled(machine, theirs);
  compareMac(machine, theirs);
  const certificates = rowsOf(machine, 'certificate').filter((row) => row.source === 'declared');
  score.sets(
    { host: host.name, table: 'certificate', what: 'certificate' },
    certificates.map((row) => row.name),
    textsOf(theirs.acmeCerts),
  );
}

const protocols = [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
] as const;

function comparePorts(machine: Machine, { firewall }: OracleFacts): void {
  const { score, host } = machine;
  const ports = rowsOf(machine, 'open-port').filter(({ source }) =>
    source.startsWith('networking.firewall.'),
  );
  for (const [protocol, spelling] of protocols) {
    const of = (source: string): string[] =>
      ports
        .filter((row) => row.source === source && row.protocol === protocol)
        .map((row) =>
          row.port === row['to-port'] ? `${row.port}` : `${row.port}-${row['to-port']}`,
        );
    const question = { host: host.name, table: 'open-port' } as const;
    const path = `networking.firewall.allowed${spelling}`;
    const single = firewall?.[protocol];
    const singles = Array.isArray(single) ? single.map(({ port }) => port) : undefined;
    score.sets({ ...question, what: `${protocol} port` }, of(`${path}Ports`), textsOf(singles));
    const ranges = rangesOf(firewall?.[`${protocol}Ranges`]);
    score.sets({ ...question, what: `${protocol} range` }, of(`${path}PortRanges`), ranges);
    for (const [name, lists] of Object.entries(firewall?.interfaces ?? {})) {
      const below = `networking.firewall.interfaces.${name}.allowed${spelling}`;
      const what = `${protocol} on ${name}`;
      score.sets(
        { ...question, what },
        of(`${below}Ports`),
        textsOf(lists[`allowed${spelling}Ports`]),
      );
    }
  }
}

function rangesOf(ranges: OracleValue): readonly string[] | undefined {
  if (!Array.isArray(ranges)) return undefined;
  return textsOf(ranges.map(({ from, to }) => `${scalarOf(from)}-${scalarOf(to)}`));
}

const own = ['owner', 'group', 'mode', 'key'] as const;

function compareSecrets(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  for (const [manager, secrets] of [
    ['sops', theirs.sopsSecrets],
    ['agenix', theirs.ageSecrets],
  ] as const) {
    const ours = rowsOf(machine, 'secret').filter(
      (row) => row.scope === 'system' && row.manager === manager,
    );
    const question = { host: host.name, table: 'secret', what: `${manager} secret` } as const;
    score.sets(
      question,
      ours.map((row) => row.name),
      secrets && Object.keys(secrets),
    );
    for (const row of ours) {
      const theirs = secrets?.[row.name];
      // The oracle has every secret below `/run/secrets` that has no path of its own.
      const columns = theirs?.path === `/run/secrets/${row.name}` ? own : [...own, 'path' as const];
      for (const column of columns)
        score.cell(
          { ...question, what: `secret ${row.name} ${column}` },
          row[column],
          theirs?.[column],
        );
      const early = theirs?.neededForUsers || undefined;
      score.cell({ ...question, what: `secret ${row.name} early` }, row['needed-for-users'], early);
    }
  }
}

function compareAccounts(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  const users = rowsOf(machine, 'user');
  const user = { host: host.name, table: 'user' } as const;
  score.sets(
    { ...user, what: 'user' },
    users.map((row) => row.key),
    theirs.users && Object.keys(theirs.users),
  );
  for (const row of users) {
    const other = theirs.users?.[row.key];
    for (const column of ['name', 'group', 'uid'] as const)
      score.cell({ ...user, what: `${row.key} ${column}` }, row[column], other?.[column]);
    if (row.home !== undefined)
      score.cell({ ...user, what: `${row.key} home` }, row.home, other?.home);
    score.list({ ...user, what: `${row.key} groups` }, row['extra-groups'], other?.extraGroups);
    if (other?.isNormalUser !== undefined && row.kind !== undefined)
      score.cell(
        { ...user, what: `${row.key} is a person` },
        isUndecided(row.kind) ? row.kind : row.kind === 'normal',
        other.isNormalUser,
      );
  }
  const groups = rowsOf(machine, 'group');
  const group = { host: host.name, table: 'group' } as const;
  score.sets(
    { ...group, what: 'group' },
    groups.map((row) => row.name),
    theirs.groups && Object.keys(theirs.groups),
  );
  for (const row of groups) {
    const other = theirs.groups?.[row.name];
    score.cell({ ...group, what: `${row.name} gid` }, row.gid, other?.gid);
    score.list({ ...group, what: `${row.name} members` }, row.members, other?.members);
  }
}

function compareUnits(machine: Machine, { systemd }: OracleFacts): void {
  const { score, host } = machine;
  const units = rowsOf(machine, 'service').filter(
    (row) => row.scope === 'system' && row.manager === 'systemd',
  );
  const question = { host: host.name, table: 'service' } as const;
  score.sets(
    { ...question, what: 'unit' },
    units.map((row) => row.name),
    systemd && Object.keys(systemd),
  );
  for (const row of units) {
    const other = systemd?.[row.name];
    score.cell({ ...question, what: `${row.name} User` }, row.user, other?.User);
    score.cell({ ...question, what: `${row.name} Group` }, row.group, other?.Group);
    score.cell(
      { ...question, what: `${row.name} DynamicUser` },
      row['dynamic-user'],
      other?.DynamicUser,
    );
    if (other?.enable === false)
      score.cell({ ...question, what: `${row.name} enable` }, row.enabled, other.enable);
    score.list(
      { ...question, what: `${row.name} groups` },
      row['supplementary-groups'],
      other?.SupplementaryGroups,
    );
    score.list(
      { ...question, what: `${row.name} credentials` },
      row.credentials,
      other?.LoadCredential,
    );
    score.list(
      { ...question, what: `${row.name} files` },
      row['environment-files'],
      undashed(other?.EnvironmentFile),
    );
  }
}

function undashed(files: OracleValue): OracleValue {
  const texts = textsOf(typeof files === 'string' ? [files] : files);
  return texts?.map((file) => file.replace(/^-/, ''));
}

function compareContainers(machine: Machine, { oci }: OracleFacts): void {
  const { score, host } = machine;
  const containers = rowsOf(machine, 'container').filter((row) => row.source === 'oci-containers');
  const question = { host: host.name, table: 'container' } as const;
  score.sets(
    { ...question, what: 'container' },
    containers.map((row) => row.name),
    oci && Object.keys(oci),
  );
  for (const row of containers) {
    score.cell({ ...question, what: `${row.name} image` }, row.image, oci?.[row.name]?.image);
    score.list({ ...question, what: `${row.name} ports` }, row.ports, oci?.[row.name]?.ports);
  }
}

/** A machine has databases where the server runs; the oracle lists those of any other, too. */
function compareDatabases(machine: Machine, { enabledServices, postgres }: OracleFacts): void {
  const { score, host } = machine;
  if (textsOf(enabledServices)?.includes('postgresql') === false) return;
  const ours = rowsOf(machine, 'database').filter((row) => row.engine === 'postgresql');
  score.sets(
    { host: host.name, table: 'database', what: 'database' },
    ours.map((row) => row.name),
    textsOf(postgres?.databases),
  );
  const users = Array.isArray(postgres?.users) ? postgres.users : undefined;
  score.sets(
    { host: host.name, table: 'database-user', what: 'user' },
    rowsOf(machine, 'database-user')
      .filter((row) => row.engine === 'postgresql')
      .map((row) => row.name),
    users && textsOf(users.map(({ name }) => name)),
  );
}

/** Services and programs that are turned on. */
function compareEnabled(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  const options = rowsOf(machine, 'option');
  for (const [kind, names] of [
    ['services', theirs.enabledServices],
    ['programs', theirs.enabledPrograms],
  ] as const) {
    const path = new RegExp(`^${kind}\\.(?:"([^"]+)"|([^."]+))\\.enable$`);
    const ours = options.flatMap((row) => {
      const match = path.exec(row.path);
      return match && row.value === true ? [match[1] ?? match[2] ?? ''] : [];
    });
    score.sets({ host: host.name, table: 'option', what: kind }, ours, textsOf(names));
  }
}

function compareMac(machine: Machine, theirs: OracleFacts): void {
  const { score, host } = machine;
  if (host.class !== 'darwin') return;
  const homebrew = rowsOf(machine, 'homebrew');
  for (const [kind, list] of [
    ['brew', theirs.homebrew?.brews],
    ['cask', theirs.homebrew?.casks],
    ['tap', theirs.homebrew?.taps],
  ] as const)
    score.sets(
      { host: host.name, table: 'homebrew', what: kind },
      homebrew.filter((row) => row.kind === kind).map((row) => row.name),
      textsOf(Array.isArray(list) ? list.map(nameOf) : undefined),
    );
  const jobs = rowsOf(machine, 'service').filter(
    (row) => row.scope === 'system' && row.account === undefined,
  );
  score.sets(
    { host: host.name, table: 'service', what: 'job' },
    jobs.map((row) => row.name),
    textsOf(theirs.launchd),
  );
}

function nameOf(item: OracleValue): OracleValue {
  return typeof item === 'object' && item !== null && 'name' in item ? item.name : item;
}
