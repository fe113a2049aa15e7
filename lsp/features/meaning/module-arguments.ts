import type { FilePath } from '#analyzer/diagnostic.ts';
import type { ExprId } from '#analyzer/syntax/module.ts';
import { valueIn } from './declared.ts';
import type { Origin } from './name.ts';
import type { Names } from './names.ts';

/** The sets that modules get their arguments from: `specialArgs`, `extraSpecialArgs` and `_module.args`. */
export function moduleArguments(names: Names): readonly Origin[] {
  const files = new Set([...names.filesWith('pecialArgs'), ...names.filesWith('_module')]);
  return [...files].flatMap((file) => argumentSets(names, file));
}

function argumentSets(names: Names, file: FilePath): Origin[] {
  const module = names.module(file);
  return module.exprs.flatMap((expr, id) => {
    if (expr.kind !== 'attrs') return [];
    const owner = id as ExprId;
    const own = ['specialArgs', 'extraSpecialArgs'].map((text) => valueIn(module, owner, text));
    const inner = valueIn(module, owner, '_module');
    const values = inner === undefined ? own : [...own, valueIn(module, inner, 'args')];
    return values.flatMap((value) =>
      value === undefined ? [] : names.origins({ file, expr: value }),
    );
  });
}
