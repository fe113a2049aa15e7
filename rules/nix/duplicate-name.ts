import { type FileContext, fileRule } from '#linter/rule.ts';
import { Kind } from '#parser/kinds.ts';
import { Node, type NodeId } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/duplicate-name',
    summary: 'No set, `let` or pattern has a name twice.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixf',
        code: 'sema-duplicated-attrname',
        differs:
          'Sets that are written in several parts are joined at any depth, as Nix does since 2.20.',
      },
      { peer: 'nixf', code: 'sema-dup-formal' },
      { peer: 'nixf', code: 'sema-dup-formal-arg' },
      { peer: 'nil', code: 'duplicated_key' },
      { peer: 'nil', code: 'duplicated_param' },
    ],
  },

  docs: {
    why: `
      Nix refuses the file. A set may be written in several parts, such as
      \`a.b = 1;\` and \`a = { c = 2; };\`, as long as every name in it has one value.
    `,
    bad: [
      `
  { lib, lib, ... }@args:
#   ^^^ note: \`lib\` is first here
#        ^^^ \`lib\` is already a name of this pattern
  {
    services.nginx.enable = true;
#            ^^^^^ note: \`nginx\` is first here
#                  ^^^^^^ note: \`enable\` is first here
    services = {
      inherit (args) nginx;
#                    ^^^^^ \`nginx\` already has a value
      openssh.enable = true;
    };
    "services".nginx = { enable = false; };
#                        ^^^^^^ \`enable\` already has a value
  }
      `,
      `
  args@{ args, ... }: let a = 1; a = 2; in a
# ^^^^ \`args\` is already a name of this pattern
#        ^^^^ note: \`args\` is first here
#                         ^ note: \`a\` is first here
#                                ^ \`a\` already has a value
      `,
    ],
    good: [
      `
  { lib, ... }:
  {
    a.b = 1;
    a = { c = 2; };
    a.d.e = 3;
    a.d = { f = 4; };
    \${lib.name} = 1;
    \${lib.other} = 2;
    nested = { inherit (lib) a; };
  }
      `,
    ],
  },

  needs: [{ traits: ['repeated-attribute', 'repeated-formal'] }],

  visit: {
    source_code(_, context) {
      const { tree, sourceMap } = context.analysis;
      if (tree.errors.length > 0) return;
      for (const { kind, first, second } of sourceMap.repeated) {
        const [before, after] = [first, second].map((row) => new Node(tree, row as NodeId));
        if (kind !== 'duplicate' || !before || !after || isComputed(before, after)) continue;
        reportTwice(context, { first: before, second: after, says: 'already has a value' });
      }
    },
    formals(node, context) {
      if (context.analysis.tree.errors.length > 0) return;
      const whole = node.parent?.child('universal');
      const names = [...node.children()].flatMap((formal) => formal.child('name') ?? []);
      const seen = new Map<string, Node>();
      for (const second of [...names, ...(whole ? [whole] : [])]) {
        const first = seen.get(second.text);
        if (first)
          reportTwice(context, { first, second, says: 'is already a name of this pattern' });
        else seen.set(second.text, second);
      }
    },
  },
});

function reportTwice(
  { file, report }: FileContext,
  { first, second, says }: { readonly first: Node; readonly second: Node; readonly says: string },
): void {
  const name = second.kind === 'string_expression' ? second.text.slice(1, -1) : second.text;
  report(second, {
    message: `\`${name}\` ${says}`,
    related: [{ file, span: first.span, message: `\`${name}\` is first here` }],
  });
}

/** Releases of Nix differ in what they make of `${"name"}`. */
function isComputed(...names: readonly Node[]): boolean {
  return names.some((name) => name.tree.kind[name.id] === Kind.interpolation);
}
