import { isUndecided } from '#analyzer/facts/cell.ts';
import { type EmitContext, type Emitted, emitter } from '../emitter.ts';
import { prettyJson } from '../print/json.ts';
import { code, compactTable } from '../print/markdown.ts';
import type { Plain } from '../values.ts';
import { settingsByProfile } from './layers.ts';
import { lineNumbers } from './line-numbers.ts';
import { isOpaqueByNature, settingValue } from './setting-value.ts';
import type { SettingRow } from './wanted.ts';

interface Options {
  readonly left: string;
  readonly right: string;
  readonly lines: boolean;
}

export const profileDifference = emitter({
  name: 'profile-difference',
  summary: 'The settings in which two profiles differ, with both values and their origins.',
  inputs: ['profile', 'profile-setting'],
  formats: ['markdown', 'json'],
  output: 'docs/profiles/{left}-{right}.md',
  effect: 'documentation',
  options: {
    left: { summary: 'The name of one profile.', default: '' },
    right: { summary: 'The name of the other.', default: '' },
    lines: {
      summary: 'Whether the lines of files are told, which change whenever text above them does.',
      default: false,
    },
  },
  emit: (context) => {
    const { facts, options } = context;
    const names = facts.table('profile').rows.map(({ name }) => name);
    const missing = [options.left, options.right].find((name) => !names.includes(name));
    if (missing !== undefined) return unknownProfile(missing, names);
    const pairs = differences(context);
    const text = context.format === 'json' ? dataOf(context, pairs) : tableOf(context, pairs);
    return { parts: [{ names: { left: options.left, right: options.right }, text }], problems: [] };
  },
});

function unknownProfile(name: string, names: readonly string[]): Emitted {
  const which =
    name === ''
      ? '`left` and `right` have to name two profiles'
      : `there is no profile \`${name}\``;
  const known = names.map((each) => `\`${each}\``).join(', ');
  return { parts: [], problems: [{ message: `${which}; the fleet has ${known}` }] };
}

/** One setting in both profiles; a profile may not have it at all. */
interface Pair {
  readonly name: string;
  readonly left: SettingRow | undefined;
  readonly right: SettingRow | undefined;
  /** Whether the values are certainly not the same. */
  readonly differs: boolean;
}

function differences({ facts, options, compare }: EmitContext<Options>): readonly Pair[] {
  const settings = settingsByProfile(facts);
  const of = (profile: string): ReadonlyMap<string, SettingRow> =>
    new Map(
      (settings.get(profile) ?? []).map((row) => [`${row.section}.${row.name}`, row] as const),
    );
  const [left, right] = [of(options.left), of(options.right)];
  const names = [...new Set([...left.keys(), ...right.keys()])].toSorted(compare);
  return names.flatMap((name): Pair[] => {
    const pair = { name, left: left.get(name), right: right.get(name) };
    const differs = compared(pair);
    return differs === false ? [] : [{ ...pair, differs: differs === true }];
  });
}

/** Whether two values differ; `undefined` where nobody can tell. */
function compared({ left, right }: Omit<Pair, 'differs'>): boolean | undefined {
  if (left === undefined || right === undefined) return true;
  const isKnown = !isUndecided(left.value) && !isUndecided(right.value);
  if (isKnown) return left.value !== right.value;
  if (isUndecided(left.value) !== isUndecided(right.value) && left.kind !== right.kind)
    return left.kind === 'unknown' || right.kind === 'unknown' ? undefined : true;
  // What one file gives to both is one value; code gives to each its own.
  const isShared = left.at.file === right.at.file && left.at.expr === right.at.expr;
  return isShared && left.origin !== 'code' ? false : undefined;
}

function dataOf(context: EmitContext<Options>, pairs: readonly Pair[]): string {
  const { facts, options } = context;
  const line = lineNumbers(facts);
  const side = (row: SettingRow | undefined): Plain => {
    if (row === undefined) return null;
    const value = settingValue(row.value);
    return {
      ...(value.kind === 'known' ? { value: value.value } : { opaque: value.reason }),
      origin: {
        file: row.file,
        ...(options.lines ? { line: line(row.at) } : {}),
        layer: row.origin,
      },
    };
  };
  const settings = pairs.map(({ name, left, right, differs }): [string, Plain] => [
    name,
    { left: side(left), right: side(right), ...(differs ? {} : { undecided: true }) },
  ]);
  const { left, right } = options;
  return prettyJson({ left, right, settings: Object.fromEntries(settings) });
}

function tableOf(context: EmitContext<Options>, pairs: readonly Pair[]): string {
  const { facts, options } = context;
  const line = lineNumbers(facts);
  const origin = (row: SettingRow | undefined): string => {
    if (row === undefined) return '';
    return code(options.lines ? `${row.file}:${line(row.at)}` : row.file);
  };
  const certain = pairs.filter(({ differs }) => differs).length;
  const undecided = pairs.length - certain;
  const others = undecided === 0 ? '' : ` Of ${undecided} more it cannot be told.`;
  const rows = pairs.map(({ name, left, right, differs }) => [
    `${code(name)}${differs ? '' : ' ?'}`,
    valueText(left),
    origin(left),
    valueText(right),
    origin(right),
  ]);
  const [one, other] = [code(options.left), code(options.right)];
  const settings = certain === 1 ? 'setting' : 'settings';
  const first = `${one} and ${other} differ in ${certain} ${settings}.${others}\n`;
  if (rows.length === 0) return first;
  return `${first}\n${compactTable(['Setting', one, 'From', other, 'From'], rows)}`;
}

function valueText(row: SettingRow | undefined): string {
  if (row === undefined) return 'not set';
  if (!isUndecided(row.value)) return code(row.value ?? 'null');
  if (row.kind === 'package' || row.kind === 'function') return row.kind;
  return isOpaqueByNature(row.kind, row.value.undecided) ? 'withheld' : 'not known';
}
