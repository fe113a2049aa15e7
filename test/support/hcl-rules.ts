import { networkFactsOf, shown } from './hcl.ts';

/** One line for each rule of the text. */
export function rules(text: string): string[] {
  const { rows, gaps } = networkFactsOf({ 'main.tf': text })['ingress-rule'];
  const lines = rows.map((row) => {
    const ports = `${shown(row['from-port'])}-${shown(row['to-port'])}`;
    const from = `from ${shown(row.sources)}, open ${shown(row.open)}`;
    return `${shown(row.protocol)} ${ports} ${from}, into ${shown(row.group)}`;
  });
  return [...lines, ...gaps.map(({ reason }) => `gap: ${reason}`)];
}
