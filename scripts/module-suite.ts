import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, type Value } from '#analyzer/evaluate/value.ts';
import { evaluateText } from '../test/support/evaluate.ts';

/**
 * Runs the tests of nixpkgs' module system against ours.
 *
 *   node --import tsx scripts/module-suite.ts CHECKOUT_OF_NIXPKGS_LIB
 *
 * The suite is `lib/tests/modules.sh`: each check names an attribute, modules,
 * and a pattern of the result, or of the error. A value must fit the pattern
 * or be unknown. What Nix rejects must not have a known value.
 */
interface Check {
  readonly kind: 'output' | 'error';
  readonly line: number;
  readonly pattern: string;
  readonly attribute: string;
  readonly modules: readonly string[];
}

type Verdict = 'agree' | 'unknown' | 'lenient' | 'wrong';

const [checkout = ''] = process.argv.slice(2);
const folder = join(checkout, 'lib/tests/modules');
const files = new Map(textsBelow(''));
const counts = { agree: 0, unknown: 0, lenient: 0, wrong: 0 };
const checks = checksIn(readFileSync(join(checkout, 'lib/tests/modules.sh'), 'utf8'));
for (const check of checks) {
  const [verdict, detail] = judge(check);
  counts[verdict]++;
  if (verdict !== 'agree') {
    const call = `${check.attribute} ${check.modules.join(' ')}`;
    console.log(`${verdict} ${check.line}: ${call}\n    ${detail.slice(0, 200)}`);
  }
}
console.log(
  `${checks.length} checks: ${counts.agree} agree, ${counts.unknown} unknown, ` +
    `${counts.lenient} known where Nix fails, ${counts.wrong} wrong`,
);
process.exitCode = counts.wrong > 0 ? 1 : 0;

function judge(check: Check): readonly [Verdict, string] {
  const modules = check.modules.join(' ');
  const system = `(lib.evalModules { modules = [ ${modules} ]; specialArgs.modulesPath = ./.; })`;
  const value = evaluateText(`lib: builtins.toJSON (${selected(system, check.attribute)})`, {
    files,
  });
  const text = described(value);
  if (value.kind === 'unknown' || value.kind === 'template') return ['unknown', text];
  if (check.kind === 'error')
    return value.kind === 'failure' ? ['agree', ''] : ['lenient', `${text}: ${check.pattern}`];
  if (value.kind !== 'string') return ['wrong', `${text} instead of ${check.pattern}`];
  return new RegExp(check.pattern).test(value.value)
    ? ['agree', '']
    : ['wrong', `${text} instead of ${check.pattern}`];
}

/** A path as `nix-instantiate -A` reads it: numbers are places in lists. */
function selected(expression: string, path: string): string {
  const names = path.match(/"[^"]*"|[^.]+/g) ?? [];
  return names.reduce(
    (from, name) => (/^\d+$/.test(name) ? `(builtins.elemAt ${from} ${name})` : `${from}.${name}`),
    expression,
  );
}

function described(value: Value): string {
  switch (value.kind) {
    case 'unknown':
      return describe(value.reason);
    case 'template': {
      const hole = value.parts.find((part) => typeof part !== 'string');
      return typeof hole === 'object' ? describe(hole.reason) : '';
    }
    case 'failure':
      return `fails: ${value.message}`;
    case 'string':
      return value.value;
    default:
      return value.kind;
  }
}

/** The checks of the script; `set --` gives arguments to those that follow. */
function checksIn(script: string): Check[] {
  const found: Check[] = [];
  let shared: readonly string[] = [];
  const joined = script.replace(/\\\n\s*/g, ' '.repeat(2));
  for (const [index, line] of joined.split('\n').entries()) {
    const words = wordsOf(line.replace(/^\w+=\S+ (?=check)/, ''));
    const [command = '', ...rest] = words;
    const all = rest.flatMap((word) => (word === '$@' ? shared : [word]));
    if (command === 'set' && rest[0] === '--') shared = all.slice(1);
    const kind = { checkConfigOutput: 'output', checkConfigError: 'error' }[command];
    const [pattern, attribute, ...modules] = all;
    if ((kind !== 'output' && kind !== 'error') || pattern === undefined || !attribute) continue;
    found.push({ kind, line: index + 1, pattern, attribute, modules });
  }
  return found;
}

/** The words of a line as a shell splits them, without expansions. */
function wordsOf(line: string): string[] {
  const words = line.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/g);
  return [...words].map(([word]) =>
    word.replace(/'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g, (_, plain, quoted, escaped) =>
      String(plain ?? (quoted === undefined ? escaped : quoted.replace(/\\(["\\$`])/g, '$1'))),
    ),
  );
}

function* textsBelow(below: string): Generator<[string, string]> {
  for (const name of readdirSync(join(folder, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    if (statSync(join(folder, path)).isDirectory()) yield* textsBelow(path);
    else yield [path, readFileSync(join(folder, path), 'utf8')];
  }
}
