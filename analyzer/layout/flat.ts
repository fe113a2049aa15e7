import { type Doc, gap, isSequence, type Space, Strength } from './doc.ts';

/** A layout with all of it on one line, of so many columns at most; `undefined` where it cannot stand on one. */
export function flatDoc(doc: Doc, columns = Number.POSITIVE_INFINITY): Doc | undefined {
  const flat = flattened(doc);
  return flat !== undefined && widthOf(flat) <= columns ? flat : undefined;
}

function flattened(doc: Doc): Doc | undefined {
  if (typeof doc === 'string') return doc;
  if (isSequence(doc)) {
    const parts = doc.map(flattened);
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }
  switch (doc.kind) {
    case 'raw':
      return undefined;
    case 'text':
      return doc;
    case 'space':
      return flatSpace(doc);
    case 'group':
      return flattened(doc.doc);
    case 'nested':
    case 'around': {
      const inner = flattened(doc.doc);
      return inner === undefined ? undefined : { ...doc, doc: inner };
    }
  }
}

function flatSpace({ strength }: Space): Doc | undefined {
  if (strength >= Strength.newline) return undefined;
  return strength < Strength.gap ? '' : gap;
}

/** How wide what stands on one line is. */
function widthOf(doc: Doc): number {
  if (typeof doc === 'string') return doc.length;
  if (isSequence(doc)) return doc.reduce((sum, each) => sum + widthOf(each), 0);
  switch (doc.kind) {
    case 'text':
      return doc.text.length;
    case 'space':
      return 1;
    case 'raw':
      return Number.POSITIVE_INFINITY;
    default:
      return widthOf(doc.doc);
  }
}
