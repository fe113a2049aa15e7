import type { Node } from '#parser/tree.ts';
import { numberFrom } from '../values/convert.ts';
import type { Expression } from './expression.ts';
import { deepest, here, type Lowering } from './lowering.ts';
import { parts } from './nodes.ts';

/** `.name`, `[key]`, `.*` and `[*]` behind a term. */
export function lowerAccessors(
  first: Expression,
  accessors: readonly Node[],
  lowering: Lowering,
): Expression {
  let term = first;
  for (const [index, accessor] of accessors.entries()) {
    if (accessor.kind !== 'splat') {
      term = lowerAccessor(term, accessor, lowering);
      continue;
    }
    const [splat] = parts(accessor);
    const inner = splat ? parts(splat) : [];
    if (splat?.kind === 'full_splat') {
      // `[*]` takes everything that follows into each member.
      const rest = [...inner, ...accessors.slice(index + 1)];
      return splatOf(term, rest, lowering);
    }
    // `.*` takes names and numbers behind dots only.
    const bracket = inner.findIndex((step) => !isDotted(step));
    const dotted = bracket === -1 ? inner : inner.slice(0, bracket);
    const after = bracket === -1 ? [] : inner.slice(bracket);
    term = lowerAccessors(splatOf(term, dotted, lowering), after, lowering);
  }
  return term;
}

function isDotted(step: Node): boolean {
  return step.kind === 'get_attr' || step.text.startsWith('.');
}

function splatOf(source: Expression, inside: readonly Node[], lowering: Lowering): Expression {
  const { at } = source;
  const nested = { ...lowering, depth: lowering.depth + 1 };
  if (nested.depth > deepest)
    return { at, kind: 'broken', reason: 'the splat is nested too deeply' };
  const each = lowerAccessors({ at, kind: 'item' }, inside, nested);
  return { at, kind: 'splat', source, each };
}

function lowerAccessor(source: Expression, accessor: Node, lowering: Lowering): Expression {
  const { at } = here(accessor, lowering);
  const [inner] = parts(accessor);
  if (accessor.kind === 'get_attr') {
    return { at, kind: 'attribute', source, name: inner?.text ?? '' };
  }
  if (inner?.kind === 'legacy_index') {
    const key: Expression = { at, kind: 'literal', value: numberFrom(inner.text.slice(1)) };
    return { at, kind: 'index', source, key };
  }
  const expression = inner && parts(inner)[0];
  if (!expression) return { at, kind: 'broken', reason: 'the index is not complete' };
  return { at, kind: 'index', source, key: lowering.lower([expression], lowering) };
}
