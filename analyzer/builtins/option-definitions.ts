import { member } from '../evaluate/select.ts';
import {
  failure,
  falseValue,
  isStuck,
  record,
  string,
  Thunk,
  type Value,
} from '../evaluate/value.ts';
import { type BuiltinCall, callWith, type Definitions } from './function.ts';

/** What passes the definitions of one option on to another, as values of `options` hold them. */
export const optionDefinitionFunctions: Definitions = {
  mkAliasDefinitions: [1, (_call, option) => whereDefined(option, merged(option))],
  mkAliasAndWrapDefinitions: [
    2,
    (call, wrap, option) =>
      whereDefined(option, new Thunk(option.site, () => callWith(call, wrap, merged(option)))),
  ],
  mkAliasIfDef: [2, (_call, option, content) => whereDefined(option, content)],
  mkDerivedConfig: [
    2,
    (call, option, derive) =>
      whereDefined(
        option,
        new Thunk(option.site, () =>
          callWith(call, derive, new Thunk(option.site, () => part(option, 'value'))),
        ),
      ),
  ],
  mkFixStrictness: [1, (_call, value) => value.force()],
  setDefaultModuleLocation: [2, (_call, file, module) => located(file, module)],
  importApply: [2, importApply],
};

/** `mkIf` that the option is defined. */
function whereDefined(option: Thunk, content: Thunk): Value {
  const condition = new Thunk(option.site, () => part(option, 'isDefined'));
  return record({ _type: string('if'), condition, content });
}

function merged(option: Thunk): Thunk {
  const contents = new Thunk(option.site, () => part(option, 'definitions'));
  return Thunk.of(record({ _type: string('merge'), contents }), option.site);
}

/** A part of the value of an option; what is no option is not defined. */
function part(option: Thunk, name: string): Value {
  const value = option.force();
  if (isStuck(value)) return value;
  const found = member(value, name, option.site);
  return found ?? (name === 'isDefined' ? falseValue : failure('this is not an option'));
}

function located(file: Thunk, module: Thunk): Value {
  return record({
    _file: file,
    imports: { kind: 'list', items: [module], open: undefined },
  });
}

/** A module in a file that takes arguments first. */
function importApply(call: BuiltinCall, path: Thunk, argument: Thunk): Value {
  const module = new Thunk(path.site, () => {
    const file = call.session.globals.get('import');
    return file ? callWith(call, file, path, argument) : failure('unreachable: no `import`');
  });
  return located(path, module);
}
