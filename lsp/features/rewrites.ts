import type { FilePath } from '#analyzer/diagnostic.ts';
import { explicitNames } from '#analyzer/edit/explicit-names.ts';
import { flattenedSet } from '#analyzer/edit/flattened-set.ts';
import { type InheritRun, scopeInherits, sourceInherits } from '#analyzer/edit/inherits.ts';
import type { Insertion } from '#analyzer/edit/insertion.ts';
import { otherlyQuoted } from '#analyzer/edit/quoted-name.ts';
import { joinedBelowKey, repeatedKeys } from '#analyzer/edit/repeated-keys.ts';
import { spelledInherit } from '#analyzer/edit/spelled-inherit.ts';
import { otherStringStyle } from '#analyzer/edit/string-style.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { withsOf } from '#analyzer/syntax/withs.ts';
import { canApply } from '#linter/fix.ts';
import { type Node, root } from '#parser/tree.ts';
import type { Action } from './change.ts';
import { ours } from './repairs.ts';

/** A file in which something may be written in another way. */
export interface Rewritable {
  readonly file: FilePath;
  readonly analysis: FileAnalysis;
  /** The text of a file that may be written. */
  readonly textOf: (file: FilePath) => string | undefined;
}

/** Other ways to write what stands at a place, which mean the same. None in broken files. */
export function rewritesAt({ file, analysis, textOf }: Rewritable, offset: number): Action[] {
  const { tree, language } = analysis;
  if (language !== 'nix' || tree.errors.length > 0) return [];
  const around = nodesAround(root(tree), offset);
  const found = [
    ...nameRewrites(around),
    ...statementRewrites(analysis, around, offset),
    ...withRewrites(analysis, offset),
  ];
  return found.flatMap(({ title, edits }): Action[] => {
    const ofFile = edits.map((edit) => ({ file, ...edit }));
    const fix = { title, safety: 'safe', edits: ofFile } as const;
    if (!canApply(fix, textOf)) return [];
    const does = { edits: ofFile };
    return [{ title: ours(title), kind: 'refactor.rewrite', keepsLayout: true, does }];
  });
}

interface Rewrite {
  readonly title: string;
  readonly edits: readonly Insertion[];
}

/** The nodes around a place, the innermost first; of two that meet there, the one behind it. */
function nodesAround(from: Node, offset: number): readonly Node[] {
  const path = [from];
  for (let node: Node | undefined = from; node; ) {
    const inside: Node[] = [...node.children()].filter(
      ({ start, end }) => start <= offset && offset <= end,
    );
    node = inside.at(-1);
    if (node) path.unshift(node);
  }
  return path;
}

/** Of the innermost name of an attribute, and of the innermost string. */
function nameRewrites(around: readonly Node[]): Rewrite[] {
  const name = around.find(({ field }) => field === 'attr');
  const quoted = name && mayBeQuoted(name) ? otherlyQuoted(name) : undefined;
  const code = around.findIndex(({ kind }) => kind === 'interpolation');
  const near = code === -1 ? around : around.slice(0, code);
  const string = near.find(({ kind }) => strings.has(kind));
  const styled = string && otherStringStyle(string);
  const quotes = string?.kind === 'string_expression' ? "`''`" : '`"`';
  return [
    ...(quoted ? [{ title: `write the name as \`${quoted.text.trim()}\``, edits: [quoted] }] : []),
    ...(styled ? [{ title: `write the text between ${quotes}`, edits: [styled] }] : []),
  ];
}

/** Quotes may be taken from every name; who adds some wants to write a name that a set has. */
function mayBeQuoted(name: Node): boolean {
  const binding = name.parent?.parent;
  const owner = binding?.kind === 'binding' ? binding.parent?.parent : undefined;
  return name.kind !== 'identifier' || (owner !== undefined && sets.has(owner.kind));
}

const sets: ReadonlySet<string> = new Set(['attrset_expression', 'rec_attrset_expression']);

const strings: ReadonlySet<string> = new Set(['string_expression', 'indented_string_expression']);

/** Of the statement whose name, or whose only line, the place is in. */
function statementRewrites(
  analysis: FileAnalysis,
  around: readonly Node[],
  offset: number,
): Rewrite[] {
  const statement = around.find(({ field }) => field === 'binding');
  const owner = statement?.parent?.parent;
  if (!statement || !owner) return [];
  if (statement.kind !== 'binding') {
    const spelled = spelledInherit(statement);
    return spelled ? [{ title: 'write `inherit` as bindings', edits: [spelled] }] : [];
  }
  const runs = [...scopeInherits(analysis, owner), ...sourceInherits(owner)];
  const run = runs.find(({ bindings }) => bindings.some(({ id }) => id === statement.id));
  const isAtName = offset <= (statement.child('attrpath')?.end ?? statement.end);
  return [...(run ? [inherit(run)] : []), ...(isAtName ? setRewrites(statement, owner) : [])];
}

function inherit({ statement, edits }: InheritRun): Rewrite {
  return { title: `write \`${statement}\``, edits };
}

function setRewrites(binding: Node, owner: Node): Rewrite[] {
  const flat = flattenedSet(binding);
  const key = repeatedKeys(owner, 2).find(({ bindings }) =>
    bindings.some(({ id }) => id === binding.id),
  );
  const joined = key && joinedBelowKey(key);
  return [
    ...(flat ? [{ title: 'write each attribute with its whole path', edits: flat }] : []),
    ...(joined ? [{ title: `join them below \`${key.key}\``, edits: joined }] : []),
  ];
}

function withRewrites(analysis: FileAnalysis, offset: number): Rewrite[] {
  const found = withsOf(analysis).find(({ head }) => head.start <= offset && offset <= head.end);
  if (found === undefined) return [];
  const title = `say \`${found.environment.text}\` at every name`;
  return [{ title, edits: explicitNames(analysis, found) }];
}
