import { member } from '../evaluate/select.ts';
import { failure, list, string, Thunk, type Value } from '../evaluate/value.ts';
import { mergeValues } from '../nixos/merge-values.ts';
import type { ScalarMerge } from '../option-types/option-type.ts';
import { withPath } from './attribute-paths.ts';
import { type BuiltinCall, type Definitions, withList } from './function.ts';
import { scalarType } from './scalar-types.ts';

/** What types of one's own are made of: how definitions become one, and how options are called. */
export const optionMergingFunctions: Definitions = {
  mergeEqualOption: [2, mergedBy({ by: 'equal' })],
  mergeOneOption: [2, mergedBy({ by: 'one' })],
  mergeDefaultOption: [2, mergedBy({ by: 'default' })],
  mergeUniqueOption: [
    3,
    (call, _settings, path, definitions) => mergedBy({ by: 'one' })(call, path, definitions),
  ],
  getValues: [1, (call, definitions) => partsOf(call, definitions, 'value')],
  getFiles: [1, (call, definitions) => partsOf(call, definitions, 'file')],
  showOption: [1, (call, path) => withPath(call, path, (names) => string(optionText(names)))],
};

function mergedBy(merge: ScalarMerge) {
  return (call: BuiltinCall, path: Thunk, definitions: Thunk): Value =>
    mergeValues(
      call.session,
      scalarType('option', () => true, merge),
      { path, definitions },
    );
}

function partsOf(call: BuiltinCall, definitions: Thunk, name: string): Value {
  return withList(call, definitions, ({ items, open }) =>
    list(
      items.map(
        (item) =>
          new Thunk(item.site, () => {
            const part = member(item.force(), name, item.site);
            return part ?? failure(`attribute \`${name}\` is missing`, item.site);
          }),
      ),
      open,
    ),
  );
}

/** Names with dots between them; those that are no identifiers are quoted, but for placeholders. */
function optionText(names: readonly string[]): string {
  const isPlain = (name: string): boolean => /^([A-Za-z_][\w'-]*|\*|<[^>]*>)$/.test(name);
  return names
    .map((name) => (isPlain(name) ? name : JSON.stringify(name).replaceAll('${', '\\${')))
    .join('.');
}
