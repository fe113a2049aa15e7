import { exprOf, literalText } from '#analyzer/syntax/module.ts';
import { attributeOrigins, bodyOrigins, inputsOf, outputsOf } from '../meaning/attributes.ts';
import { valuesIn } from '../meaning/declared.ts';
import type { ExprSite, Origin } from '../meaning/name.ts';
import type { Names } from '../meaning/names.ts';
import type { Entry, EntryKind } from './entry.ts';
import { builtinEntry, libraryEntry } from './library-entries.ts';
import { namesIn, placeBehind } from './library-path.ts';

/** The attributes that an expression has behind the names of a path, as far as they are known. */
export function attributeEntries(
  names: Names,
  from: ExprSite,
  path: readonly (string | undefined)[],
): Entry[] {
  const { file, expr } = from;
  const code = { module: names.module(file), scopes: names.scopes(file) };
  const known = path.filter((name) => name !== undefined);
  if (known.length < path.length) return [];
  const place = placeBehind(code, { from: expr, names: known });
  if (place !== undefined) {
    return (namesIn(place) ?? []).map((name) =>
      place.root === 'builtins' ? builtinEntry(name) : libraryEntry([...place.names, name]),
    );
  }
  return ownEntries(names, originsAt(names, from, known));
}

/** What lies behind the names of a path. */
function originsAt(names: Names, from: ExprSite, path: readonly string[]): readonly Origin[] {
  let origins = names.origins(from);
  for (const name of path) origins = attributeOrigins(names, origins, name);
  return origins;
}

/** The attributes of what an expression may be. */
export function ownEntries(names: Names, origins: readonly Origin[]): Entry[] {
  const found = new Map<string, Entry>();
  for (const origin of origins) {
    for (const [label, kind] of namesOfOrigin(names, origin)) {
      if (found.has(label)) continue;
      const detail = 'file' in origin ? origin.file : '';
      found.set(label, { label, kind, rank: attributeRank, detail });
    }
  }
  return [...found.values()];
}

const attributeRank = 10;

function namesOfOrigin(names: Names, origin: Origin): [string, EntryKind][] {
  switch (origin.kind) {
    case 'set': {
      const values = valuesIn(names.module(origin.file), origin.expr);
      return [...values.keys()].map((name) => [name, 'attribute']);
    }
    case 'argument':
      return formalsOf(names, origin).map(({ name }) => [name, 'formal']);
    case 'inputs':
      return [...inputNames(names, origin), 'self'].map((name) => [name, 'reference']);
    case 'flake': {
      const given = outputsOf(names, origin.file).flatMap((each) => bodyOrigins(names, each));
      const own = given.flatMap((each) => namesOfOrigin(names, each));
      return [...own, ...flakeParts.map((name): [string, EntryKind] => [name, 'reference'])];
    }
    case 'function':
    case 'path':
      return [];
  }
}

/** What every flake has besides its outputs. */
const flakeParts: readonly string[] = ['inputs', 'outPath', 'outputs', 'rev', 'shortRev'];

/** The inputs that a `flake.nix` declares. */
export function inputNames(names: Names, { file }: Pick<ExprSite, 'file'>): string[] {
  const inputs = inputsOf(names, file);
  return inputs === undefined ? [] : [...valuesIn(names.module(file), inputs).keys()];
}

/** One name of a pattern. */
export interface FormalName {
  readonly name: string;
  readonly isOptional: boolean;
}

/** The names in the pattern of a function. */
export function formalsOf(names: Names, { file, expr }: ExprSite): FormalName[] {
  const module = names.module(file);
  const lambda = exprOf(module, expr);
  if (lambda.kind !== 'lambda') return [];
  return (lambda.formals?.formals ?? []).flatMap((formal) => {
    const name = literalText(module, formal.name);
    return name === undefined ? [] : [{ name, isOptional: formal.default !== undefined }];
  });
}
