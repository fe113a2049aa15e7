import { known } from '#analyzer/facts/cell.ts';
import { emitter, type Problem } from '../emitter.ts';
import { type Fleet, hostNameOf, machinesOf } from '../fleet-options.ts';

export const sshConfig = emitter({
  name: 'ssh-config',
  summary: 'How to reach the machines by ssh: a block for all of them, or one for each.',
  inputs: ['host', 'deployment'],
  formats: ['text'],
  output: 'ssh/config',
  effect: 'configuration',
  options: {
    each: {
      summary: 'A block for each machine, with the address, port and login that it is deployed by.',
      default: false,
    },
    settings: {
      summary: 'What holds for all machines of the fleet.',
      default: { ForwardAgent: 'yes', IdentitiesOnly: 'yes', SetEnv: 'TERM=xterm-256color' },
    },
    others: { summary: 'What holds for every host, such as `IdentityAgent`.', default: {} },
  },
  emit: ({ options, ...fleet }) => {
    const names = machinesOf(fleet).map((host) => hostNameOf(fleet, host));
    const single = options.each ? machinesOf(fleet).map((host) => singleBlock(fleet, host)) : [];
    const shared = names.length === 0 ? [] : [block(names.join(' '), options.settings)];
    const others = Object.keys(options.others).length === 0 ? [] : [block('*', options.others)];
    const blocks = [...single, ...shared, ...others];
    const text = blocks.flatMap((each) => each.text ?? []).join('\n');
    return { parts: [{ names: {}, text }], problems: blocks.flatMap(({ problems }) => problems) };
  },
});

interface Block {
  readonly text: string | undefined;
  readonly problems: readonly Problem[];
}

function block(hosts: string, settings: Readonly<Record<string, string>>): Block {
  const broken = Object.entries(settings).filter(([name, value]) => {
    return !/^[A-Za-z]+$/.test(name) || /[\r\n]/.test(value);
  });
  const problems = broken.map(([name]) => ({
    message: `\`${name}\` is no line of a file for ssh`,
  }));
  const lines = Object.entries(settings)
    .filter((setting) => !broken.some(([name]) => name === setting[0]))
    .map(([name, value]) => `  ${name} ${value}\n`);
  const text = lines.length === 0 ? undefined : `Host ${hosts}\n${lines.join('')}`;
  return { text, problems };
}

/** Where one machine is, as what deploys it says; nothing where nobody says anything. */
function singleBlock(fleet: Fleet, host: string): Block {
  const rows = fleet.facts.table('deployment').rows.filter((row) => row.host === host);
  const settings: Record<string, string> = {};
  const problems: Problem[] = [];
  const columns = [
    ['HostName', 'address'],
    ['Port', 'port'],
    ['User', 'user'],
  ] as const;
  for (const [keyword, column] of columns) {
    const said = new Set(rows.flatMap((row) => known<string | number>(row[column]) ?? []));
    const [value, another] = said;
    if (value !== undefined && another === undefined) settings[keyword] = String(value);
    if (another !== undefined) {
      const message = `\`${host}\` is deployed by more than one ${column}: \`${value}\` and \`${another}\``;
      problems.push({ message, at: rows[0]?.at });
    }
  }
  const made = block(hostNameOf(fleet, host), settings);
  return { text: made.text, problems: [...problems, ...made.problems] };
}
