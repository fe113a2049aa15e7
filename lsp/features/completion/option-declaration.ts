import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { type ExprId, exprOf, literalText, type Module } from '#analyzer/syntax/module.ts';
import { calleeName } from '../meaning/callee.ts';
import { valueIn } from '../meaning/declared.ts';

/** What the text of a declaration says of an option. */
export interface DeclarationText {
  /** The type as it is written, shortened. */
  readonly type: string | undefined;
  /** The values that the type is limited to, as Nix writes them. */
  readonly values: readonly string[];
  readonly description: string | undefined;
  /** The default as it is written, where that is short. */
  readonly default: string | undefined;
}

/** Reads `mkOption { … }` and `mkEnableOption "…"`. */
export function declarationText(analysis: FileAnalysis, value: ExprId): DeclarationText {
  const { module } = analysis;
  const expr = exprOf(module, value);
  const callee = expr.kind === 'apply' ? calleeName(module, expr.function) : undefined;
  if (expr.kind !== 'apply' || callee === undefined) return nothing;
  if (callee === 'mkEnableOption') {
    const name = literalText(module, expr.argument);
    const description = name === undefined ? undefined : `Whether to enable ${name}.`;
    return { type: 'bool', values: truths, description, default: 'false' };
  }
  if (callee !== 'mkOption') return nothing;
  const part = (name: string): ExprId | undefined => valueIn(module, expr.argument, name);
  const [type, byDefault, description] = [part('type'), part('default'), part('description')];
  return {
    type: type === undefined ? undefined : typeName(sourceOf(analysis, type)),
    values: type === undefined ? [] : valuesOf(module, type),
    description: description === undefined ? undefined : literalText(module, description)?.trim(),
    default: byDefault === undefined ? undefined : short(sourceOf(analysis, byDefault)),
  };
}

const truths: readonly string[] = ['true', 'false'];
const nothing: DeclarationText = {
  type: undefined,
  values: [],
  description: undefined,
  default: undefined,
};

function sourceOf({ tree, sourceMap }: FileAnalysis, expr: ExprId): string {
  const row = sourceMap.nodes[expr] ?? 0;
  return tree.text.slice(tree.start[row], tree.end[row]);
}

/** Longer texts say little at a glance. */
const longest = 60;

function short(text: string): string | undefined {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= longest ? line : undefined;
}

function typeName(text: string): string | undefined {
  return short(text.replace(/(?:\blib\.)?\btypes\./g, ''));
}

/** What a type such as `enum [ "a" "b" ]` takes, also where it may be `null`. */
function valuesOf(module: Module, type: ExprId): readonly string[] {
  const expr = exprOf(module, type);
  if (expr.kind === 'apply') {
    const callee = calleeName(module, expr.function);
    if (callee === 'nullOr') return [...valuesOf(module, expr.argument), 'null'];
    return callee === 'enum' ? textsIn(module, expr.argument) : [];
  }
  return calleeName(module, type) === 'bool' ? truths : [];
}

function textsIn(module: Module, list: ExprId): readonly string[] {
  const expr = exprOf(module, list);
  if (expr.kind !== 'list') return [];
  return expr.items.flatMap((item) => {
    const text = literalText(module, item);
    return text === undefined ? [] : [JSON.stringify(text)];
  });
}
