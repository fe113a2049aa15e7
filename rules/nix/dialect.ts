import { builtinReleases } from '#analyzer/syntax/builtin-names.ts';
import { builtinSelections } from '#analyzer/syntax/builtin-selections.ts';
import type { Need } from '#linter/needs.ts';
import { textOption } from '#linter/options.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/dialect',
    summary: 'Every Nix that has to read the repository can read it.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: [],
    options: {
      oldest: {
        summary: 'The oldest release of Nix that reads the repository, such as `2.18`.',
        default: '',
      },
      pipes: {
        summary: 'Whether `|>` and `<|` may be used, which are an experimental feature.',
        default: false,
      },
    },
  },

  docs: {
    why: `
      Pipes only work where \`pipe-operators\` is among the experimental features of
      Nix, and builtins came over the years. Somebody with another Nix gets an error
      that says neither.

      \`oldest\` says which release has to do; without it, only pipes are reported.
      What a file asks for by \`builtins ? name\` or gives a default by \`or\` may be
      newer, and so may everything in a file that asks for \`builtins.nixVersion\`.

      The release is not taken from the repository, because flakes do not say it:
      \`nix.package\` is what a machine runs, and another one may build it.
    `,
    bad: [
      {
        code: `
  {
    a = [ 1 ] |> map (x: x + 1);
#             ^^ \`|>\` is an experimental feature of Nix
    b = builtins.warn "old" (builtins.readFileType ./a);
#                ^^^^ \`builtins.warn\` came with Nix 2.23, and 2.18 has to do
  }
        `,
        options: { oldest: '2.18' },
      },
    ],
    good: [
      '{ a = builtins.warn "old" 1; }',
      {
        code: `
  if builtins.compareVersions builtins.nixVersion "2.23" >= 0 then builtins.warn "new" else builtins.trace "old"
        `,
        options: { oldest: '2.18' },
      },
      {
        code: '{ pkgs, ... }: { nix.package = pkgs.nixVersions.nix_2_18; a = builtins.warn "old" 1; }',
      },
      {
        code: `
  {
    a = [ 1 ] |> map (x: x + 1);
    b = builtins.warn or builtins.trace "old" (builtins.groupBy toString [ ]);
  }
        `,
        options: { pipes: true, oldest: '2.18' },
      },
    ],
  },

  needs: ({ oldest }) => {
    const pipes: Need = { kinds: ['|>', '<|'] };
    const newer = [...builtinReleases].flatMap(([name, release]) => (release ? name : []));
    return [oldest === '' ? pipes : { ...pipes, fromBuiltins: newer }];
  },

  visit: {
    source_code(_, { analysis, options, report }) {
      const oldest = textOption(options, 'oldest');
      if (oldest === '') return;
      for (const { name, at, isChecked, isOfRelease } of builtinSelections(analysis)) {
        const release = builtinReleases.get(name);
        if (isChecked || isOfRelease || release === undefined || !isBefore(oldest, release))
          continue;
        report(at, {
          message: `\`builtins.${name}\` came with Nix ${release}, and ${oldest} has to do`,
        });
      }
    },
    binary_expression(node, { options, report }) {
      const operator = node.child('operator');
      if (options.pipes === true || (operator?.text !== '|>' && operator?.text !== '<|')) return;
      report(operator, { message: `\`${operator.text}\` is an experimental feature of Nix` });
    },
  },
});

/** Whether a release came before another one. */
function isBefore(a: string, b: string): boolean {
  const [left = [], right = []] = [a, b].map((version) => version.split('.').map(Number));
  const at = right.findIndex((part, index) => part !== (left[index] ?? 0));
  return at !== -1 && (left[at] ?? 0) < (right[at] ?? 0);
}
