import { valueAt } from '../data/node.ts';
import { type DataFormat, dataFormatOf, readData } from '../data/read.ts';
import { valueOfData } from '../data/value.ts';
import type { FilePath } from '../diagnostic.ts';
import { asPath } from '../evaluate/path-value.ts';
import { Thunk, type Unknown, unknown, type Value } from '../evaluate/value.ts';
import { conversionOf } from '../shell/conversion.ts';
import type { BuiltinCall } from './function.ts';

/**
 * What is known of the text of a file that a derivation makes: the data that
 * `fromJSON` finds in it, where the configuration says which file of the
 * workspace holds it, or where the derivation certainly does nothing but
 * convert that file. How the program lays the text out is not known.
 */
export function derivationText(call: BuiltinCall, path: Value): Unknown | undefined {
  const derivation = madeBy(path);
  if (!derivation) return undefined;
  const source = configuredSource(call, derivation) ?? convertedSource(derivation);
  if (!source) return undefined;
  const data = new Thunk(undefined, () => dataOf(call, source));
  return { ...unknown(derivation.reason, derivation.at), json: data };
}

/** The derivation itself, or a string that is nothing but its path. */
function madeBy(path: Value): Unknown | undefined {
  if (path.kind === 'unknown') return path;
  const [only, ...more] = path.kind === 'template' ? path.parts : [];
  return typeof only === 'object' && more.length === 0 ? only : undefined;
}

interface Source {
  readonly file: FilePath;
  readonly format: DataFormat;
  readonly keys: readonly string[];
}

/** The data of one file; unknown where the file is not there, broken, or more than one document. */
function dataOf(call: BuiltinCall, { file, format, keys }: Source): Value {
  const content = call.session.files.read(file);
  if (content.kind !== 'text')
    return unknown({ kind: 'path', path: file, problem: 'cannot be read' });
  const { documents, problems } = readData(content.text, format);
  const node = documents.length === 1 ? valueAt(documents[0], ...keys) : undefined;
  if (!node || problems.length > 0)
    return unknown({ kind: 'path', path: file, problem: 'is not data as expected' });
  return valueOfData(node, file);
}

function configuredSource(call: BuiltinCall, derivation: Unknown): Source | undefined {
  const name = nameOf(derivation);
  const file = name === undefined ? undefined : call.session.derivations.get(name);
  const format = file && dataFormatOf(file);
  return file && format && { file, format, keys: [] };
}

/** The name that `runCommand` and its kin, or the attributes of a derivation, give it. */
function nameOf({ from = [] }: Unknown): string | undefined {
  const values = from.slice(-3).map((argument) => argument.force());
  const text = values.find((value) => value.kind === 'string');
  const last = values.at(-1);
  const name = text ?? (last?.kind === 'attrs' ? last.get('name')?.value.force() : undefined);
  return name?.kind === 'string' ? name.value : undefined;
}

const runners = new Set(['runCommand', 'runCommandLocal', 'runCommandNoCC', 'runCommandCC']);

function convertedSource(derivation: Unknown): Source | undefined {
  const { reason, from = [] } = derivation;
  const [name, environment, script] = from.slice(-3);
  const isPackage = reason.kind === 'package' || reason.kind === 'input';
  if (!isPackage || name?.force().kind !== 'string' || !environment || !script) return undefined;
  if (!runners.has(reason.path.at(-1) ?? '')) return undefined;
  const text = scriptText(script.force());
  const conversion = text === undefined ? undefined : conversionOf(text);
  const file = conversion && fileOf(conversion.input, environment);
  return file && conversion && { ...conversion, file };
}

/** A script whose holes are programs of packages; nothing else may depend on them. */
function scriptText(value: Value): string | undefined {
  if (value.kind === 'string') return value.value;
  if (value.kind !== 'template') return undefined;
  return value.parts.map((part) => (typeof part === 'string' ? part : '/unknown')).join('');
}

function fileOf(input: string, environment: Thunk): FilePath | undefined {
  const variables = environment.force();
  const value: Value | undefined = !input.startsWith('$')
    ? { kind: 'string', value: input }
    : variables.kind === 'attrs'
      ? variables.get(input.slice(1))?.value.force()
      : undefined;
  const path = value && asPath(value, undefined);
  return path?.kind === 'path' && path.root === 'workspace' ? path.path : undefined;
}
