import { type GraphKind, graphKinds } from '#analyzer/graph/graph.ts';
import { makeGraph } from '#analyzer/graph/make.ts';
import { emitter } from '../emitter.ts';
import { flowchart } from '../print/mermaid.ts';

export const fleetGraph = emitter({
  name: 'fleet-graph',
  summary: 'A picture of the fleet: machines, routes, modules or secrets and their ties.',
  inputs: ['host', 'open-port', 'route', 'tunnel', 'tunnel-peer'],
  formats: ['markdown', 'mermaid'],
  output: 'docs/fleet.md',
  effect: 'documentation',
  options: {
    about: {
      summary: 'What the picture shows.',
      default: 'hosts',
      choices: graphKinds,
    },
  },
  emit: ({ facts, wants, format, options: { about } }) => {
    const names = facts.table('host').rows.map(({ name }) => name);
    const wanted = names.filter(wants);
    const kind = graphKinds.find((one): one is GraphKind => one === about) ?? 'hosts';
    const graph = makeGraph(facts, kind, wanted.length === names.length ? [] : wanted);
    const chart = flowchart([graph], { printable });
    const text = format === 'markdown' ? `\`\`\`mermaid\n${chart}\`\`\`\n` : chart;
    return { parts: [{ names: {}, text }], problems: [] };
  },
});

/** Marks that cannot be seen, or that reorder what can, are shown as their numbers. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (mark) => {
    return `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}
