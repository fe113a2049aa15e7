import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { Site } from '#analyzer/site.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import type { ValuesOf } from '../options.ts';
import { printedRecords } from '../print/records.ts';
import { optionValue, placeOf } from '../proxies/cluster.ts';

const options = {
  parts: {
    summary: 'What machines are for, each with the option that names them or is true on them.',
    default: {
      'IO primary': 'server.ioPrimaryHost',
      'monitoring primary': 'server.monitoringPrimaryHost',
      builder: 'server.distributedBuilds.builders',
    },
  },
  by: {
    summary: 'Whether there is a row for each machine or for each part.',
    default: 'machine',
    choices: ['machine', 'part'],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const allocations = emitter({
  name: 'allocations',
  summary: 'Which machine plays which part in the fleet, as machines themselves say.',
  inputs: ['host'],
  formats: ['markdown', 'json', 'toml', 'yaml'],
  output: 'docs/allocations.md',
  effect: 'documentation',
  options,
  emit: (context) => {
    const { facts, machine, wants, compare, format } = context;
    const names = facts
      .table('host')
      .rows.filter((row) => row.class !== 'home')
      .map(({ name }) => name)
      .toSorted(compare);
    const machines = names.flatMap((name) => machine(name) ?? []);
    const all = Object.entries(context.options.parts).map(([part, option]) => {
      return { part, ...allocated(option, machines) };
    });
    const printed =
      context.options.by === 'part' ? byPart(all, context) : byMachine(all, names.filter(wants));
    return {
      parts: [{ names: {}, text: printedRecords({ key: 'allocations', ...printed }, format) }],
      problems: all.flatMap(({ problems }) => problems),
    };
  },
});

interface Allocated {
  readonly machines: readonly string[];
  readonly problems: readonly Problem[];
}

interface Part extends Allocated {
  readonly part: string;
}

function byPart(all: readonly Part[], { compare, wants }: Context) {
  const records = all.map(({ part, machines }) => {
    return { part, machines: machines.filter(wants).toSorted(compare) };
  });
  return { columns: ['part', 'machines'], records };
}

function byMachine(all: readonly Part[], names: readonly string[]) {
  const records = names.map((machine) => {
    return {
      machine,
      parts: all.flatMap(({ part, machines }) => (machines.includes(machine) ? [part] : [])),
    };
  });
  return { columns: ['machine', 'parts'], records };
}

/** The machines that an option is true on or names; all have to name the same ones. */
function allocated(option: string, machines: readonly FleetHost[]): Allocated {
  const said = machines.flatMap((machine) => saying(machine, option) ?? []);
  const problems = said.flatMap((one) => ('message' in one ? [one] : []));
  const flags = said.flatMap((one) => ('isOn' in one && one.isOn ? [one.by] : []));
  const naming = said.flatMap((one) => ('named' in one ? [one] : []));
  const [first] = naming;
  const other = naming.find(({ named }) => named.join() !== first?.named.join());
  if (first !== undefined && other !== undefined) {
    const message = `\`${option}\` is not the same on \`${first.by}\` and \`${other.by}\``;
    return { machines: flags, problems: [...problems, { message, at: other.at }] };
  }
  const known = new Set(machines.map(({ name }) => name));
  const strange = (first?.named ?? [])
    .filter((name) => !known.has(name))
    .map((name): Problem => {
      return {
        message: `\`${option}\` names \`${name}\`, which is no machine here`,
        at: first?.at,
      };
    });
  const named = (first?.named ?? []).filter((name) => known.has(name));
  return { machines: [...flags, ...named], problems: [...problems, ...strange] };
}

type Saying =
  | { readonly by: string; readonly isOn: boolean }
  | { readonly by: string; readonly named: readonly string[]; readonly at: Site | undefined }
  | Problem;

/** What a machine says by an option; nothing where it has none. */
function saying(machine: FleetHost, option: string): Saying | undefined {
  const found = optionValue(machine, option);
  if (found === undefined) return undefined;
  const at = placeOf(machine, option.split('.'));
  const by = machine.name;
  const [lack] = found.missing;
  if (lack !== undefined)
    return {
      message: `\`${option}\` of \`${by}\` is not known: ${lack.reason}`,
      at: at ?? lack.at,
    };
  const { value } = found;
  if (typeof value === 'boolean') return { by, isOn: value };
  const names = Array.isArray(value) ? value : [value];
  if (names.every((name) => typeof name === 'string')) return { by, named: names, at };
  return { message: `\`${option}\` of \`${by}\` names no machines`, at };
}
