import { bool, int, list, record, string, type Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withString } from './function.ts';
import { textThunk } from './strings.ts';

/** Versions as Nix reads them: runs of digits and runs of other text between dots and dashes. */
export const versionFunctions: Definitions = {
  compareVersions: [
    2,
    (call, a, b) =>
      withString(call, a, (x) => withString(call, b, (y) => int(compareVersions(x, y)))),
  ],
  splitVersion: [
    1,
    (call, version) => withString(call, version, (text) => list(splitVersion(text).map(textThunk))),
  ],
  parseDrvName: [1, (call, name) => withString(call, name, parseName)],
};

/** `lib.versions`. */
export const libVersionFunctions: Definitions = {
  major: [1, (call, version) => leading(call, version, 1)],
  majorMinor: [1, (call, version) => leading(call, version, 2)],
  minor: [1, (call, version) => part(call, version, 1)],
  patch: [1, (call, version) => part(call, version, 2)],
};

/** What `lib.strings` adds. */
export const libVersionComparisons: Definitions = {
  versionOlder: [2, (call, a, b) => compared(call, [a, b], (order) => order > 0)],
  versionAtLeast: [2, (call, a, b) => compared(call, [a, b], (order) => order <= 0)],
};

function compared(
  call: BuiltinCall,
  [a, b]: readonly [Thunk, Thunk],
  answer: (order: number) => boolean,
): Value {
  return withString(call, a, (x) =>
    withString(call, b, (y) => bool(answer(compareVersions(y, x)))),
  );
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [splitVersion(a), splitVersion(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [x = '', y = ''] = [left[index], right[index]];
    if (isOlder(x, y)) return -1;
    if (isOlder(y, x)) return 1;
  }
  return 0;
}

function splitVersion(version: string): string[] {
  return version.match(/[0-9]+|[^0-9.-]+/g) ?? [];
}

function isOlder(a: string, b: string): boolean {
  const [x, y] = [/^[0-9]+$/.test(a), /^[0-9]+$/.test(b)];
  if (x && y) return BigInt(a) < BigInt(b);
  if (a === '' && y) return true;
  if (a === 'pre' && b !== 'pre') return true;
  if (b === 'pre') return false;
  if (y) return true;
  return !x && a < b;
}

/** The version starts at the first dash that no letter follows. */
function parseName(text: string): Value {
  const dash = text.search(/-[^a-zA-Z]/);
  return dash < 0
    ? record({ name: string(text), version: string('') })
    : record({ name: string(text.slice(0, dash)), version: string(text.slice(dash + 1)) });
}

function leading(call: BuiltinCall, version: Thunk, count: number): Value {
  return withString(call, version, (text) => string(splitVersion(text).slice(0, count).join('.')));
}

function part(call: BuiltinCall, version: Thunk, index: number): Value {
  return withString(call, version, (text) => {
    const found = splitVersion(text)[index];
    return found === undefined
      ? { kind: 'failure', message: 'the version is too short', at: version.site, catchable: false }
      : string(found);
  });
}
