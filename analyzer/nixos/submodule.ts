import { record, string, Thunk, type Unknown } from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import type { ModuleRoot } from './collected-modules.ts';
import { type Definition, priorities } from './definitions.ts';

/** What a submodule at one place is made of. */
export interface SubmoduleRequest {
  /** From the root of the machine, the name of the submodule last. */
  readonly path: readonly string[];
  readonly type: Extract<OptionType, { readonly kind: 'submodule' }>;
  /** What the option is defined as; each is a module. */
  readonly definitions: readonly Definition[];
  readonly gaps: () => readonly Unknown[];
  /** Whether every option is declared by modules that are known. */
  readonly closed: boolean;
}

/** The modules of a submodule: those of its type, its name, and its definitions. */
export function submoduleRoots({ path, type, definitions }: SubmoduleRequest): {
  readonly roots: readonly ModuleRoot[];
  readonly open: Unknown | undefined;
} {
  const roots: ModuleRoot[] = [{ thunk: Thunk.of(nameModule(path.at(-1) ?? '')) }];
  let open: Unknown | undefined;
  for (const modules of type.modules) {
    const value = modules.force();
    if (value.kind === 'list') roots.push(...value.items.map((thunk) => ({ thunk })));
    const gap = value.kind === 'list' ? value.open : value.kind === 'unknown' ? value : undefined;
    open ??= gap;
  }
  const own = definitions.map(({ content, conditions, file, at }) => ({
    thunk: content,
    conditions,
    file,
    at,
    onlyConfig: type.onlyConfig,
  }));
  return { roots: [...roots, ...own], open };
}

/** A submodule knows what it is called. */
function nameModule(name: string) {
  const byDefault = record({
    _type: string('override'),
    priority: { kind: 'int', value: BigInt(priorities.optionDefault) },
    content: string(name),
  });
  return record({ _module: record({ args: record({ name: byDefault }) }) });
}
