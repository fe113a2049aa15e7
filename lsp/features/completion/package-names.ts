import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { exprsOfKind } from '#analyzer/syntax/exprs-of-kind.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { unwritten } from '#analyzer/unfinished/cursor-token.ts';
import type { Texts } from '#lsp/folder.ts';
import type { Entry } from './entry.ts';

/** The packages that a workspace uses somewhere, those first that most files use. */
export function usedPackages(texts: Texts, writing: FileAnalysis): Entry[] {
  const counts = new Map<string, number>();
  for (const file of texts.files) {
    const analysis = file.endsWith('.nix') ? texts.analysis(file) : undefined;
    const written = analysis?.text.includes('pkgs') ? packagesIn(analysis) : [];
    for (const name of written) {
      const isHere = analysis === writing && name === unwritten;
      if (!isHere) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].map(([label, count]) => {
    return { label, kind: 'attribute', rank: 30 - Math.min(count, 20) / 10, detail: 'used here' };
  });
}

/** Whether an expression is the package set, by its name. */
export function isPackageSet(module: Module, id: ExprId): boolean {
  const expr = exprOf(module, id);
  return expr.kind === 'variable' && expr.name === 'pkgs';
}

/** What a file takes of `pkgs`, by its name or below `with pkgs`. */
const packagesIn = oncePer(({ module }: FileAnalysis): readonly string[] => {
  const scopes = scopesOf(module);
  const selected = exprsOfKind(module, 'select').flatMap((id) => {
    const expr = exprOf(module, id);
    const first = expr.kind === 'select' ? expr.path[0] : undefined;
    const isOwn = first !== undefined && expr.kind === 'select' && isPackageSet(module, expr.from);
    return isOwn ? (literalText(module, first) ?? []) : [];
  });
  const supplied = exprsOfKind(module, 'variable').flatMap((id) => {
    const expr = exprOf(module, id);
    const referent = scopes.referent(id);
    const isOwn =
      referent?.kind === 'with' && referent.sets.some((set) => isPackageSet(module, set));
    return isOwn && expr.kind === 'variable' ? [expr.name] : [];
  });
  return [...new Set([...selected, ...supplied])];
});
