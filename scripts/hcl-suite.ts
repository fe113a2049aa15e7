import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { evaluate } from '#analyzer/hcl/evaluate/evaluate.ts';
import type { Session } from '#analyzer/hcl/evaluate/scope.ts';
import { functions } from '#analyzer/hcl/functions/table.ts';
import { type HclBody, readBody } from '#analyzer/hcl/syntax/document.ts';
import type { Expression } from '#analyzer/hcl/syntax/expression.ts';
import { sameType } from '#analyzer/hcl/values/type.ts';
import { typeOf, type Value } from '#analyzer/hcl/values/value.ts';
import { parse } from '#parser/parse.ts';
import { root } from '#parser/tree.ts';
import { memoryFiles, textsBelow } from '../test/support/fleet.ts';
import { ctyValue, type GoNames } from './cty-values.ts';
import { type GoEntry, type GoExpression, goName } from './go-source.ts';
import { type GoCall, type GoRow, type GoTable, goTables } from './go-tables.ts';
import { shown, type Verdict, verdictOn } from './hcl-verdict.ts';

/**
 * Holds our OpenTofu against the tests of OpenTofu, of its language and of its
 * values.
 *
 *   node --import tsx scripts/hcl-suite.ts OPENTOFU HCL GO_CTY
 *
 * The arguments are checkouts of opentofu/opentofu, hashicorp/hcl and
 * zclconf/go-cty. Their tests are tables of Go; rows that a small reader does
 * not understand are counted. A result must be the expected one or unknown;
 * everything else is wrong, and the exit code says so.
 */
type Names = ReadonlyMap<string, Value>;

const [tofu = '', hcl = '', cty = ''] = process.argv.slice(2);
const lang = join(tofu, 'internal/lang');
const stdlib = join(cty, 'cty/function/stdlib');
const names = functionNames(readFileSync(join(lang, 'functions.go'), 'utf8'));
const file = 'suite.tf' as FilePath;
const texts = textsBelow(join(lang, 'testdata/functions-test'));
let wrong = 0;

summarize('functions in expressions', () => expressionTables(join(lang, 'functions_test.go')));
summarize('functions of OpenTofu', () => functionTables(join(lang, 'funcs'), 'funcs'));
summarize('functions of cty', () => functionTables(stdlib, 'stdlib'));
summarize('expressions', () => expressionTables(join(hcl, 'hclsyntax/expression_test.go')));
summarize('specification', () => specification(join(hcl, 'specsuite/tests')));
process.exitCode = wrong > 0 ? 1 : 0;

function summarize(name: string, verdicts: () => Iterable<Verdict>): void {
  const counts = { agree: 0, unknown: 0, wrong: 0, unread: 0 };
  for (const verdict of verdicts()) counts[verdict]++;
  wrong += counts.wrong;
  const { agree, unknown: open, wrong: bad, unread } = counts;
  console.log(`${name}: ${agree} agree, ${open} unknown, ${bad} wrong, ${unread} not read`);
}

/** The names of functions by the variables of Go that hold them: `stdlib.UpperFunc`. */
function functionNames(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = '', variable = ''] of text.matchAll(/^\t\t"(\w+)":\s+(\w+\.\w+),/gm))
    found.set(variable, [...(found.get(variable) ?? []), name]);
  return found;
}

function* expressionTables(file: string): Generator<Verdict> {
  for (const table of goTables(readFileSync(file, 'utf8'))) {
    for (let row = 0; row < table.unread; row++) yield 'unread';
    for (const row of table.rows) yield expressionVerdict(table, row);
  }
}

function expressionVerdict({ names: given }: GoTable, row: GoRow): Verdict {
  const source = row.get('input') ?? row.get('src');
  const want = row.get('want');
  const context = row.get('ctx');
  const variables = context ? variablesIn(context, given) : new Map<string, Value>();
  if (source?.kind !== 'text' || !want || !variables) return 'unread';
  const fails = row.get('diagCount');
  const expected = isZero(fails) ? ctyValue(want, given) : 'fails';
  if (!expected) return 'unread';
  return judge(source.text, { expected, variables });
}

function isZero(count: GoExpression | undefined): boolean {
  return count === undefined || (count.kind === 'number' && count.text === '0');
}

/** The variables of a context whose functions are those of the language. */
function variablesIn(context: GoExpression, given: GoNames): Names | undefined {
  if (goName(context) === 'nil') return new Map();
  if (context.kind !== 'composite') return undefined;
  const part = (name: string): readonly GoEntry[] => {
    const found = context.entries.find(({ key }) => key?.kind === 'name' && key.name === name);
    return found?.value.kind === 'composite' ? found.value.entries : [];
  };
  if (!part('Functions').every(isOurs)) return undefined;
  const found = new Map<string, Value>();
  for (const { key, value } of part('Variables')) {
    const known = ctyValue(value, given);
    if (key?.kind !== 'text' || !known) return undefined;
    found.set(key.text, known);
  }
  return found;
}

/** Whether a function has the name that it has in OpenTofu. */
function isOurs({ key, value }: GoEntry): boolean {
  const own = names.get(goName(value) ?? '') ?? [];
  return key?.kind === 'text' && own.includes(key.text);
}

function* functionTables(folder: string, origin: string): Generator<Verdict> {
  const files = readdirSync(folder).filter((name) => name.endsWith('_test.go'));
  for (const name of files.sort())
    for (const table of goTables(readFileSync(join(folder, name), 'utf8')))
      yield* tableVerdicts(table, origin);
}

function* tableVerdicts(table: GoTable, origin: string): Generator<Verdict> {
  const { call, rows, unread } = table;
  const variable = call && `${origin}.${call.name.replace(/Func$/, '')}Func`;
  const [name] = (variable && names.get(variable)) || [];
  for (let row = 0; row < unread; row++) yield 'unread';
  for (const row of rows)
    yield call && name !== undefined ? callVerdict(table, row, { call, name }) : 'unread';
}

