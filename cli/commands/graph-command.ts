import { Argument, type Command, Option } from 'commander';
import { graphKinds } from '#analyzer/graph/graph.ts';
import type { GraphOptions } from './graph.ts';

type Given = Omit<GraphOptions, 'kind'>;

/** Adds `graph` to the command line; `draw` runs it. */
export function addGraphCommand(
  program: Command,
  draw: (options: GraphOptions) => Promise<void>,
): void {
  const kinds = new Argument('[picture]', 'what to draw').choices([...graphKinds, 'all']);
  program
    .command('graph')
    .description('draw modules, machines, routes or secrets')
    .addArgument(kinds.default('all'))
    .addOption(
      new Option(
        '--format <format>',
        'how to draw; otherwise as the name of the file says, or Mermaid',
      ).choices(['mermaid', 'dot', 'svg', 'html', 'json']),
    )
    .option(
      '--host <name>',
      'only what has to do with this machine; may be given more than once',
      (name: string, before: readonly string[]) => [...before, name],
      [],
    )
    .option('-o, --output <file>', 'write to a file instead of the standard output')
    .addHelpText('after', help)
    .action(async (kind: GraphOptions['kind'], given: Given) => {
      await draw({ ...given, kind, format: given.format, output: given.output });
    });
}

const help = `
  flakewise graph -o fleet.html                    a page with everything, to look at and to search
  flakewise graph routes --format svg > routes.svg
  flakewise graph modules --host web --format dot | dot -Tpdf > web.pdf
  flakewise graph hosts >> README.md               Mermaid, which many sites draw

The pictures: hosts (machines, addresses, open ports, tunnels), routes (from
DNS over proxies to ports), modules (files importing files) and secrets (keys,
files, secrets, readers). Dashed is what is not known.
`;
