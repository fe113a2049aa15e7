import { valueAt } from '#analyzer/data/node.ts';
import { readData } from '#analyzer/data/read.ts';
import { type Emitted, emitter, type Problem } from '../emitter.ts';
import { agreedText, columns, isSet, optionsOn, withoutOption } from '../fleet-options.ts';
import { prettyJson } from '../print/json.ts';

export const redisMappings = emitter({
  name: 'redis-mappings',
  summary: 'A number for every Redis database of the fleet; numbers once given stay.',
  inputs: ['host'],
  formats: ['json'],
  output: 'redis-mappings.json',
  effect: 'configuration',
  options: {
    path: {
      summary: 'The option in which machines name the Redis databases that they use.',
      default: 'server.database.redis',
    },
    primary: {
      summary:
        'The option that names the machine with the server, whose own databases get no number; empty for none.',
      default: 'server.ioPrimaryHost',
    },
    databases: { summary: 'How many databases the server has.', default: 16 },
  },
  emit: ({ options, existing, ...fleet }) => {
    const primary = agreedText(fleet, options.primary);
    const { found, problems } = optionsOn(fleet, options.path, columns());
    const nothing = withoutOption([options.path], { found, problems });
    if (nothing !== undefined) return nothing;
    const names = found
      .filter(({ host }) => host !== primary.value)
      .flatMap(({ value }) => (isSet(value) ? Object.keys(value) : []));
    const mapped = mappedNames(existing({}), [...new Set(names)].toSorted(fleet.compare), {
      databases: options.databases,
      compare: fleet.compare,
      isComplete: problems.length === 0,
    });
    return { ...mapped, problems: [...primary.problems, ...problems, ...mapped.problems] };
  },
});

interface Numbering {
  readonly databases: number;
  readonly compare: (a: string, b: string) => number;
  /** Whether there are certainly no other names. */
  readonly isComplete: boolean;
}

/** The numbers there were, and the lowest free ones for names without. */
function mappedNames(
  before: string | undefined,
  names: readonly string[],
  { databases, compare, isComplete }: Numbering,
): Emitted {
  const given = numbersIn(before ?? '{}');
  if (given === undefined) {
    const message = 'the numbers that were given before cannot be read, so none are given anew';
    return { parts: [], problems: [{ message }] };
  }
  const numbers = new Map(given);
  const problems: Problem[] = [
    ...doubtful(given, databases),
    ...(isComplete ? stale(given, names) : []),
  ];
  const taken = new Set(numbers.values());
  const free = Array.from({ length: databases }, (_, id) => id).filter((id) => !taken.has(id));
  for (const name of names.filter((each) => !numbers.has(each))) {
    const id = free.shift();
    if (id !== undefined) numbers.set(name, id);
    else {
      const message = `there is no number left for \`${name}\`: Redis has ${databases} databases`;
      problems.push({ message });
    }
  }
  const sorted = [...numbers].toSorted(([a], [b]) => compare(a, b));
  return {
    parts: [{ names: {}, text: endedAs(prettyJson(Object.fromEntries(sorted)), before) }],
    problems,
  };
}

/** The numbers in a text of ours; `undefined` where it holds anything else. */
function numbersIn(text: string): ReadonlyMap<string, number> | undefined {
  const { documents, problems } = readData(text, 'json');
  const [root] = documents;
  if (problems.length > 0 || root?.kind !== 'map') return undefined;
  const numbers = new Map<string, number>();
  for (const { key } of root.entries) {
    const node = valueAt(root, key);
    const value = node?.kind === 'scalar' ? Number(node.value) : Number.NaN;
    if (!Number.isInteger(value)) return undefined;
    numbers.set(key, value);
  }
  return numbers;
}

function doubtful(given: ReadonlyMap<string, number>, databases: number): readonly Problem[] {
  const owners = new Map<number, string>();
  return [...given].flatMap(([name, id]): Problem[] => {
    const owner = owners.get(id);
    owners.set(id, owner ?? name);
    if (owner !== undefined)
      return [{ message: `\`${owner}\` and \`${name}\` share the database ${id}` }];
    if (id >= 0 && id < databases) return [];
    return [{ message: `\`${name}\` has the database ${id}, which the server does not have` }];
  });
}

function stale(given: ReadonlyMap<string, number>, names: readonly string[]): readonly Problem[] {
  return [...given].flatMap(([name, id]): Problem[] => {
    if (names.includes(name)) return [];
    const message = `no machine asks for \`${name}\` any more; remove its line to free the database ${id}`;
    return [{ message }];
  });
}

/** Whoever wrote the file without a line end at its end gets it so again. */
function endedAs(text: string, before: string | undefined): string {
  return before === undefined || before === '' || before.endsWith('\n') ? text : text.trimEnd();
}
