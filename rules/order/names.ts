import { listContainer, listsAt, textKey } from '#analyzer/order/elements.ts';
import { unfreeLists } from '#analyzer/order/unfree-names.ts';
import type { OptionPath } from '#analyzer/syntax/option-path.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

const dependencies: ReadonlySet<string | undefined> = new Set([
  'after',
  'before',
  'bindsTo',
  'conflicts',
  'partOf',
  'requiredBy',
  'requires',
  'wantedBy',
  'wants',
]);

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/names',
    summary: 'Lists of unfree packages and of units that units wait for ascend.',
    severity: 'hint',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      Names in order are quickly found, and lists of the same names look alike.

      Looked at are the dependencies of units and the names that
      \`allowUnfreePredicate\` looks for. Names compare by their bytes. Neither
      systemd nor the predicate cares for the order, so the fix is safe. A list with
      anything but texts in it is left alone, and groups that a blank line or a
      comment of its own sets apart are sorted each for itself. No preset turns
      this on.
    `,
    bad: [
      {
        code: `
{ lib, ... }:
{
  nixpkgs.config.allowUnfreePredicate = pkg: builtins.elem (lib.getName pkg) [
    "steam"
#   ^^^^^^^ note: \`steam\` is here
    "discord"
#   ^^^^^^^^^ \`discord\` should come before \`steam\` (alphabetical)
  ];
  systemd.services.blog.after = [ "postgresql.service" "network.target" ];
#                                 ^^^^^^^^^^^^^^^^^^^^ note: \`postgresql.service\` is here
#                                                      ^^^^^^^^^^^^^^^^ \`network.target\` should come before \`postgresql.service\` (alphabetical)
}
        `,
        fixed: `
{ lib, ... }:
{
  nixpkgs.config.allowUnfreePredicate = pkg: builtins.elem (lib.getName pkg) [
    "discord"
    "steam"
  ];
  systemd.services.blog.after = [ "network.target" "postgresql.service" ];
}
        `,
      },
    ],
    good: [
      `
{ lib, name, ... }:
{
  nixpkgs.config.allowUnfreePredicate = pkg: builtins.elem (lib.getName pkg) [ "cuda" "steam" ];
  systemd.services.blog = {
    after = [ "network.target" "postgresql.service" ];
    wants = [ "z.service" name "a.service" ];
    path = [ "z" "a" ];
  };
  services.x.extraGroups = if builtins.elem name [ "b" "a" ] then [ "wheel" "audio" ] else [ ];
}
      `,
    ],
  },

  visit: {
    source_code(file, context) {
      for (const list of [...listsAt(file, isDependency), ...unfreeLists(file)]) {
        const container = listContainer(list, textKey);
        if (container.elements.every(({ key }) => key !== undefined))
          reportDisorder(container, plainOrdering, context);
      }
    },
  },
});

function isDependency(path: OptionPath): boolean {
  return dependencies.has(path.at(-1)) && path.at(-4) === 'systemd';
}
