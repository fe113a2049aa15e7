import type { Value } from './value.ts';

/** The value at a path of names below a set; `undefined` where none is certain. */
export function valueAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  let current = value;
  for (const name of path) {
    current = current?.kind === 'attrs' ? current.get(name)?.value.force() : undefined;
  }
  return current;
}

/** The text at a path of names; `undefined` where there is none, or it is not wholly known. */
export function textAt(value: Value | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path);
  return found?.kind === 'string' ? found.value : undefined;
}

/** The Boolean at a path of names. */
export function truthAt(value: Value | undefined, ...path: readonly string[]): boolean | undefined {
  const found = valueAt(value, ...path);
  return found?.kind === 'bool' ? found.value : undefined;
}

/** The integer at a path of names. */
export function numberAt(value: Value | undefined, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path);
  return found?.kind === 'int' ? Number(found.value) : undefined;
}
