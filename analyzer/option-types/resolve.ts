import { apply } from '../evaluate/apply.ts';
import type { Session } from '../evaluate/session.ts';
import { failure, nullValue, Thunk, type Unknown, type Value } from '../evaluate/value.ts';
import type { Definition } from '../nixos/definitions.ts';
import { fits, type OptionType } from './option-type.ts';

/** A type of which no wrapper is left, with the definitions as it sees them. */
export interface Resolved {
  readonly kind: 'resolved';
  readonly type: OptionType;
  readonly definitions: readonly Definition[];
}

export interface Outcome {
  readonly kind: 'outcome';
  readonly value: Value;
}

/** Longer chains of types within types are a type that holds itself without end. */
const mostWrappers = 50;

/**
 * Takes off what decides by the definitions which type counts: `nullOr`,
 * alternatives, coercions, checks. Gives the value itself where that is
 * already decided.
 */
export function resolve(
  session: Session,
  type: OptionType,
  definitions: readonly Definition[],
): Resolved | Outcome {
  let current: Resolved = { kind: 'resolved', type, definitions };
  for (let wrappers = 0; wrappers < mostWrappers; wrappers++) {
    const next = unwrapped(session, current);
    if (next === undefined) return current;
    if (next.kind === 'outcome') return next;
    current = next;
  }
  return outcome({ kind: 'unknown', reason: { kind: 'budget' }, at: undefined });
}

function outcome(value: Value): Outcome {
  return { kind: 'outcome', value };
}

/** One wrapper less; `undefined` when there is none. */
function unwrapped(
  session: Session,
  { type, definitions }: Resolved,
): Resolved | Outcome | undefined {
  switch (type.kind) {
    case 'nullOr':
      return withoutNulls(type.element(), definitions);
    case 'either':
      return alternative(type, definitions);
    case 'coerced':
      return {
        kind: 'resolved',
        type: type.to(),
        definitions: definitions.map((definition) => coerced(session, type, definition)),
      };
    case 'unique':
      return definitions.length > 1
        ? outcome(failure('the option can be defined only once', definitions[1]?.content.site))
        : { kind: 'resolved', type: type.element(), definitions };
    case 'checked':
      return checked(session, type, definitions);
    default:
      return undefined;
  }
}

function withoutNulls(element: OptionType, definitions: readonly Definition[]): Resolved | Outcome {
  const others = definitions.filter(({ content }) => content.force().kind !== 'null');
  if (others.length === 0) return outcome(nullValue);
  return { kind: 'resolved', type: element, definitions: others };
}

type Alternatives = Extract<OptionType, { readonly kind: 'either' }>;

function alternative(
  { left, right }: Alternatives,
  definitions: readonly Definition[],
): Resolved | Outcome {
  let doubt: Unknown | undefined;
  for (const side of [left, right]) {
    const type = side();
    const verdicts = definitions.map(({ content }) => fits(type, content.force()));
    if (verdicts.every((verdict) => verdict === true))
      return { kind: 'resolved', type, definitions };
    if (!verdicts.includes(false))
      doubt ??= verdicts.find((verdict): verdict is Unknown => typeof verdict === 'object');
  }
  if (doubt) return outcome(doubt);
  return outcome(failure('a definition has another type', definitions[0]?.content.site));
}

type Coercion = Extract<OptionType, { readonly kind: 'coerced' }>;

function coerced(
  session: Session,
  { from, convert }: Coercion,
  definition: Definition,
): Definition {
  const { content } = definition;
  if (fits(from(), content.force()) === false) return definition;
  const converted = new Thunk(content.site, () => {
    const value = content.force();
    if (value.kind === 'unknown' || value.kind === 'failure') return value;
    return apply(convert.force(), content, { session, at: content.site });
  });
  return { ...definition, content: converted };
}

type Checked = Extract<OptionType, { readonly kind: 'checked' }>;

function checked(
  session: Session,
  { element, check }: Checked,
  definitions: readonly Definition[],
): Resolved | Outcome {
  const refused = definitions.find(({ content }) => {
    if (!check) return false;
    const verdict = apply(check.force(), content, { session, at: content.site });
    return verdict.kind === 'bool' && !verdict.value;
  });
  if (refused)
    return outcome(failure('a definition fails the check of its type', refused.content.site));
  return { kind: 'resolved', type: element(), definitions };
}
