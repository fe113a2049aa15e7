import { plainBuiltins } from '#analyzer/syntax/builtin-names.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { Binder } from '#analyzer/syntax/scope.ts';
import { attributeEntries } from './attribute-entries.ts';
import type { Entry } from './entry.ts';
import { builtinEntry } from './library-entries.ts';
import type { NixQuestion } from './nix-question.ts';
import { isPackageSet, usedPackages } from './package-names.ts';
import { visibleNames } from './visible-names.ts';

/** Every name that an expression can use, the closest first. */
export function nameEntries({ names, file, analysis, texts }: NixQuestion, at: ExprId): Entry[] {
  const { module } = analysis;
  const { binders, withs } = visibleNames(module, at);
  const found = new Map<string, Entry>();
  const add = (entry: Entry): void => {
    if (!found.has(entry.label)) found.set(entry.label, entry);
  };
  for (const { binder, distance } of binders) add(binderEntry(binder, distance));
  for (const name of plainBuiltins) {
    const isValue = name === 'true' || name === 'false' || name === 'null';
    const entry = builtinEntry(name);
    add(
      isValue ? { ...entry, kind: 'constant', rank: valueRank } : { ...entry, rank: builtinRank },
    );
  }
  for (const [depth, set] of withs.entries()) {
    const detail = sourceText(exprOf(module, set));
    const supplied = isPackageSet(module, set)
      ? usedPackages(texts, analysis)
      : attributeEntries(names, { file, expr: set }, []);
    for (const entry of supplied) {
      add({ ...entry, rank: withRank + Math.min(depth, 9), detail: entry.detail ?? detail });
    }
  }
  return [...found.values()];
}

const farthest = 29;
const valueRank = 35;
const withRank = 40;
const builtinRank = 60;

function binderEntry({ kind, name }: Binder, distance: number): Entry {
  return { label: name, kind, rank: Math.min(distance, farthest) };
}

function sourceText(expr: ReturnType<typeof exprOf>): string {
  return expr.kind === 'variable' ? `with ${expr.name}` : 'with';
}
