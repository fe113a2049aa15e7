import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf, literalText } from '#analyzer/syntax/module.ts';
import type { NodeId } from '#parser/tree.ts';
import { attributeUsesIn } from './attribute-uses.ts';
import { attributeNames, attributeOrigins } from './attributes.ts';
import { type AttributeUse, type Mention, type Name, sameName } from './name.ts';
import type { Names } from './names.ts';

/** Where a name is mentioned: by variables of its file, and as an attribute anywhere. */
export function mentionsOf(names: Names, name: Name): readonly Mention[] {
  const files = isOutside(names, name) ? names.filesWith(name.text) : [name.file];
  return files.flatMap((file) => mentionsIn(names, name, file));
}

/** Where a name is mentioned in one file. */
export function mentionsIn(names: Names, name: Name, file: FilePath): readonly Mention[] {
  const variables = file === name.file ? variablesOf(names, name) : [];
  const analysis = names.analysis(file);
  if (analysis === undefined || !isOutside(names, name)) return variables;
  return [...variables, ...attributesIn(names, { file, analysis }, name)];
}

/** Whether something else than the variables of its file may mention a name. */
function isOutside(names: Names, { file, owner }: Name): boolean {
  const expr = exprOf(names.module(file), owner);
  // What a function takes by a pattern can only go on as a whole by the name of the whole.
  if (expr.kind === 'lambda') return expr.parameter !== undefined;
  return expr.kind === 'attrs' && names.isSeen({ file, expr: owner });
}

function variablesOf(names: Names, { file, owner, text }: Name): Mention[] {
  const scopes = names.scopes(file);
  const nodes = names.analysis(file)?.sourceMap.nodes;
  if (nodes === undefined) return [];
  return scopes.binders.flatMap((binder) => {
    if (binder.owner !== owner || binder.name !== text) return [];
    return scopes.uses(binder).map((expr) => ({ file, node: (nodes[expr] ?? 0) as NodeId, expr }));
  });
}

function attributesIn(
  names: Names,
  { file, analysis }: { readonly file: FilePath; readonly analysis: FileAnalysis },
  name: Name,
): Mention[] {
  const uses = attributeUsesIn(analysis);
  const selected = uses.named(name.text).flatMap((use): Mention[] => {
    const isMeant = usedNames(names, file, use).some((each) => sameName(each, name));
    return isMeant ? [{ file, node: use.node, expr: use.expr }] : [];
  });
  const fromWith = uses.fromWith(name.text).flatMap((expr): Mention[] => {
    const isMeant = namesFromWith(names, file, expr).some((each) => sameName(each, name));
    const node = (analysis.sourceMap.nodes[expr] ?? 0) as NodeId;
    return isMeant ? [{ file, node, expr }] : [];
  });
  return [...selected, ...fromWith];
}

/** What a place that takes an attribute may mean. */
export function usedNames(names: Names, file: FilePath, use: AttributeUse): readonly Name[] {
  const module = names.module(file);
  let origins = names.origins({ file, expr: use.from });
  for (const before of use.before) {
    const text = literalText(module, before);
    origins = text === undefined ? [] : attributeOrigins(names, origins, text);
  }
  return attributeNames(names, origins, use.text);
}

/** What a variable may mean that only a `with` can give: the attribute of the innermost set that is known to have it. */
export function namesFromWith(names: Names, file: FilePath, variable: ExprId): readonly Name[] {
  const expr = exprOf(names.module(file), variable);
  const referent = names.scopes(file).referent(variable);
  if (expr.kind !== 'variable' || referent?.kind !== 'with') return [];
  for (const set of referent.sets) {
    const found = attributeNames(names, names.origins({ file, expr: set }), expr.name);
    if (found.length > 0) return found;
  }
  return [];
}
