import type { FilePath } from '#analyzer/diagnostic.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import type { NodeId } from '#parser/tree.ts';
import { attributeUsesIn } from '../meaning/attribute-uses.ts';
import { declaredIn } from '../meaning/declared.ts';
import { type Follows, followsOf } from '../meaning/flake-inputs.ts';
import { namesFromWith, usedNames } from '../meaning/mentions.ts';
import { type Mention, type Name, nameKey } from '../meaning/name.ts';
import type { Names } from '../meaning/names.ts';
import { relatedNames } from '../meaning/related.ts';

/** A name that is written somewhere. */
export interface Written {
  readonly file: FilePath;
  readonly node: NodeId;
}

/** Everything that has to be renamed together. */
export interface Renaming {
  readonly text: string;
  readonly names: readonly Name[];
  /** Where the names are given. */
  readonly declarations: readonly Written[];
  readonly mentions: readonly Mention[];
  /** The mentions that are variables. */
  readonly variables: readonly (Written & { readonly expr: ExprId })[];
  readonly follows: readonly (Follows & { readonly file: FilePath })[];
}

/** Nix’s identifiers that are no keywords. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_'-]*$/.test(text) && !keywords.has(text);
}

const keywords: ReadonlySet<string> = new Set([
  'if',
  'then',
  'else',
  'assert',
  'with',
  'let',
  'in',
  'rec',
  'inherit',
  'or',
]);

/** How a name is written as an attribute. */
export function attributeNamed(text: string): string {
  return isIdentifier(text) ? text : `"${text.replace(/["\\]|\$(?=\{)/g, '\\$&')}"`;
}

/** What has to be renamed with names: what is given for them, and whatever the places that mention them may mean as well. */
export function renamingOf(names: Names, start: readonly Name[]): Renaming {
  const all = new Map<string, Name>();
  let pending: readonly Name[] = start;
  while (pending.length > 0) {
    const found = relatedNames(names, pending).filter((name) => !all.has(nameKey(name)));
    for (const name of found) all.set(nameKey(name), name);
    pending = found.flatMap((name) =>
      names.mentions(name).flatMap((mention) => meantBy(names, mention)),
    );
    pending = pending.filter((name) => !all.has(nameKey(name)));
  }
  return written(names, [...all.values()]);
}

function written(names: Names, all: readonly Name[]): Renaming {
  const mentions = distinct(all.flatMap((name) => names.mentions(name)));
  return {
    text: all[0]?.text ?? '',
    names: all,
    declarations: all.flatMap((name) => declarationsOf(names, name)),
    mentions,
    variables: mentions.flatMap(({ file, node, expr }) =>
      expr !== undefined && exprOf(names.module(file), expr).kind === 'variable'
        ? [{ file, node, expr }]
        : [],
    ),
    follows: all.flatMap((name) =>
      followsOf(names, name).map((follows) => ({ ...follows, file: name.file })),
    ),
  };
}

function distinct(mentions: readonly Mention[]): readonly Mention[] {
  return [...new Map(mentions.map((each) => [`${each.node} ${each.file}`, each])).values()];
}

export function declarationsOf(names: Names, { file, owner, text }: Name): readonly Written[] {
  const analysis = names.analysis(file);
  if (analysis === undefined) return [];
  return declaredIn(analysis)
    .nodes(owner, text)
    .map((node) => ({ file, node }));
}

/** Every name that a mention may mean. */
function meantBy(names: Names, { file, node, expr }: Mention): readonly Name[] {
  const analysis = names.analysis(file);
  const use = analysis && attributeUsesIn(analysis).at(node);
  if (use !== undefined) return usedNames(names, file, use);
  return expr === undefined ? [] : namesFromWith(names, file, expr);
}
