import { resourceFactsOf, type Sources, shown } from './hcl.ts';

/** `address path = value`, one line for each part that the configuration sets. */
export function attributes(sources: Sources): string[] {
  return resourceFactsOf(sources)['resource-attribute'].rows.map(
    ({ address, path, value, written }) =>
      `${address} ${path} = ${written === undefined ? shown(value) : `<${written}>`}`,
  );
}

export function gaps(sources: Sources): string[] {
  const tables = Object.values(resourceFactsOf(sources));
  return tables.flatMap((table) =>
    table.gaps.map(({ table: name, known, reason }) => {
      const columns = Object.entries(known).map(([column, value]) => ` ${column}=${value}`);
      return `${name}${columns.join('')}: ${reason}`;
    }),
  );
}
