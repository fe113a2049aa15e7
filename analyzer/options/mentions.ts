import type { FileAnalysis } from '../file-analysis.ts';
import { oncePer } from '../once-per.ts';
import { type ExprId, exprOf, literalText, type Module } from '../syntax/module.ts';
import { scopesOf } from '../syntax/scope.ts';
import { definedPaths } from './written-definitions.ts';

/** A name of a text that is part of the path of an option. */
export interface OptionMention {
  readonly kind: 'definition' | 'declaration' | 'use';
  /** The names up to this one; from the module system that the file is for. */
  readonly path: readonly string[];
  /** The expression that is the name. */
  readonly name: ExprId;
  /** Of a definition or declaration the set that has the name; a text may write it there several times. */
  readonly owner: ExprId | undefined;
  /** Whether the text says no name behind it. */
  readonly isLast: boolean;
  /** What a definition defines, or the whole selection of a use. */
  readonly value: ExprId | undefined;
  /** Whether the name is one of the machine although the file may be about a home. */
  readonly ofMachine: boolean;
}

/**
 * Every name of a file that is part of an option's path, by the text alone: in
 * what modules define and declare, and in what they read of `config`. The order
 * is that of expressions.
 */
export const optionMentions = oncePer((analysis: FileAnalysis): readonly OptionMention[] => {
  const { module } = analysis;
  const uses = module.exprs.flatMap((expr, id): readonly OptionMention[] =>
    expr.kind === 'select' || expr.kind === 'has-attribute'
      ? useMentions(module, id as ExprId)
      : [],
  );
  return [...definitionMentions(analysis), ...uses];
});

/** Those of them that define or declare; the names of variables are not looked up for them. */
export const definitionMentions = oncePer(({ module }: FileAnalysis) => definedPaths(module));

/** The path of the option, or set of options, that an expression is, by the text alone. */
export function optionPathOf(module: Module, id: ExprId): readonly string[] | undefined {
  const chain = chainOf(module, id, 0);
  const start = chain && beginOf(module, chain);
  const path = start && chain.slice(start.index).map(({ text }) => text);
  return path?.every((text) => text !== undefined) ? path : undefined;
}

interface Named {
  readonly id: ExprId;
  readonly text: string | undefined;
}

/** Those of them that one selection, or one question for an attribute, has. */
export function useMentions(module: Module, id: ExprId): readonly OptionMention[] {
  const expr = exprOf(module, id);
  if (expr.kind !== 'select' && expr.kind !== 'has-attribute') return [];
  const names = expr.path.map((name) => ({ id: name, text: literalText(module, name) }));
  const before = chainOf(module, expr.from, 0);
  const chain = before && [...before, ...names];
  const start = chain && beginOf(module, chain);
  if (!chain || start === undefined) return [];
  const own = new Set<ExprId>(expr.path);
  const mentions: OptionMention[] = [];
  const path: string[] = [];
  for (const { id: name, text } of chain.slice(start.index)) {
    if (text === undefined) break;
    path.push(text);
    if (!own.has(name)) continue;
    const isLast = name === expr.path.at(-1);
    const { ofMachine } = start;
    const found = { path: [...path], name, isLast, value: id, ofMachine };
    mentions.push({ kind: 'use', owner: undefined, ...found });
  }
  return mentions;
}

/** No alias stands for more aliases in a row. */
const mostAliases = 5;

/** The names that lead to a value, from the variable on; names of a `let` are followed to what they mean. */
function chainOf(module: Module, id: ExprId, aliases: number): readonly Named[] | undefined {
  const expr = exprOf(module, id);
  if (expr.kind === 'select') {
    const before = chainOf(module, expr.from, aliases);
    const names = expr.path.map((name) => ({ id: name, text: literalText(module, name) }));
    return before && [...before, ...names];
  }
  if (expr.kind !== 'variable') return undefined;
  const own = [{ id, text: expr.name }];
  const referent = scopesOf(module).referent(id);
  const binder = referent?.kind === 'binder' ? referent.binder : undefined;
  if (binder?.kind !== 'let' || binder.value === undefined || aliases === mostAliases) return own;
  return chainOf(module, binder.value, aliases + 1) ?? own;
}

interface Begin {
  readonly index: number;
  readonly ofMachine: boolean;
}

const machineConfigs: ReadonlySet<string> = new Set(['osConfig', 'nixosConfig', 'darwinConfig']);
const machineOutputs: ReadonlySet<string> = new Set([
  'nixosConfigurations',
  'darwinConfigurations',
]);

/** Where in a chain the path of an option begins: behind `config`, also that of a parameter or of an output. */
function beginOf(module: Module, chain: readonly Named[]): Begin | undefined {
  const [first, second] = chain;
  if (!first?.text) return undefined;
  if (machineConfigs.has(first.text)) return { index: 1, ofMachine: true };
  if (first.text === 'config' || first.text === 'options') return { index: 1, ofMachine: false };
  const output = chain.findIndex(({ text }) => text !== undefined && machineOutputs.has(text));
  if (output >= 0 && chain[output + 2]?.text === 'config')
    return { index: output + 3, ofMachine: true };
  const referent = scopesOf(module).referent(first.id);
  const isParameter = referent?.kind === 'binder' && referent.binder.kind === 'parameter';
  if (!isParameter || second?.text === undefined) return undefined;
  if (machineConfigs.has(second.text)) return { index: 2, ofMachine: true };
  return second.text === 'config' ? { index: 2, ofMachine: false } : undefined;
}
