import type { Attributes, Value } from '../evaluate/value.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { type OptionType, typeOf } from '../option-types/option-type.ts';
import { phraseOf } from '../option-types/phrase.ts';
import type { Site } from '../site.ts';
import { type Shown, shown } from './shown.ts';

/** An option as the modules of the workspace declare it, for people who set it. */
export interface DeclaredOption {
  /** `<name>` stands for any name and `*` for any item of a list, as manuals write them. */
  readonly path: readonly string[];
  readonly at: Site;
  /** In words; `undefined` where it is not known. */
  readonly type: string | undefined;
  readonly default: ValueText | undefined;
  readonly example: ValueText | undefined;
  /** `undefined` where there is none, or where it is not known. */
  readonly description: string | undefined;
}

/** What somebody wrote for people to read instead of a value, or the value and where it is written. */
export type ValueText =
  | { readonly kind: 'code' | 'markdown'; readonly text: string }
  | { readonly kind: 'value'; readonly value: Shown; readonly at: Site | undefined };

/** Types may hold themselves, so that there must be an end. */
const deepest = 12;

/**
 * The options that modules of the workspace declare at a node and below it,
 * with those of submodules. Options that are not meant for people, and those
 * that only upstream declares, are left out.
 */
export function* declaredOptions(
  node: OptionNode,
  path: readonly string[] = [],
): Generator<DeclaredOption> {
  if (path.length >= deepest) return;
  for (const name of new Set(node.declaredNames())) {
    if (name.startsWith('_')) continue;
    const child = node.child(name);
    const here = [...path, name];
    if (!child.declaration) yield* declaredOptions(child, here);
    else yield* declaredAt(child, here);
  }
}

function* declaredAt(node: OptionNode, path: readonly string[]): Generator<DeclaredOption> {
  const [declared] = node.declaration?.all ?? [];
  if (declared === undefined || isHidden(declared)) return;
  const at = siteOf(declared);
  if (at !== undefined) yield optionIn(declared, { path, at, type: node.type });
  if (textIn(declared, 'visible') === 'shallow' || !node.type) return;
  yield* insideOf(node, node.type, path);
}

/** The options of the submodules that a type is made of. */
function* insideOf(
  node: OptionNode,
  type: OptionType,
  path: readonly string[],
): Generator<DeclaredOption> {
  if (path.length >= deepest) return;
  switch (type.kind) {
    case 'submodule': {
      const inside = node.anonymous(path.at(-1) ?? '', [], type);
      if (inside.structure.kind === 'modules') yield* declaredOptions(inside, path);
      return;
    }
    case 'set':
      yield* insideOf(node, type.element(), [...path, '<name>']);
      return;
    case 'list':
      yield* insideOf(node, type.element(), [...path, '*']);
      return;
    case 'nullOr':
    case 'unique':
    case 'checked':
      yield* insideOf(node, type.element(), path);
      return;
    case 'coerced':
      yield* insideOf(node, type.to(), path);
      return;
    case 'scalar':
    case 'either':
    case 'tag':
    case 'function':
    case 'module':
    case 'form':
    case 'custom':
    case 'unknown':
      return;
  }
}

function optionIn(
  declared: Attributes,
  {
    path,
    at,
    type,
  }: {
    readonly path: readonly string[];
    readonly at: Site;
    readonly type: OptionType | undefined;
  },
): DeclaredOption {
  const own = declared.get('type')?.value.force();
  const kind = own === undefined ? undefined : (type ?? typeOf(own));
  return {
    path,
    at,
    type: kind === undefined ? 'unspecified value' : phraseOf(kind)?.text,
    default: valueText(declared, path, ['defaultText', 'default']),
    example: valueText(declared, path, ['example']),
    description: textIn(declared, 'description')?.trim(),
  };
}

/** Declared for programs, or by whoever hides it. */
function isHidden(declared: Attributes): boolean {
  const truth = (name: string): boolean | undefined => {
    const value = declared.get(name)?.value.force();
    return value?.kind === 'bool' ? value.value : undefined;
  };
  return truth('internal') === true || truth('visible') === false;
}

/** Where the workspace declares it; `undefined` for what upstream is documented to declare. */
function siteOf(declared: Attributes): Site | undefined {
  const names = ['type', 'default', 'description', 'example', 'apply', 'readOnly', 'defaultText'];
  const sites = names.flatMap((name) => {
    const attribute = declared.get(name);
    return attribute?.at ?? attribute?.value.site ?? [];
  });
  return sites[0];
}

function valueText(
  declared: Attributes,
  path: readonly string[],
  names: readonly string[],
): ValueText | undefined {
  for (const name of names) {
    const thunk = declared.get(name)?.value;
    if (thunk === undefined) continue;
    const value = thunk.force();
    const type = typeIn(value);
    const text = type !== undefined || name === 'defaultText' ? plainText(value) : undefined;
    const kind = type === 'literalMD' || type === 'mdDoc' ? 'markdown' : 'code';
    if (text !== undefined) return { kind, text: text.trim() };
    return { kind: 'value', value: shown(value, path), at: thunk.site };
  }
  return undefined;
}

/** What kind of text it is, such as that of `literalExpression`; `undefined` for values. */
function typeIn(value: Value): string | undefined {
  const type = value.kind === 'attrs' ? value.get('_type')?.value.force() : undefined;
  return type?.kind === 'string' ? type.value : undefined;
}

function textIn(declared: Attributes, name: string): string | undefined {
  const value = declared.get(name)?.value.force();
  return value && plainText(value);
}

function plainText(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  const text = value.kind === 'attrs' ? value.get('text')?.value.force() : undefined;
  return text?.kind === 'string' ? text.value : undefined;
}
