import type { List, Thunk, Unknown, Value } from '../evaluate/value.ts';
import type { ModuleGap } from './collected-modules.ts';

/** What a list may name besides: modules of inputs, where it is known to be nothing else. */
export function openings({ open, perhaps }: List): readonly Pick<ModuleGap, 'of' | 'why'>[] {
  if (!open) return [];
  const items = perhaps?.map((list) => certainItems(list()));
  const modules = items?.flatMap((known) => (known ? known.map(inputModule) : [undefined]));
  if (!modules || modules.includes(undefined)) return [{ of: 'list', why: open }];
  return modules.flatMap((why) => (why ? [{ of: 'module', why }] : []));
}

function certainItems(value: Value): readonly Thunk[] | undefined {
  return value.kind === 'list' && !value.open ? value.items : undefined;
}

function inputModule(item: Thunk): Unknown | undefined {
  const value = item.force();
  return value.kind === 'unknown' && value.reason.kind === 'input' ? value : undefined;
}
