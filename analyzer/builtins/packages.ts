import { member, selectPath } from '../evaluate/select.ts';
import { interpolate } from '../evaluate/strings.ts';
import {
  failure,
  isStuck,
  list,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import {
  type BuiltinCall,
  type Definitions,
  withAttributes,
  withList,
  withString,
} from './function.ts';
import { joined, textThunk } from './strings.ts';

/** What names the parts of packages. Most packages are unknown, and then so is what this gives. */
export const packageFunctions: Definitions = {
  getExe: [1, mainProgram],
  "getExe'": [2, program],
  getOutput: [2, (call, name, thunk) => outputNamed(call, thunk, name)],
  getBin: [1, (call, thunk) => outputOf(call, thunk, ['bin', 'out'])],
  getDev: [1, (call, thunk) => outputOf(call, thunk, ['dev', 'out'])],
  getLib: [1, (call, thunk) => outputOf(call, thunk, ['lib', 'out'])],
  getMan: [1, (call, thunk) => outputOf(call, thunk, ['man', 'out'])],
  getInclude: [1, (call, thunk) => outputOf(call, thunk, ['include', 'dev', 'out'])],
  getStatic: [1, (call, thunk) => outputOf(call, thunk, ['static', 'lib', 'out'])],
  makeBinPath: [1, (call, packages) => searchPath(call, packages, { output: 'bin', in: 'bin' })],
  makeLibraryPath: [
    1,
    (call, packages) => searchPath(call, packages, { output: 'lib', in: 'lib' }),
  ],
  makeIncludePath: [
    1,
    (call, packages) => searchPath(call, packages, { output: 'dev', in: 'include' }),
  ],
  makeSearchPath: [
    2,
    (call, directory, packages) =>
      withString(call, directory, (name) => searchPath(call, packages, { in: name })),
  ],
  makeSearchPathOutput: [
    3,
    (call, output, directory, packages) =>
      withString(call, output, (part) =>
        withString(call, directory, (name) =>
          searchPath(call, packages, { output: part, in: name }),
        ),
      ),
  ],
  getName: [1, getName],
  getVersion: [1, getVersion],
  cleanSource: [1, (_call, source) => source.force()],
  cleanSourceWith: [1, (call, settings) => withAttributes(call, settings, sourceIn)],
};

/** The program that a package names is unknown with the package. */
function mainProgram(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind !== 'attrs') return isStuck(value) ? value : thrown('not a package', thunk);
  const name = new Thunk(
    thunk.site,
    () => selectPath(value, ['meta', 'mainProgram'], thunk.site) ?? getName(call, thunk),
  );
  return program(call, thunk, name);
}

function program(call: BuiltinCall, thunk: Thunk, name: Thunk): Value {
  const value = thunk.force();
  const text = name.force();
  if (value.kind === 'failure') return value;
  const isPackage = value.kind === 'unknown' || value.kind === 'attrs';
  const isName = text.kind !== 'string' || !text.value.includes('/');
  if (!isPackage || !isName) return thrown(`not a program: \`${call.name}\``, thunk);
  if (value.kind === 'attrs' && !value.get('type'))
    return value.open ?? thrown('not a package', thunk);
  const output = value.kind === 'attrs' ? outputOf(call, thunk, ['bin', 'out']) : value;
  return interpolate([output, '/bin/', text], call.session);
}

function thrown(message: string, at: Thunk): Value {
  return { kind: 'failure', message, at: at.site, catchable: true };
}

function outputNamed(call: BuiltinCall, thunk: Thunk, name: Thunk): Value {
  return withString(call, name, (output) => outputOf(call, thunk, [output, 'out']));
}

/** The first of the outputs that the package has, unless it is one output already. */
function outputOf(call: BuiltinCall, thunk: Thunk, outputs: readonly string[]): Value {
  const value = thunk.force();
  if (isStuck(value)) return value;
  if (value.kind !== 'attrs') return failure(`\`${call.name}\` needs a package`, thunk.site);
  const specified = member(value, 'outputSpecified', thunk.site);
  if (specified && isStuck(specified)) return specified;
  if (specified?.kind === 'bool' && specified.value) return value;
  for (const output of outputs) {
    const found = member(value, output, thunk.site);
    if (found) return found;
  }
  return value;
}

interface Directory {
  readonly output?: string;
  readonly in: string;
}

/** The packages' directories; packages that are unknown are holes, and nulls are left out. */
function searchPath(call: BuiltinCall, packages: Thunk, directory: Directory): Value {
  return withList(call, packages, ({ items, open }) => {
    if (open) return open;
    const { output } = directory;
    const paths = items
      .filter((item) => item.force().kind !== 'null')
      .map((item) => {
        const place =
          output === undefined || item.force().kind !== 'attrs'
            ? item
            : outputOf(call, item, [output, 'out']);
        return Thunk.of(interpolate([place, '/', directory.in], call.session), item.site);
      });
    return joined(call, textThunk(':'), list(paths));
  });
}

function getName(call: BuiltinCall, thunk: Thunk): Value {
  const value = thunk.force();
  if (value.kind !== 'attrs') return nameOf(call, thunk);
  const name = member(value, 'pname', thunk.site);
  if (name) return name;
  const full = value.get('name')?.value;
  return full ? nameOf(call, full) : failure('the package has no name', thunk.site);
}

function nameOf(call: BuiltinCall, name: Thunk): Value {
  return withString(call, name, (text) => {
    const dash = text.search(/-[^a-zA-Z]/);
    return string(dash < 0 ? text : text.slice(0, dash));
  });
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
