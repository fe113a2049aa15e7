import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyzeText, type FileAnalysis } from '#analyzer/file-analysis.ts';
import { exprsOfKind } from '#analyzer/syntax/exprs-of-kind.ts';
import { type ExprId, exprOf } from '#analyzer/syntax/module.ts';
import { eachFree, mergesRecursive } from '#analyzer/syntax/names-around.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { clearUses, isUsed } from '#analyzer/syntax/with-uses.ts';
import { type With, withsOf } from '#analyzer/syntax/withs.ts';
import type { Node, NodeId } from '#parser/tree.ts';
import { clutteredProgram } from './support/cluttered-programs.ts';
import { programFrom } from './support/nix-programs.ts';
import { scopedProgram } from './support/scoped-programs.ts';

const test = suite('names around');

const choices = fc.array(fc.nat(), { minLength: 10, maxLength: 150 });
const programs = [
  ...fc.sample(choices.map(programFrom), { numRuns: 500, seed: 11 }),
  ...fc.sample(choices.map(clutteredProgram), { numRuns: 500, seed: 11 }),
  ...fc.sample(choices.map(scopedProgram), { numRuns: 4000, seed: 11 }),
];

/** Those that Nix takes. */
const analyses = programs
  .map((text) => analyzeText(text, 'nix'))
  .filter(({ tree, module, sourceMap }) => {
    const isTwice = sourceMap.repeated.some(({ kind }) => kind === 'duplicate');
    return !isTwice && tree.errors.length + exprsOfKind(module, 'missing').length === 0;
  });

test('the tree tells of the same variables as the module that nothing binds', () => {
  const plain = analyses.filter(({ tree }) => !mergesRecursive(tree));
  assert.ok(plain.length > 2500, `${plain.length}`);
  let count = 0;
  for (const analysis of plain) {
    const { tree, text } = analysis;
    const free: NodeId[] = [];
    eachFree(tree, { part: 0 as NodeId, around: new Map() }, (row) => free.push(row) > 0);
    assert.equal(free, freeInModule(analysis), text);
    count += free.length;
  }
  assert.ok(count > 5000, `${count}`);
});

test('the variables that come from a `with` are the same in tree and module', () => {
  const counts = { merging: 0, used: 0, clear: 0, unclear: 0 };
  for (const analysis of analyses) {
    const isMerging = mergesRecursive(analysis.tree);
    for (const found of withsOf(analysis)) {
      const { isUsed, isClear } = agreed(analysis, found);
      if (isMerging) counts.merging++;
      if (isUsed) counts.used++;
      counts[isClear ? 'clear' : 'unclear']++;
    }
  }
  assert.ok(Math.min(...Object.values(counts)) > 300, JSON.stringify(counts));
});

test.run();

/** The rows of what neither a binder nor Nix defines. */
function freeInModule({ module, sourceMap }: FileAnalysis): readonly number[] {
  const scopes = scopesOf(module);
  return exprsOfKind(module, 'variable')
    .filter((id) => /^(with|unresolved)$/.test(scopes.referent(id)?.kind ?? ''))
    .map((id) => sourceMap.nodes[id] ?? 0)
    .sort(inOrder);
}

function inOrder(one: number, other: number): number {
  return one - other;
}

/** What both say of a `with`. */
function agreed(analysis: FileAnalysis, found: With): { isUsed: boolean; isClear: boolean } {
  const { isKnown, uses, areClear } = usesInModule(analysis, found);
  assert.is(isUsed(analysis, found), uses.length > 0, analysis.text);
  const base = baseOf(found.environment);
  const rows = base && clearUses(analysis, found, base);
  const expected = base && isKnown && areClear ? uses : undefined;
  assert.equal(rows?.toSorted(inOrder), expected, analysis.text);
  return { isUsed: uses.length > 0, isClear: rows !== undefined };
}

function usesInModule({ module, sourceMap }: FileAnalysis, { node, environment }: With) {
  const scopes = scopesOf(module);
  const around = exprsOfKind(module, 'with').find((id) => sourceMap.nodes[id] === node.id);
  const expr = exprOf(module, around ?? -1);
  if (expr.kind !== 'with') throw new Error('unreachable: it is there');
  const set = exprOf(module, expr.scope);
  const base = set.kind === 'select' ? set.from : expr.scope;
  const uses = exprsOfKind(module, 'variable').flatMap((id) => {
    const referent = scopes.referent(id);
    return referent?.kind === 'with' && referent.sets.includes(expr.scope)
      ? [{ id, isAlone: referent.sets.length === 1 }]
      : [];
  });
  const isCaptured = (use: ExprId): boolean => {
    for (
      let at: ExprId | undefined = use;
      at !== around && at !== undefined;
      at = scopes.parent(at)
    )
      if (
        scopes.binders.some(({ name, owner }) => name === baseOf(environment)?.text && owner === at)
      )
        return true;
    return false;
  };
  return {
    isKnown: /^(binder|global)$/.test(scopes.referent(base)?.kind ?? ''),
    uses: uses.map(({ id }) => sourceMap.nodes[id] ?? 0).sort(inOrder),
    areClear: uses.every(({ id, isAlone }) => isAlone && !isCaptured(id)),
  };
}

/** The variable of `with variable;` and `with variable.name;`. */
function baseOf(environment: Node): Node | undefined {
  const from =
    environment.kind === 'select_expression' ? environment.child('expression') : environment;
  return from?.kind === 'variable_expression' ? from : undefined;
}
