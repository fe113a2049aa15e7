import { takeComments } from '#analyzer/edit/comments.ts';
import { replacement } from '#analyzer/edit/tokens.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import { exprsOfKind } from '#analyzer/syntax/exprs-of-kind.ts';
import { exprOf } from '#analyzer/syntax/module.ts';
import { scopesOf } from '#analyzer/syntax/scope.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/rec',
    summary: 'A set is `rec` only where its values use each other.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    peers: [
      { peer: 'nixf', code: 'sema-extra-rec' },
      { peer: 'nil', code: 'unused_rec' },
      { peer: 'nix-linter', code: 'UnneededRec' },
    ],
  },

  docs: {
    why: `
      In a \`rec\` set every name may mean an attribute beside it, so readers have
      to look twice at each, and a new attribute may change what an old one says.
    `,
    bad: [
      {
        code: `
  rec { pname = "tool"; src = ./.; }
# ^^^ \`rec\` is not used: no value of the set mentions another
        `,
        fixed: `
  { pname = "tool"; src = ./.; }
        `,
      },
    ],
    good: ['rec { pname = "tool"; name = "${pname}-1"; }', '{ pname = "tool"; }'],
  },

  needs: [{ traits: ['unused-rec'] }],

  visit: {
    rec_attrset_expression(node, { file, analysis, report }) {
      if (analysis.tree.errors.length > 0 || !needlessSets(analysis).has(node.id)) return;
      const end = analysis.text.indexOf('{', node.start);
      const edit = replacement(analysis.text, { start: node.start, end }, '');
      const edits = takeComments(analysis.tree, [edit]) ? [] : [{ file, ...edit }];
      report(
        { start: node.start, end: node.start + 'rec'.length },
        {
          message: '`rec` is not used: no value of the set mentions another',
          fixes: edits.length > 0 ? [{ title: 'remove `rec`', safety: 'safe', edits }] : [],
        },
      );
    },
  },
});

/** The rows of sets none of whose names is used inside; `__overrides` changes what names mean. */
const needlessSets = oncePer(({ module, sourceMap }: FileAnalysis): ReadonlySet<number> => {
  if (exprsOfKind(module, 'missing').length > 0) return new Set();
  const scopes = scopesOf(module);
  const needed = new Set<number>(
    scopes.binders
      .filter((binder) => scopes.uses(binder).length > 0 || binder.name === '__overrides')
      .map(({ owner }) => owner),
  );
  const rows = exprsOfKind(module, 'attrs').flatMap((id) => {
    const expr = exprOf(module, id);
    const isNeedless = expr.kind === 'attrs' && expr.recursive && !needed.has(id);
    return isNeedless ? (sourceMap.nodes[id] ?? []) : [];
  });
  return new Set(rows);
});
