import type { Fix } from '#analyzer/diagnostic.ts';
import { type UnusedBindings, unusedBindings } from '#analyzer/edit/unused-bindings.ts';
import { type UnusedName, unusedNames } from '#analyzer/syntax/unused.ts';
import { mentionNotes } from '#analyzer/syntax/unused-notes.ts';
import { unusedTraits } from '#linter/needs.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'unused/let-binding',
    summary: 'Every name of a `let` is used.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended', 'deadnix'],
    options: {
      underscored: {
        summary: 'Whether names that begin with `_` have to be used as well.',
        default: false,
      },
    },
    peers: [
      {
        peer: 'deadnix',
        code: 'Unused let binding',
        differs:
          'Names that begin with `_` are left alone unless `underscored` is set, as in every rule of this group; circles of names that only use each other, and quoted names, are found too.',
      },
      {
        peer: 'nixf',
        code: 'sema-unused-def-let',
        differs: 'What only unused names use is unused too, so that one run finds whole chains.',
      },
      { peer: 'nil', code: 'unused_binding' },
      { peer: 'nix-linter', code: 'UnusedLetBind' },
    ],
  },

  docs: {
    why: `
      Nothing ever looks at the value, so whoever reads the file looks for a use
      that is not there. Often the use was renamed or lost by mistake.

      A name that only its own value uses is unused, and so is one that only
      unused names use. Names that begin with \`_\` are unused on purpose, and so
      are those on the line below a comment that says \`deadnix: skip\`.

      The fix takes all unused names out of the \`let\`, and the \`let\` with them
      when none is left. It leaves what a comment speaks of.
    `,
    bad: [
      {
        code: `
  { lib, ports, ... }:
  let
    inherit (lib) mkIf optional;
#                      ^^^^^^^^ \`optional\` is never used
    open = [ ports.web ];

    http = 80;
#   ^^^^ \`http\` is never used

    https = http + 363;
#   ^^^^^ note: mentions \`http\`, but is itself never used
#   ^^^^^ \`https\` is never used
  in
  {
    networking.firewall = mkIf true { allowedTCPPorts = open; };
  }
        `,
        fixed: `
  { lib, ports, ... }:
  let
    inherit (lib) mkIf;
    open = [ ports.web ];
  in
  {
    networking.firewall = mkIf true { allowedTCPPorts = open; };
  }
        `,
      },
    ],
    good: [
      `
  let
    _unused = 1;
    # deadnix: skip
    kept = 2;
    fix = f: let x = f x; in x;
    set = { a = 1; };
  in
  with set; fix (_: a)
      `,
    ],
  },

  needs: ({ underscored }) => [{ traits: unusedTraits(underscored) }],

  visit: {
    source_code(_, context) {
      const underscored = context.options.underscored ? 'counted' : 'kept';
      const unused = unusedNames(context.analysis, underscored);
      for (const found of unusedBindings(context.analysis, unused))
        reportLet(context, found, unused);
    },
  },
});

function reportLet(
  context: FileContext,
  { declarations, edits }: UnusedBindings,
  unused: readonly UnusedName[],
): void {
  const { file } = context;
  const going = declarations.filter(({ goes }) => goes);
  const fix: Fix = {
    title: going.length === 1 ? 'remove it' : `remove ${going.length} unused names of this \`let\``,
    safety: 'safe',
    edits: edits.map((edit) => ({ file, ...edit })),
  };
  for (const { name, at, goes } of declarations) {
    context.report(at, {
      message: `\`${name.binder.name}\` is never used`,
      related: mentionNotes(context, name, unused),
      fixes: goes && edits.length > 0 ? [fix] : [],
    });
  }
}
