import type { Cell } from '../facts/cell.ts';
import type { ContainerRow } from '../facts/services.ts';
import { concatenated } from './cells.ts';
import { assignments, joined, type Variables, variablesIn } from './environment-variables.ts';

type Given = Pick<
  ContainerRow,
  'ports' | 'volumes' | 'networks' | 'environment' | 'environment-files'
>;

interface Declared {
  readonly ports: Cell<readonly string[]>;
  readonly volumes: Cell<readonly string[]>;
  readonly networks: Cell<readonly string[]>;
  readonly variables: Variables;
  readonly files: Cell<readonly string[]>;
}

/** What a container is given by its own settings and by options of `podman run` or `docker run`. */
export function givenBy(
  options: Cell<readonly string[]>,
  { ports, volumes, networks, variables, files }: Declared,
): Given {
  const further = (pattern: RegExp) => optionValues(options, pattern);
  return {
    ports: concatenated(ports, further(/^(?:-p|--publish)$/)),
    volumes: concatenated(volumes, further(/^(?:-v|--volume)$/)),
    networks: concatenated(networks, further(/^--net(?:work)?$/)),
    environment: assignments(joined(variables, variablesIn(further(/^(?:-e|--env)$/)))),
    'environment-files': concatenated(files, further(/^--env-file$/)),
  };
}

/** The values of an option: `--name=value`, or `--name` and the value as the next word. */
function optionValues(options: Cell<readonly string[]>, pattern: RegExp): Cell<readonly string[]> {
  if (options === undefined || 'undecided' in options) return options;
  const words = options.flatMap((option) => {
    const name = /^--?[a-z-]+/.exec(option)?.[0];
    const rest = name === undefined ? '' : option.slice(name.length);
    return name !== undefined && /^[= ]/.test(rest) ? [name, rest.slice(1)] : [option];
  });
  return words.filter((_, index) => pattern.test(words[index - 1] ?? ''));
}
