import { anyType, isPrimitive, type ObjectType, type Type } from './type.ts';

/** The types with those in front that the others are likely to become. */
export function preferred(types: readonly Type[]): readonly Type[] {
  const before = types.map((type) =>
    types.flatMap((other, index) => (compareTypes(type, other) < 0 ? [index] : [])),
  );
  const waiting = types.map(
    (type) => types.filter((other) => compareTypes(other, type) < 0).length,
  );
  const queue = [...types.keys()].filter((index) => waiting[index] === 0);
  for (const index of queue) {
    for (const later of before[index] ?? []) {
      const left = (waiting[later] ?? 0) - 1;
      waiting[later] = left;
      if (left === 0) queue.push(later);
    }
  }
  return queue.flatMap((index) => types[index] ?? []);
}

/** Negative when the first type is the more general one. */
function compareTypes(a: Type, b: Type): number {
  if (a.kind === 'any' || b.kind === 'any') {
    return Number(a.kind === 'any') - Number(b.kind === 'any');
  }
  if (isPrimitive(a) && isPrimitive(b)) {
    return Number(b.kind === 'string') - Number(a.kind === 'string');
  }
  if ('element' in a && 'element' in b && a.kind === b.kind) {
    return compareTypes(a.element, b.element);
  }
  if (a.kind === 'object' && b.kind === 'object') return compareObjects(a, b);
  if (a.kind === 'tuple' && b.kind === 'tuple') return compareMembers(a.elements, b.elements);
  return compareKinds(a, b);
}

/** Among sequences a list is the most general, among mappings a map. */
const ranks: readonly { readonly [kind in Type['kind']]?: number }[] = [
  { list: 2, tuple: 1, set: 0 },
  { map: 1, object: 0 },
];

function compareKinds(a: Type, b: Type): number {
  for (const rank of ranks) {
    const [left, right] = [rank[a.kind], rank[b.kind]];
    if (left !== undefined && right !== undefined) return right - left;
  }
  return 0;
}

function compareObjects(a: ObjectType, b: ObjectType): number {
  const names = [...a.attributes.keys()];
  if (a.attributes.size !== b.attributes.size || !names.every((name) => b.attributes.has(name))) {
    return 0;
  }
  const of = (type: ObjectType): Type[] =>
    names.map((name) => type.attributes.get(name) ?? anyType);
  return compareMembers(of(a), of(b));
}

function compareMembers(a: readonly Type[], b: readonly Type[]): number {
  if (a.length !== b.length) return 0;
  const results = a.map((type, index) => compareTypes(type, b[index] ?? anyType));
  const [less, more] = [results.some((r) => r < 0), results.some((r) => r > 0)];
  return less === more ? 0 : less ? -1 : 1;
}
