import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Cell, isUndecided } from '#analyzer/facts/cell.ts';
import { type HclFacts, type HclInput, hclFacts } from '#analyzer/hcl/facts.ts';
import type { Site } from '#analyzer/site.ts';
import { parse } from '#parser/parse.ts';

export type Sources = { readonly [file: string]: string };

export function factsOf(sources: Sources): HclFacts {
  const inputs = Object.entries(sources).map(([name, text]): HclInput => {
    const file = name as FilePath;
    if (name.endsWith('.json')) return { kind: 'json', file, text };
    return { kind: 'hcl', file, tree: parse(text, 'hcl') };
  });
  return hclFacts(inputs);
}

/** One line per row, then one per gap, without their places. */
export function summary(sources: Sources): string[] {
  const facts = factsOf(sources);
  const records = facts['dns-record'].rows.map((row) => {
    const zone = row.zone === undefined ? '' : ` in ${shown(row.zone)}`;
    return `${shown(row.type)} ${shown(row.name)}${zone} -> ${shown(row.targets)} (${row.label})`;
  });
  const zones = facts['dns-zone'].rows.map((row) => `zone ${row.name}`);
  const rules = facts['ingress-rule'].rows.map((row) => {
    const ports = [row['from-port'], row['to-port']].map(shown).join('-');
    const from = row.sources === undefined ? '' : ` from ${shown(row.sources)}`;
    return `${shown(row.protocol)} ${ports}${from} into ${shown(row.group)} (${row.label})`;
  });
  return [...records, ...zones, ...rules, ...gaps(facts)];
}

function gaps(facts: HclFacts): string[] {
  const tables = [facts['dns-record'], facts['dns-zone'], facts['ingress-rule']];
  return tables.flatMap((table) =>
    table.gaps.map((gap) => {
      const known = Object.entries(gap.known).map(([column, value]) => ` ${column}=${value}`);
      return `gap in ${gap.table}${known.join('')}: ${gap.reason}`;
    }),
  );
}

function shown(cell: Cell<string | number | readonly string[]>): string {
  if (isUndecided(cell)) return `?(${cell.undecided})`;
  return Array.isArray(cell) ? cell.join('+') : String(cell);
}

/** The text at a site of a tree. */
export function textAt(sources: Sources, site: Site | undefined): string | undefined {
  const text = site && sources[site.file];
  if (site === undefined || text === undefined) return undefined;
  if (site.file.endsWith('.json')) return text.slice(site.expr, text.indexOf(':', site.expr));
  const tree = parse(text, 'hcl');
  return text.slice(tree.start[site.expr], tree.end[site.expr]);
}
