import { member } from '../evaluate/select.ts';
import {
  type Attributes,
  attributes,
  failure,
  falseValue,
  type Lambda,
  list,
  record,
  string,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { registerAlias } from '../nixos/alias.ts';
import { type Definition, priorities } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { withPath } from './attribute-paths.ts';
import {
  type BuiltinCall,
  callWith,
  type Definitions,
  withAttributes,
  withItems,
} from './function.ts';

/** Modules that keep options under former names. */
export const renamedOptionFunctions: Definitions = {
  mkRenamedOptionModule: [2, renamed],
  mkRenamedOptionModuleWith: [
    1,
    (call, settings) =>
      withAttributes(call, settings, (given) => {
        const [from, to] = [given.get('from')?.value, given.get('to')?.value];
        if (from && to) return renamed(call, from, to);
        return given.open ?? failure('`mkRenamedOptionModuleWith` needs `from` and `to`');
      }),
  ],
  mkAliasOptionModule: [2, renamed],
  mkAliasOptionModuleMD: [2, renamed],
  mkRemovedOptionModule: [2, removed],
  mkChangedOptionModule: [
    3,
    (call, from, to, change) => changed(call, { from: [from], to, change }),
  ],
  mkMergedOptionModule: [
    3,
    (call, from, to, change) =>
      withItems(call, from, (paths) => changed(call, { from: paths, to, change })),
  ],
};

/** A module whose content needs the configuration. */
function moduleOf(content: (config: Thunk) => Attributes): Lambda {
  const apply = (argument: Thunk): Value => {
    const given = argument.force();
    const config = given.kind === 'attrs' ? given.get('config')?.value : undefined;
    return content(config ?? Thunk.of(unknown({ kind: 'argument', name: 'config' })));
  };
  return {
    kind: 'lambda',
    formals: new Map([
      ['config', false],
      ['options', false],
    ]),
    apply,
    // Every call makes one, so that two of them are no more equal than two written apart.
    enter: apply,
  };
}

/** What is defined at the former path counts at the new one, with its conditions and priorities. */
function renamed(call: BuiltinCall, from: Thunk, to: Thunk): Value {
  return withPath(call, from, (former) =>
    withItems(call, to, (path) =>
      moduleOf((config) =>
        registerAlias(
          record({
            options: nested(
              former,
              hiddenOption(() => at(call, config, path)),
            ),
          }),
          {
            to: path,
            definitions: (root) => root.at(former).definitions,
          },
        ),
      ),
    ),
  );
}

/** A removed option must not be used; reading it fails. */
function removed(call: BuiltinCall, path: Thunk, instructions: Thunk): Value {
  return withPath(call, path, (names) => {
    const text = instructions.force();
    const why = text.kind === 'string' ? `: ${text.value}` : '';
    const message = `the option \`${names.join('.')}\` was removed${why}`;
    return moduleOf(() =>
      record({
        options: nested(
          names,
          hiddenOption(() => failure(message)),
        ),
      }),
    );
  });
}

interface Change {
  readonly from: readonly Thunk[];
  readonly to: Thunk;
  readonly change: Thunk;
}

/** The new option is made from the configuration where a former one is defined. */
function changed(call: BuiltinCall, { from, to, change }: Change): Value {
  const paths: (readonly string[])[] = [];
  for (const each of from) {
    const problem = withPath(call, each, (names) => {
      paths.push(names);
      return falseValue;
    });
    if (problem.kind !== 'bool') return problem;
  }
  return withItems(call, to, (path) =>
    moduleOf((config) => {
      const options = list(paths.map((names) => Thunk.of(nested(names, plainOption()))));
      const module = record({
        imports: list(
          options.items.map((option) => Thunk.of(record({ options: option }), option.site)),
        ),
        options: attributes(new Map()),
      });
      return registerAlias(module, {
        to: path,
        definitions: (root) =>
          changedDefinitions(root, paths, () => callWith(call, change, config)),
      });
    }),
  );
}

function changedDefinitions(
  root: OptionNode,
  paths: readonly (readonly string[])[],
  value: () => Value,
): readonly Definition[] {
  const defined = paths.flatMap((path) => root.at(path).definitions);
  const [first] = defined;
  if (!first) return [];
  const content = new Thunk(first.content.site, value);
  return [{ ...first, content, priority: priorities.normal }];
}

/** An option that documentation leaves out, with the value of something else. */
function hiddenOption(value: () => Value): Value {
  const apply: Lambda = { kind: 'lambda', formals: undefined, apply: value };
  return record({ _type: string('option'), visible: falseValue, apply });
}

function plainOption(): Value {
  return record({ _type: string('option'), visible: falseValue });
}

function nested(path: readonly string[], value: Value): Value {
  return path.reduceRight<Value>((inner, name) => record({ [name]: inner }), value);
}

function at(call: BuiltinCall, config: Thunk, path: readonly Thunk[]): Value {
  return withPath(call, Thunk.of(list(path)), (names) =>
    names.reduce<Value>(
      (value, name) =>
        member(value, name) ?? failure(`the option \`${names.join('.')}\` does not exist`),
      config.force(),
    ),
  );
}
