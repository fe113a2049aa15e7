import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { analyzeText } from '#analyzer/file-analysis.ts';
import type { Site } from '#analyzer/site.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { resolveNames, type Scopes } from '#analyzer/syntax/scope.ts';

/** A key that code takes from a Nix file of secrets. */
export interface NixSecretUse {
  /** The file of secrets. */
  readonly file: string;
  readonly key: readonly string[];
  readonly at: Site;
}

/** Every key that Nix code takes by its name from one of the files, and files that are taken as a whole. */
export function nixSecretUses(facts: Facts, files: ReadonlySet<string>): readonly NixSecretUse[] {
  const names = [...files].map((file) => file.slice(file.lastIndexOf('/') + 1));
  return facts.table('nix-file').rows.flatMap(({ file }) => {
    const text = facts.text(file);
    if (text === undefined || files.has(file) || !names.some((name) => text.includes(name)))
      return [];
    return usesIn(file, text, files);
  });
}

interface Reading {
  readonly file: string;
  readonly files: ReadonlySet<string>;
  readonly module: Module;
  readonly scopes: Scopes;
}

function usesIn(file: string, text: string, files: ReadonlySet<string>): readonly NixSecretUse[] {
  const { module } = analyzeText(text, 'nix');
  const reading = { file, files, module, scopes: resolveNames(module) };
  const inner = new Set<ExprId>();
  const found = module.exprs.flatMap((expr, id): readonly (NixSecretUse & { id: number })[] => {
    if (expr.kind !== 'select' && expr.kind !== 'has-attribute') return [];
    const root = secretsAt(reading, expr.from);
    if (root === undefined) return [];
    inner.add(expr.from);
    const names = expr.path.map((name) => literalText(module, name));
    const end = names.indexOf(undefined);
    const key = (end === -1 ? names : names.slice(0, end)).flatMap((name) => name ?? []);
    const [at = expr.from] = expr.path;
    return [
      {
        id,
        file: root.file,
        key: [...root.key, ...key],
        at: { file: filePath(file), expr: at },
      },
    ];
  });
  return found.filter(({ id, key }) => key.length > 0 && !inner.has(id as ExprId));
}

/** No alias stands for more aliases in a row. */
const mostAliases = 5;

/** The file of secrets that an expression is, or the part of one. */
function secretsAt(
  reading: Reading,
  id: ExprId,
  aliases = 0,
): Pick<NixSecretUse, 'file' | 'key'> | undefined {
  const { module, scopes } = reading;
  const expr = exprOf(module, id);
  switch (expr.kind) {
    case 'apply': {
      const called = exprOf(module, expr.function);
      const isImport = called.kind === 'variable' && called.name === 'import';
      const file = isImport ? secretFile(reading, expr.argument) : undefined;
      return file === undefined ? undefined : { file, key: [] };
    }
    case 'select': {
      const root = secretsAt(reading, expr.from, aliases);
      const names = expr.path.flatMap((name) => literalText(module, name) ?? []);
      if (root === undefined || names.length < expr.path.length) return undefined;
      return { file: root.file, key: [...root.key, ...names] };
    }
    case 'variable': {
      const referent = scopes.referent(id);
      const binder = referent?.kind === 'binder' ? referent.binder : undefined;
      if (binder?.kind !== 'let' || binder.value === undefined || aliases === mostAliases)
        return undefined;
      return secretsAt(reading, binder.value, aliases + 1);
    }
    default:
      return undefined;
  }
}

function secretFile({ file, files, module }: Reading, id: ExprId): string | undefined {
  const expr = exprOf(module, id);
  if (expr.kind !== 'path' || expr.root !== 'relative' || expr.parts.length !== 1) return undefined;
  const [text] = expr.parts;
  if (typeof text !== 'string') return undefined;
  const target = normalizePath(`./${directoryOf(filePath(file))}/${text}`);
  return files.has(target) ? target : undefined;
}
