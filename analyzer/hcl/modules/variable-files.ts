import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import { root } from '#parser/tree.ts';
import { evaluateIn, type Scope } from '../evaluate/scope.ts';
import { type HclAttribute, readBody } from '../syntax/document.ts';
import { readJsonValues } from '../syntax/json-document.ts';
import type { Value } from '../values/value.ts';
import type { HclInput } from './module.ts';

/**
 * The variable files that OpenTofu loads by itself for a directory, in the
 * order in which later ones win.
 */
export function variableFiles(inputs: readonly HclInput[], directory: string): HclInput[] {
  const here = inputs.filter((input) => directoryOf(input.file) === directory);
  const rank = ({ file }: HclInput): number =>
    isAutomatic(file) ? 2 : file.endsWith('.json') ? 1 : 0;
  return here
    .filter(({ file }) => isAutomatic(file) || /(^|\/)terraform\.tfvars(\.json)?$/.test(file))
    .sort((a, b) => rank(a) - rank(b) || (a.file < b.file ? -1 : 1));
}

function isAutomatic(file: FilePath): boolean {
  return /\.auto\.tfvars(\.json)?$/.test(file);
}

/** The values that one variable file gives. */
export function variableValues(input: HclInput, scope: Scope): ReadonlyMap<string, Value> {
  const values = [...attributesOf(input)].map(([name, { expression }]): [string, Value] => [
    name,
    evaluateIn(expression, scope),
  ]);
  return new Map(values);
}

function attributesOf(input: HclInput): ReadonlyMap<string, HclAttribute> {
  if (input.kind === 'json') return readJsonValues(input)?.attributes ?? new Map();
  return readBody(root(input.tree), input.file).attributes;
}
