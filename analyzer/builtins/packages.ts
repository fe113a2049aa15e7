import { member } from '../evaluate/select.ts';
import { interpolate } from '../evaluate/strings.ts';
import {
  failure,
  isStuck,
  string,
  type Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withAttributes, withString } from './function.ts';

/** What names the parts of packages. Packages are unknown, and so is most of what this gives. */
export const packageFunctions: Definitions = {
  getExe: [1, mainProgram],
  "getExe'": [2, (call, thunk, name) => interpolate([thunk, '/bin/', name], call.session)],
  getOutput: [
    2,
    (call, name, thunk) => withString(call, name, (output) => outputOf(call, thunk, output)),
  ],
  getBin: [1, (call, thunk) => outputOf(call, thunk, 'bin')],
  getDev: [1, (call, thunk) => outputOf(call, thunk, 'dev')],
  getLib: [1, (call, thunk) => outputOf(call, thunk, 'lib')],
  getMan: [1, (call, thunk) => outputOf(call, thunk, 'man')],
  getVersion: [1, getVersion],
  cleanSource: [1, (_call, source) => source.force()],
  cleanSourceWith: [1, (call, settings) => withAttributes(call, settings, sourceIn)],
};

/** The program that a package names is unknown with the package. */
function mainProgram(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  return value.kind === 'attrs'
    ? (value.open ?? unsupported('lib.getExe', thunk.site))
    : failure(`\`${call.name}\` needs a package`, thunk.site);
}

function outputOf(call: BuiltinCall, thunk: Thunk, output: string): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  if (value.kind !== 'attrs') return failure(`\`${call.name}\` needs a package`, thunk.site);
  return (
    value.open ?? member(value, output, thunk.site) ?? unsupported('lib.getOutput', thunk.site)
  );
}

function getVersion(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind === 'attrs')
    return member(value, 'version', thunk.site) ?? unsupported('lib.getVersion', thunk.site);
  return withString(call, thunk, (text) => {
    const dash = text.search(/-[^a-zA-Z]/);
    return string(dash < 0 ? '' : text.slice(dash + 1));
  });
}

function sourceIn(settings: Parameters<typeof member>[0]): Value {
  return member(settings, 'src') ?? unsupported('lib.cleanSourceWith');
}