function callVerdict(
  { names: given }: GoTable,
  row: GoRow,
  { call, name }: { readonly call: GoCall; readonly name: string },
): Verdict {
  const values = argumentsOf(call, row, given);
  const want = row.get('Want') ?? row.get('want');
  if (!values || !want || isConverted(name, values)) return 'unread';
  const problem = row.get('Err') ?? row.get('err') ?? row.get('WantErr') ?? row.get('wantErr');
  const expected = isProblem(problem) ? 'fails' : ctyValue(want, given);
  if (!expected) return 'unread';
  const variables = new Map(values.map((value, index) => [`v${index}`, value]));
  return judge(`${name}(${[...variables.keys()].join(', ')})`, { expected, variables });
}

function argumentsOf(call: GoCall, row: GoRow, given: GoNames): readonly Value[] | undefined {
  const cells = call.columns.flatMap((column, index): readonly (GoExpression | undefined)[] => {
    const cell = row.get(column);
    const isLast = index === call.columns.length - 1;
    if (!isLast || !call.spreads) return [cell];
    if (cell?.kind === 'composite') return cell.entries.map(({ value }) => value);
    return cell && goName(cell) === 'nil' ? [] : [undefined];
  });
  const values = cells.map((cell) => cell && ctyValue(cell, given));
  const known = values.flatMap((value) => value ?? []);
  return known.length === values.length ? known : undefined;
}

/** Go calls functions without the conversions that the language makes. */
function isConverted(name: string, values: readonly Value[]): boolean {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  return values.some((value, index) => {
    const type = (found?.parameters[index] ?? found?.rest)?.type;
    return type !== undefined && type.kind !== 'any' && !sameType(type, typeOf(value));
  });
}

function isProblem(cell: GoExpression | undefined): boolean {
  if (!cell) return false;
  if (cell.kind === 'text') return cell.text !== '';
  return goName(cell) !== 'false' && goName(cell) !== 'nil';
}

interface Question {
  readonly expected: Value | 'fails';
  readonly variables: Names;
}

function judge(source: string, { expected, variables }: Question): Verdict {
  const value = evaluated(source, variables);
  const verdict = verdictOn(value, expected);
  if (verdict !== 'agree') {
    const wanted = expected === 'fails' ? 'a failure' : shown(expected);
    const given = [...variables].map(([name, each]) => ` ${name} = ${shown(each)}`).join('');
    console.log(`${verdict} ${source}${given}: ${shown(value)} instead of ${wanted}`.slice(0, 400));
  }
  return verdict;
}

/** The value of an expression that stands in a file of its own. */
function evaluated(source: string, variables: Names): Value {
  const tree = parse(`x = ${source}\n`, 'hcl');
  const attribute = readBody(root(tree), file).attributes.get('x');
  if (!attribute || tree.errors.length > 0)
    return { kind: 'failure', message: 'syntax', type: { kind: 'any' } };
  return evaluateWith(attribute.expression, variables);
}

function evaluateWith(expression: Expression, variables: Names): Value {
  const session: Session = {
    evaluate,
    files: memoryFiles(texts),
    directory: '',
    steps: 400_000,
    depth: 0,
    interruptions: 0,
    values: new Map(),
    open: new Set(),
    templates: 0,
  };
  const resolve = (root: string) => ({
    value:
      variables.get(root) ??
      ({ kind: 'failure', message: `there is no \`${root}\``, type: { kind: 'any' } } as const),
    used: 0,
  });
  return evaluate(expression, { session, names: variables, resolve });
}

/** Attributes of the cases that say what they come to. */
function* specification(folder: string): Generator<Verdict> {
  const cases = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of cases.filter((each) => each.endsWith('.t')).sort()) {
    const [said, asked, declared] = ['.t', '.hcl', '.hcldec'].map((ending) =>
      bodyOf(readFileSync(join(folder, name.replace(/\.t$/, ending)), 'utf8')),
    );
    const result = said?.attributes.get('result');
    if (!asked || !result) yield 'unread';
    else
      yield* bodyVerdicts(asked, {
        expected: evaluateWith(result.expression, new Map()),
        variables: givenVariables(declared),
      });
  }
}

function bodyOf(text: string): HclBody {
  return readBody(root(parse(text, 'hcl')), file);
}

/** What the specification of a case gives to its expressions. */
function givenVariables(declared: HclBody | undefined): Names {
  const [block] = declared?.blocks.filter(({ type }) => type === 'variables') ?? [];
  const attributes = [...(block?.body.attributes.values() ?? [])];
  return new Map(
    attributes.map(({ name, expression }) => [name, evaluateWith(expression, new Map())]),
  );
}

interface Part {
  readonly expected: Value | undefined;
  readonly variables: Names;
}

function* bodyVerdicts(body: HclBody, { expected, variables }: Part): Generator<Verdict> {
  for (const { name, expression } of body.attributes.values()) {
    const want = entryOf(expected, name);
    const value = evaluateWith(expression, variables);
    const verdict = want ? verdictOn(value, want) : 'unread';
    if (want && verdict !== 'agree')
      console.log(`${verdict} ${name}: ${shown(value)} instead of ${shown(want)}`);
    yield verdict;
  }
  for (const { type, labels, body: inner } of body.blocks) {
    const path = [type, ...labels.map(({ text }) => text)];
    yield* bodyVerdicts(inner, { expected: path.reduce(entryOf, expected), variables });
  }
}

function entryOf(value: Value | undefined, name: string): Value | undefined {
  return value && 'entries' in value ? value.entries.get(name) : undefined;
}
