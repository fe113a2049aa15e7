import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 wait longer before it optimizes a function. A look at a fleet takes
 * a second or two, and most of what V8 optimizes as early as it does by itself
 * is not called often enough afterwards to make up for it.
 *
 * V8 takes what was compiled before only where nothing of this was said when that
 * was made or is when it is read; so everybody says it once the program is loaded.
 */
export function optimizeLater(): void {
  setFlagsFromString(`--interrupt-budget=540000 ${coreBudget(30_000_000)}`);
}

/**
 * Has V8 optimize nearly nothing, for looks at files alone: most of them concern
 * no rule, and what threads compile beside takes the time of those that look.
 */
export function optimizeSeldom(): void {
  setFlagsFromString('--interrupt-budget=2000000');
}

/**
 * Has V8 optimize as early as it does by itself, for whoever goes on for hours,
 * and while a thread starts, which reads what Node and the program were compiled to.
 * The numbers are those that V8 of Node 20 begins with.
 */
export function optimizeAsUsual(): void {
  setFlagsFromString(`--interrupt-budget=67584 ${coreBudget(1_800_000)}`);
}

/**
 * Has V8 keep what it compiled, however long nobody calls it. By itself it forgets
 * that after some collections of garbage, which come in a row where memory is given
 * back, and the next edit would wait until everything is compiled again.
 */
export function keepCompiled(): void {
  setFlagsFromString('--no-flush-bytecode');
}

/** Has V8 forget as by itself, which is how it must be while a thread starts. */
export function forgetCompiled(): void {
  setFlagsFromString('--flush-bytecode');
}

/**
 * How much of the parser runs before V8 optimizes a part of it. It does so for
 * one long file, and takes longer for that than the file takes.
 */
function coreBudget(budget: number): string {
  return `--wasm-tiering-budget=${budget}`;
}
