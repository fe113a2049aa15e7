import { known } from '#analyzer/facts/cell.ts';
import type { HostRow } from '#analyzer/facts/machines.ts';
import { type ConventionInfo, emitter } from '../emitter.ts';
import { code } from '../print/markdown.ts';

/** From the least to the worst. */
const levels: readonly string[] = ['hint', 'warning', 'error'];

export const agentGuidance = emitter({
  name: 'agent-guidance',
  summary: 'What coding agents have to know: the conventions that are on, and the machines.',
  inputs: ['host'],
  formats: ['markdown'],
  output: 'AGENTS.md',
  effect: 'documentation',
  options: {
    level: {
      summary: 'Conventions below this level are left out.',
      default: 'warning',
      choices: levels,
    },
    machines: { summary: 'Whether the machines are listed.', default: true },
    heading: { summary: 'How many `#` the headings have.', default: 2 },
  },
  emit: ({ facts, conventions, wants, compare, options }) => {
    const head = '#'.repeat(Math.min(6, Math.max(1, options.heading)));
    const least = levels.indexOf(options.level);
    const told = conventions.filter(({ severity }) => levels.indexOf(severity) >= least);
    const hosts = facts
      .table('host')
      .rows.filter(({ name, output }) => output !== '' && wants(name))
      .toSorted((a, b) => compare(a.name, b.name));
    const sections = [
      conventionSection(told, head),
      ...(options.machines && hosts.length > 0 ? [machineSection(hosts, head)] : []),
      generatedSection(head),
    ];
    return { parts: [{ names: {}, text: sections.join('\n') }], problems: [] };
  },
});

function conventionSection(conventions: readonly ConventionInfo[], head: string): string {
  const own = conventions.filter(({ kind }) => kind === 'own');
  const repository = conventions.filter(({ kind }) => kind === 'repository');
  const language = conventions.filter(({ kind }) => kind === 'language');
  return [
    `${head} Conventions that are checked\n`,
    '`flakewise check` says where one of them is broken, `flakewise check --fix` mends what can be mended',
    'without a choice, and `flakewise explain NAME` says more. Run it before a change is finished.\n',
    ...own.map(ownLine),
    ...repository.map(line),
    ...(language.length === 0 ? [] : [`- ${languageLine(language.length)}`]),
    '',
  ].join('\n');
}

function line({ name, summary }: ConventionInfo): string {
  return `- ${code(name)}: ${summary}`;
}

/** What the repository wrote down itself is told by its reason, where it gives one. */
function ownLine(convention: ConventionInfo): string {
  const [reason = ''] = convention.why.split(/\n\s*\n/);
  const summary = reason.replace(/\s+/g, ' ').trim() || convention.summary;
  return line({ ...convention, summary });
}

function languageLine(count: number): string {
  return `${count} rules about the languages themselves, which \`flakewise rules\` lists.`;
}

function machineSection(hosts: readonly HostRow[], head: string): string {
  return [`${head} Machines\n`, ...hosts.map(machineLine), ''].join('\n');
}

function machineLine({ name, class: kind, system, output, entry }: HostRow): string {
  const platform = known(system);
  const facts = [kind, ...(platform === undefined ? [] : [platform]), code(output)];
  const begins = entry === undefined ? '' : `, begins in ${code(entry)}`;
  return `- ${code(name)}: ${facts.join(', ')}${begins}`;
}

function generatedSection(head: string): string {
  return [
    `${head} Generated files\n`,
    'What says that `flakewise emit` wrote it is not edited by hand: change the flake, then run `flakewise emit --all`.',
    '',
  ].join('\n');
}
