/** A pure function that works out its result once for each object, as long as that is in use. */
export function oncePer<Key extends object, Result extends object>(
  make: (key: Key) => Result,
): (key: Key) => Result {
  const known = new WeakMap<Key, Result>();
  // The same object is asked about many times in a row.
  let last: { readonly key: Key; readonly result: Result } | undefined;
  return (key) => {
    if (last?.key === key) return last.result;
    const result = known.get(key) ?? make(key);
    known.set(key, result);
    last = { key, result };
    return result;
  };
}
