import { fileRule } from '#linter/rule.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/merged-rec',
    summary: 'The parts of a set are all `rec`, or none is.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      { peer: 'nixf', code: 'merge-diff-rec' },
      { peer: 'nil', code: 'merge_plain_rec_attrset' },
      {
        peer: 'nil',
        code: 'merge_rec_attrset',
        differs: 'Parts that are all `rec` do what they say, and are left alone.',
      },
    ],
  },

  docs: {
    why: `
      Nix makes one set of all the parts, and asks only the first one whether it is
      \`rec\`. Where that is not, names of a later \`rec\` part come from elsewhere or
      are not defined; where it is, the values of later parts may suddenly mean
      names that stand beside them.
    `,
    bad: [
      `
  {
    web = { port = 80; };
#         ^^^^^^^^^^^^^^ note: the first part is not \`rec\`
    web = rec { host = "web"; url = host; };
#         ^^^ \`rec\` has no effect: the first part of this set is without it
    mail = rec { host = "mail"; url = host; };
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: the first part is \`rec\`
    mail = { port = 25; };
#          ^^^^^^^^^^^^^^ this part of the set is \`rec\` too, because the first one is
  }
      `,
    ],
    good: ['{ a = { b = 1; }; a = { c = 2; }; d = rec { e = 1; f = e; }; d = rec { g = e; }; }'],
  },

  needs: [{ traits: ['repeated-attribute'] }, { kinds: ['rec_attrset_expression'] }],

  visit: {
    source_code(_, { file, analysis: { tree, sourceMap }, report }) {
      if (tree.errors.length > 0) return;
      for (const { kind, ...rows } of sourceMap.repeated) {
        const first = new Node(tree, rows.first as NodeId);
        const second = new Node(tree, rows.second as NodeId);
        const [before, after] = [first, second].map((set) => set.kind === 'rec_attrset_expression');
        if (kind !== 'merged' || before === after) continue;
        const isLost = after === true;
        const at = isLost ? { start: second.start, end: second.start + 'rec'.length } : second.span;
        report(at, {
          message: isLost
            ? '`rec` has no effect: the first part of this set is without it'
            : 'this part of the set is `rec` too, because the first one is',
          related: [
            {
              file,
              span: first.span,
              message: isLost ? 'the first part is not `rec`' : 'the first part is `rec`',
            },
          ],
        });
      }
    },
  },
});
