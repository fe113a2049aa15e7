import type { TableSchema } from '#analyzer/facts/schema.ts';
import { tables } from '#analyzer/facts/tables.ts';

/** Every table with its columns, as Markdown. */
export function factPage(): string {
  const sections = Object.entries(tables).map(([name, schema]) => section(name, schema));
  return `# Facts\n\n${introduction}\n\n${sections.join('\n')}`;
}

const introduction = `Generated from \`analyzer/facts/\`; \`npm run generate\` writes it.

Rules, conventions, emitters, the command \`facts\` and editors read these tables and nothing else.
Every row also has a place: the file, line and column where it comes from.
What could not be read is a gap of the table: what is known of it, the reason and the place.
In texts with holes, \`\${…}\` stands for what is not known; packages, inputs and options that nobody defines keep their names there.`;

const presences = { set: '', optional: 'may be unset', cell: 'may be unset or undecided' } as const;

function section(name: string, { about, columns }: TableSchema): string {
  const rows = Object.entries(columns).map(([column, { type, presence, about: meaning }]) => {
    return `| \`${column}\` | ${type} | ${presences[presence]} | ${meaning} |`;
  });
  const head = '| column | holds | | meaning |\n|---|---|---|---|';
  return `## ${name}\n\n${about}\n\n${head}\n${rows.join('\n')}\n`;
}
