import { basename, resolve } from 'node:path';
import { type GraphKind, graphKinds } from '#analyzer/graph/graph.ts';
import { makeGraph } from '#analyzer/graph/make.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { didYouMean } from '#linter/closest.ts';
import type { GraphFormat } from '../graph/draw.ts';
import { placesOf } from '../places.ts';
import { openWhole } from '../session.ts';
import { complain, ExitCode, type Terminal, type WrongUse } from '../terminal.ts';
import { makeFleet } from '../threads/fleet.ts';
import { createWhole } from '../write.ts';

export interface GraphOptions {
  readonly kind: GraphKind | 'all';
  /** `undefined`: as the name of the file says, else Mermaid. */
  readonly format: GraphFormat | undefined;
  readonly host: readonly string[];
  readonly output: string | undefined;
}

/** Prints or writes pictures of the fleet. What draws them is loaded only here. */
export async function graph(options: GraphOptions, terminal: Terminal): Promise<number> {
  const workspace = await openWhole(terminal.directory);
  if ('wrongUse' in workspace) return refuse(workspace, terminal);
  const { snapshot, disk } = workspace;
  const unknown = unknownHost(options.host, snapshot);
  if (unknown) return refuse(unknown, terminal);
  const format = options.format ?? formatOf(options.output);
  if (typeof format !== 'string') return refuse(format, terminal);
  await makeFleet(workspace, 'none', terminal);
  const { drawn } = await import('../graph/draw.ts');
  const kinds = options.kind === 'all' ? graphKinds : [options.kind];
  const graphs = kinds.map((kind) => makeGraph(snapshot.facts(), kind, options.host));
  const text = drawn(graphs, { format, title: basename(disk.root), places: placesOf(workspace) });
  if (options.output === undefined || options.output === '-') {
    terminal.output(text);
    return ExitCode.clean;
  }
  const failure = createWhole(resolve(terminal.directory, options.output), text);
  if (failure === undefined) return ExitCode.clean;
  return refuse({ wrongUse: `\`${options.output}\` was not written: ${failure}` }, terminal);
}

function refuse({ wrongUse }: WrongUse, terminal: Terminal): number {
  complain(wrongUse, terminal);
  return ExitCode.wrongUse;
}

function unknownHost(names: readonly string[], snapshot: Snapshot): WrongUse | undefined {
  if (names.length === 0) return undefined;
  const known = snapshot.machineWork().machines.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return undefined;
  return { wrongUse: `there is no machine \`${wrong}\`${didYouMean(wrong, known)}` };
}

const formats: ReadonlyMap<string, GraphFormat> = new Map([
  ['mmd', 'mermaid'],
  ['mermaid', 'mermaid'],
  ['dot', 'dot'],
  ['gv', 'dot'],
  ['svg', 'svg'],
  ['html', 'html'],
  ['htm', 'html'],
  ['json', 'json'],
]);

function formatOf(file: string | undefined): GraphFormat | WrongUse {
  if (file === undefined || file === '-') return 'mermaid';
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const wrongUse = `the name \`${file}\` does not say which format is meant; say it with \`--format\``;
  return formats.get(ending) ?? { wrongUse };
}
