import type { Gap } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { enumerated } from '#analyzer/secrets/places.ts';
import type { Problem } from './emitter.ts';

/** What may be missing, as one problem however many reasons there are; none without gaps. */
export function gapProblem(what: string, gaps: readonly Gap<TableName>[]): readonly Problem[] {
  const [first] = gaps;
  if (first === undefined) return [];
  const hosts = new Set(
    gaps.flatMap(({ known }) => {
      const host: unknown = Reflect.get(known, 'host');
      return typeof host === 'string' ? [`\`${host}\``] : [];
    }),
  );
  const where = hosts.size === 0 ? '' : ` of ${enumerated([...hosts])}`;
  const others = new Set(gaps.map(({ reason }) => reason)).size - 1;
  const more = others === 0 ? '' : `, and ${others} more reason${others === 1 ? '' : 's'}`;
  return [{ message: `${what}${where} may be missing: ${first.reason}${more}`, at: first.at }];
}
