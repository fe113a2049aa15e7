import { asPath } from '../evaluate/path-value.ts';
import type { Session } from '../evaluate/session.ts';
import { failure, isStuck, Thunk, unsupported, type Value } from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { type Definition, priorities } from './definitions.ts';
import { freeTree } from './module-system.ts';
import { OptionNode } from './option-node.ts';

/** `type.merge path definitions`, as types of somebody's own call the types of `lib`. */
export function mergeValues(
  session: Session,
  type: OptionType,
  call: { readonly path: Thunk; readonly definitions: Thunk },
): Value {
  const given = call.definitions.force();
  if (given.kind !== 'list')
    return isStuck(given) ? given : failure('`merge` needs a list of definitions');
  if (given.open) return given.open;
  const definitions = given.items.map((item) => definitionIn(item));
  const node = new OptionNode(freeTree(session), namesIn(call.path), {
    definitions: () => definitions,
    declarations: [],
    gaps: () => [],
    type,
    place: 'value',
  });
  return node.value;
}

function definitionIn(item: Thunk): Definition {
  const value = item.force();
  const content = value.kind === 'attrs' ? value.get('value')?.value : undefined;
  const file = value.kind === 'attrs' ? value.get('file')?.value.force() : undefined;
  const path = file && asPath(file, undefined);
  return {
    content: content ?? Thunk.of(unsupported('a definition without a value', item.site)),
    at: undefined,
    file: path?.kind === 'path' && path.root === 'workspace' ? path.path : undefined,
    conditions: [],
    priority: priorities.normal,
    order: 1000,
  };
}

function namesIn(path: Thunk): readonly string[] {
  const value = path.force();
  const items = value.kind === 'list' ? value.items : [];
  return items.map((item) => {
    const name = item.force();
    return name.kind === 'string' ? name.value : '…';
  });
}
