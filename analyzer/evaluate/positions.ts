import type { Site } from '../site.ts';
import { storePath } from './path-value.ts';
import type { Session } from './session.ts';
import { int, record, string, unsupported, type Value } from './value.ts';

/** A place as `__curPos` and `unsafeGetAttrPos` give it. Both numbers count from one, columns in bytes. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where something is written, as Nix tells it. Lines and columns are known only to sessions that may depend on layout. */
export function position(session: Session, site: Site): Value {
  const place = session.position?.(site);
  const layout = unsupported('the line of a position', site);
  return record({
    column: place ? int(place.column) : layout,
    file: string(`${storePath}/${site.file}`),
    line: place ? int(place.line) : layout,
  });
}
