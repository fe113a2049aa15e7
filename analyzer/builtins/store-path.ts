import { bool, unsupported, type Value } from '../evaluate/value.ts';

/**
 * What a file of the repository is called where a path is read as a text:
 * Nix copies it into the store, and of its folders nothing is left. `#` stands
 * for a character of the hash.
 */
export function storePathOf(value: Value): string | undefined {
  if (value.kind !== 'path' || value.root !== 'workspace' || value.path === '') return undefined;
  const name = value.path.slice(value.path.lastIndexOf('/') + 1);
  return `/nix/store/${'#'.repeat(32)}-${name}`;
}

export function startsStorePath(path: string, prefix: string): Value {
  return answer(compare(path, prefix, 0));
}

export function endsStorePath(path: string, suffix: string): Value {
  return answer(compare(path, suffix, path.length - suffix.length));
}

export function isInStorePath(path: string, infix: string): Value {
  let best: Verdict = 'no';
  for (let start = 0; start + infix.length <= path.length; start++) {
    const verdict = compare(path, infix, start);
    if (verdict === 'yes') return bool(true);
    if (verdict === 'perhaps') best = verdict;
  }
  return answer(best);
}

type Verdict = 'yes' | 'perhaps' | 'no';

/** The letters and digits that hashes are written with. */
const hashed = /^[0-9abcdfghijklmnpqrsvwxyz]$/;
const hashStart = '/nix/store/'.length;
const hashEnd = hashStart + 32;

function compare(path: string, wanted: string, start: number): Verdict {
  if (start < 0 || start + wanted.length > path.length) return 'no';
  let verdict: Verdict = 'yes';
  for (let index = 0; index < wanted.length; index++) {
    const at = start + index;
    const character = wanted.charAt(index);
    if (at < hashStart || at >= hashEnd) {
      if (path.charAt(at) !== character) return 'no';
    } else if (hashed.test(character)) verdict = 'perhaps';
    else return 'no';
  }
  return verdict;
}

function answer(verdict: Verdict): Value {
  return verdict === 'perhaps' ? unsupported('the hash of a store path') : bool(verdict === 'yes');
}
