import { setFlagsFromString } from 'node:v8';

/** From Node 22 on, V8 counts calls of a function and not what it does, and has a quick compiler before the good one. */
const countsCalls = Number.parseInt(process.versions.v8, 10) >= 12;

/** How long V8 waits by itself before it optimizes a function well. */
const patience = countsCalls ? 3000 : 67_584;

/** How much of the parser V8 runs by itself before it optimizes a part of it. */
const corePatience = countsCalls ? 13_000_000 : 1_800_000;

/**
 * Has V8 wait longer before it optimizes a function. A look at a fleet takes
 * a second or two, and most of what V8 optimizes as early as it does by itself
 * is not called often enough afterwards to make up for it. Of the parser it would
 * optimize parts for one long file, and take longer for that than the file takes.
 *
 * V8 takes what was compiled before only where nothing of this was said when that
 * was made or is when it is read; so everybody says it once the program is loaded.
 */
export function optimizeLater(): void {
  optimizeAfter(8 * patience);
  setFlagsFromString(`--wasm-tiering-budget=${16 * corePatience}`);
}

/**
 * Has V8 optimize nearly nothing, for looks at files alone: most of them concern
 * no rule, and what threads compile beside takes the time of those that look.
 */
export function optimizeSeldom(): void {
  optimizeAfter(30 * patience);
}

/**
 * Has V8 optimize as early as it does by itself, for whoever goes on for hours,
 * and while a thread starts, which reads what Node and the program were compiled to.
 */
export function optimizeAsUsual(): void {
  optimizeAfter(patience);
  setFlagsFromString(`--wasm-tiering-budget=${corePatience}`);
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

/** Says how long V8 waits; it answers names that it does not know on the standard error output. */
function optimizeAfter(wait: number): void {
  const flag = countsCalls ? 'invocation-count-for-turbofan' : 'interrupt-budget';
  setFlagsFromString(`--${flag}=${wait}`);
}
