import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Inherited, Meaning } from './at.ts';
import { inputNamedAt } from './flake-inputs.ts';
import { namesFromWith, usedNames } from './mentions.ts';
import { type Name, nameKey } from './name.ts';
import type { Names } from './names.ts';
import { givenAs, parametersFor } from './passed.ts';

/** The names that a place is about. One that inherits is about its own, and about what it inherits. */
export function namesAt(names: Names, file: FilePath, meaning: Meaning): readonly Name[] {
  switch (meaning.kind) {
    case 'declaration': {
      const { owner, text, inherited } = meaning;
      const own = { file, owner, text };
      return inherited === undefined ? [own] : [own, ...inheritedNames(names, file, inherited)];
    }
    case 'variable':
      return inheritedNames(names, file, meaning);
    case 'attribute':
      return usedNames(names, file, meaning.use);
    case 'string': {
      const input = inputNamedAt(names, file, meaning.node);
      return input === undefined ? [] : [input];
    }
    case 'with':
    case 'path':
      return [];
  }
}

/** The names that an inherited one, or a variable, may mean. */
export function inheritedNames(
  names: Names,
  file: FilePath,
  inherited: Inherited | Extract<Meaning, { kind: 'variable' }>,
): readonly Name[] {
  if (inherited.kind === 'attribute') return usedNames(names, file, inherited.use);
  const { referent, expr } = inherited;
  if (referent.kind === 'with') return namesFromWith(names, file, expr);
  if (referent.kind !== 'binder') return [];
  return [{ file, owner: referent.binder.owner, text: referent.binder.name }];
}

/** More names than this are not taken together. */
const mostRelated = 200;

/** Names that have to be equal: parameters of functions and what is given to them, these names included. */
export function relatedNames(names: Names, start: readonly Name[]): readonly Name[] {
  const found = new Map<string, Name>();
  const pending = [...start];
  for (let name = pending.pop(); name && found.size < mostRelated; name = pending.pop()) {
    if (found.has(nameKey(name))) continue;
    found.set(nameKey(name), name);
    pending.push(...givenAs(names, name), ...parametersFor(names, name));
  }
  return [...found.values()];
}
