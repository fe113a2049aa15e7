import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { storePath } from '#analyzer/evaluate/path-value.ts';
import type { Value } from '#analyzer/evaluate/value.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import { evaluateText, isKnown, shown } from '../test/support/evaluate.ts';

/**
 * Runs the language tests of Nix that need neither a store nor a network.
 *
 *   node --import tsx scripts/language-suite.ts CHECKOUT_OF_NIX DESCRIPTION.json
 *
 * The description names the tests of the suite. A result must be the expected
 * one or unknown; everything else is wrong, and the exit code says so.
 */
interface Description {
  readonly suite: readonly string[];
  readonly tests: {
    readonly [name: string]: { readonly kind: string; readonly excluded?: readonly string[] };
  };
}

type Verdict = 'agree' | 'unknown' | 'wrong';

const [checkout = '', descriptionFile = ''] = process.argv.slice(2);
const folder = join(checkout, 'tests/functional/lang');
const description: Description = JSON.parse(readFileSync(descriptionFile, 'utf8'));
const links = new Set<string>();
const texts = textsBelow('');

const failing = Object.entries(description.tests)
  .filter(([, test]) => test.kind === 'eval-fail' && !test.excluded)
  .map(([name]) => name);
const wrong =
  summarize('eval-okay', description.suite, checkOkay) +
  summarize('eval-fail', failing, checkFailing);
process.exitCode = wrong > 0 ? 1 : 0;

function summarize(
  kind: string,
  names: readonly string[],
  check: (name: string) => readonly [Verdict, string],
): number {
  const counts = { agree: 0, unknown: 0, wrong: 0 };
  for (const name of names) {
    const [verdict, detail] = check(name);
    counts[verdict]++;
    if (verdict !== 'agree') console.log(`${verdict} ${name}: ${detail.slice(0, 300)}`);
  }
  console.log(
    `${kind}: ${counts.agree} agree, ${counts.unknown} unknown, ${counts.wrong} wrong of ${names.length}`,
  );
  return counts.wrong;
}

function checkOkay(name: string): readonly [Verdict, string] {
  const expected = readFileSync(join(folder, `${name}.exp`), 'utf8')
    .trim()
    .replaceAll('/pwd/lang/', './');
  const value = evaluated(name);
  const text = shown(value);
  const here = text.replaceAll(`${storePath}/`, './');
  if (matches(normal(here), normal(expected))) return ['agree', ''];
  if (isUndecided(value, text)) return ['unknown', text];
  return ['wrong', `${text} instead of ${expected}`];
}

function checkFailing(name: string): readonly [Verdict, string] {
  const value = evaluated(name);
  const text = shown(value);
  if (text.includes('«failure: ')) return ['agree', ''];
  return isUndecided(value, text) ? ['unknown', text] : ['wrong', text];
}

function evaluated(name: string): Value {
  return evaluateText(`import ./${name}.nix`, { files: texts, change: withLinks });
}

/** A failure is a claim; the place of the sources in the store is not. */
function isUndecided(value: Value, text: string): boolean {
  return !text.includes('«failure: ') && (!isKnown(value) || text.includes(storePath));
}

/** Nix prints a value that it has printed before as `«repeated»`. */
function matches(text: string, expected: string): boolean {
  if (!expected.includes('«repeated»')) return text === expected;
  const literal = expected.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('«repeated»', '.*?')}$`, 's').test(text);
}

function normal(text: string): string {
  return text.replaceAll(/<(LAMBDA|PRIMOP|PRIMOP-APP)>|«lambda[^»]*»/g, '<LAMBDA>');
}

function textsBelow(below: string): Map<string, string | FileContent> {
  const found = new Map<string, string | FileContent>();
  for (const name of readdirSync(join(folder, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    const stat = statSync(join(folder, path), { throwIfNoEntry: false });
    if (lstatSync(join(folder, path)).isSymbolicLink()) links.add(path);
    if (stat?.isDirectory()) for (const [file, text] of textsBelow(path)) found.set(file, text);
    else if (stat) found.set(path, contentOf(join(folder, path)));
  }
  return found;
}

function contentOf(file: string): string | FileContent {
  const bytes = readFileSync(file);
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : { kind: 'unreadable', detail: 'it is not UTF-8' };
}

/** Directories list symbolic links as such. */
function withLinks(files: Files): Files {
  const isLink = (directory: string, name: string): boolean =>
    links.has(directory === '' ? name : `${directory}/${name}`);
  return {
    ...files,
    list: (directory) =>
      files
        .list(directory)
        ?.map((entry) => (isLink(directory, entry.name) ? { ...entry, kind: 'link' } : entry)),
  };
}
