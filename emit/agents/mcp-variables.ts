import { parseOptionName } from '#analyzer/options/name.ts';
import { type EmitContext, type Emitted, emitter } from '../emitter.ts';
import { isWanted, plainHostName } from '../flags/wanted.ts';
import { prettyJson } from '../print/json.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { type Given, givenVariables } from './given-variables.ts';
import { type ServerVariable, serverVariables } from './mcp-servers.ts';

interface Options {
  readonly servers: string;
  readonly files: readonly string[];
}

export const mcpVariables = emitter({
  name: 'mcp-variables',
  summary: 'The names of the variables that servers of agents need, and who gives them a value.',
  inputs: ['host', 'profile'],
  formats: ['markdown', 'json', 'text'],
  output: 'docs/agent-variables.md',
  effect: 'documentation',
  options: {
    servers: {
      summary: 'The file that lists the servers.',
      default: '.mcp.json',
    },
    files: {
      summary: 'Options with files of variables, such as `home.file."a.env".text`.',
      default: [],
    },
  },
  emit: (context) => {
    const { facts, options, format, compare } = context;
    const text = facts.text(options.servers);
    const variables = text === undefined ? undefined : serverVariables(text);
    if (variables === undefined) return refusal(options.servers, text);
    const sorted = variables.toSorted((a, b) => compare(a.name, b.name));
    if (format === 'text') return whole(sorted.map(({ name }) => `${name}=\n`).join(''));
    const machines = machinesOf(context);
    return whole(format === 'json' ? dataOf(sorted, machines) : tableOf(sorted, machines));
  },
});

function whole(text: string): Emitted {
  return { parts: [{ names: {}, text }], problems: [] };
}

function refusal(file: string, text: string | undefined): Emitted {
  const why = text === undefined ? 'is not there' : 'lists no servers';
  return { parts: [], problems: [{ message: `\`${file}\` ${why}` }] };
}

/** A profile or a machine, and the variables that it gives a value. */
interface Giving {
  readonly name: string;
  readonly variables: ReadonlyMap<string, Given>;
}

/** Machines and homes of one profile are told together. */
function machinesOf(context: EmitContext<Options>): readonly Giving[] {
  const { facts, wants, compare, options } = context;
  const files = options.files.flatMap((option) => {
    const path = parseOptionName(option);
    return 'wrong' in path ? [] : [path.filter((name) => typeof name === 'string')];
  });
  const found = new Map<string, Map<string, Given>>();
  for (const { name } of facts.table('host').rows) {
    const machine = isWanted(facts, wants, name) ? context.machine(name) : undefined;
    if (machine === undefined) continue;
    const plain = plainHostName(facts, name);
    const known = found.get(plain) ?? new Map<string, Given>();
    found.set(plain, known);
    for (const [variable, given] of givenVariables(machine, files))
      if (known.get(variable) !== 'yes') known.set(variable, given);
  }
  return [...found]
    .map(([name, variables]) => ({ name, variables }))
    .toSorted((a, b) => compare(a.name, b.name));
}

function givers(variable: string, machines: readonly Giving[], given: Given): readonly string[] {
  return machines.filter(({ variables }) => variables.get(variable) === given).map((m) => m.name);
}

function dataOf(variables: readonly ServerVariable[], machines: readonly Giving[]): string {
  const records = variables.map(({ name, servers, isOptional }) => ({
    name,
    servers,
    optional: isOptional,
    given: givers(name, machines, 'yes'),
    'perhaps-given': givers(name, machines, 'perhaps'),
  }));
  return prettyJson({ variables: records });
}

function tableOf(variables: readonly ServerVariable[], machines: readonly Giving[]): string {
  const rows = variables.map(({ name, servers, isOptional }) => [
    code(name),
    servers.map(code).join(', '),
    isOptional ? 'no' : 'yes',
    givers(name, machines, 'yes').map(code).join(', '),
    givers(name, machines, 'perhaps').map(code).join(', '),
  ]);
  return markdownTable(['Variable', 'Servers', 'Needed', 'Given by', 'Perhaps given by'], rows);
}
