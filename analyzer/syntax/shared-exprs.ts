import type { Expr } from './module.ts';
import { sharedText } from './shared-text.ts';

/** More texts than any repository names things by; an editor that runs for weeks starts again. */
const mostTexts = 200_000;

/** Longer texts are hardly ever written twice. */
const longestText = 48;

/**
 * Expressions that consist of a text, one for all places that say it: half of
 * all expressions are names, and a handful of names is most of those.
 */
class SharedExprs {
  readonly #make: (text: string) => Expr;
  readonly #known = new Map<string, Expr>();

  constructor(make: (text: string) => Expr) {
    this.#make = make;
  }

  of(text: string): Expr {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const shared = sharedText(text);
    const expr = this.#make(shared);
    if (text.length > longestText) return expr;
    if (this.#known.size >= mostTexts) this.#known.clear();
    this.#known.set(shared, expr);
    return expr;
  }
}

const strings = new SharedExprs((text) => ({ kind: 'string', parts: [text] }));
const variables = new SharedExprs((name) => ({ kind: 'variable', name }));

/** A string without interpolation, or a plain name of an attribute. */
export function stringExpr(text: string): Expr {
  return strings.of(text);
}

export function variableExpr(name: string): Expr {
  return variables.of(name);
}

/** What stands where nothing can be understood. */
export const missingExpr: Expr = { kind: 'missing' };
