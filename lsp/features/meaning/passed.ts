import { exprOf } from '#analyzer/syntax/module.ts';
import { attributeNames, inputsOf, outputsOf } from './attributes.ts';
import { type Name, nameKey, type Origin } from './name.ts';
import type { Names } from './names.ts';
import { functionsAt } from './origins.ts';

/** The parameters of functions that an attribute is given to, by the name that it has in their patterns. */
export function parametersFor(names: Names, name: Name): readonly Name[] {
  const { file, owner, text } = name;
  if (exprOf(names.module(file), owner).kind !== 'attrs') return [];
  if (inputsOf(names, file) === owner)
    return attributeNames(names, outputsOf(names, file).flatMap(argumentOf), text);
  const found = new Map(parametersOfModules(names, name).map((each) => [nameKey(each), each]));
  for (const { kind, site } of names.destinations({ file, expr: owner })) {
    if (kind === 'called') continue;
    const functions = functionsAt(names, names.origins(site));
    for (const parameter of attributeNames(names, functions.flatMap(argumentOf), text))
      found.set(nameKey(parameter), parameter);
  }
  return [...found.values()];
}

/** The parameters of modules that an argument of all modules is given to. */
function parametersOfModules(names: Names, { file, owner, text }: Name): Name[] {
  const isThis = (origin: Origin): boolean =>
    origin.kind === 'set' && origin.expr === owner && origin.file === file;
  if (!names.moduleArguments().some(isThis)) return [];
  return names.filesWith(text).flatMap((module) => {
    const root = { file: module, expr: names.module(module).root };
    const parameters = attributeNames(names, [{ kind: 'argument', ...root }], text);
    return parameters.length > 0 && names.given(root).some(isThis) ? parameters : [];
  });
}

/** What a function takes by a name, as those who call it give it. */
export function givenAs(names: Names, { file, owner, text }: Name): readonly Name[] {
  if (exprOf(names.module(file), owner).kind !== 'lambda') return [];
  return attributeNames(names, names.given({ file, expr: owner }), text);
}

function argumentOf(origin: Origin): Origin[] {
  if (origin.kind !== 'function') return [];
  return [{ kind: 'argument', file: origin.file, expr: origin.expr }];
}
