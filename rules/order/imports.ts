import { comparisons } from '#analyzer/order/compare.ts';
import { listContainer, listsAt, pathKey } from '#analyzer/order/elements.ts';
import { comparisonOption, type Ordering, plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/imports',
    summary: 'The paths in `imports` ascend.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      comparison: {
        summary: 'How paths compare: `bytes`, `case-fold`, `natural` or `ignore-punctuation`.',
        default: 'bytes',
        choices: comparisons,
      },
    },
  },

  docs: {
    why: `
      A sorted list of imports shows at a glance whether a module is there, and
      two branches that each add one seldom conflict. Paths compare by their
      bytes, so \`../\` comes before \`./\`.

      Only path literals that stand next to each other are compared: an input,
      a string, a call or an inline module between them keeps its place, and so
      does what a blank line or a comment of its own sets apart. Lists joined
      by \`++\` are left alone. A comment at the top of a group heads it and stays
      there. Where it may as well belong to the first path, or where a path
      would bring a comment of its own there, sorting is left to you.

      The fix is unsafe. The module system merges lists and lines in the order
      of the imports, so that \`environment.systemPackages\` or the start-up
      text of a shell may come out in another order. Whether any merge depends
      on it cannot be seen from the file that holds the list. Look at what
      changes for each machine, or sort by hand what you know to be independent.
    `,
    bad: [
      {
        code: `
{
  imports = [
    ../common
    ./hardware
#   ^^^^^^^^^^ note: \`./hardware\` is here
    ./services/ollama # needs the graphics card
    # keeps the disk clean
    ./boot
#   ^^^^^^ \`./boot\` should come before \`./hardware\` (alphabetical)
  ];
}
        `,
        fixed: `
{
  imports = [
    ../common
    # keeps the disk clean
    ./boot
    ./hardware
    ./services/ollama # needs the graphics card
  ];
}
        `,
      },
      {
        code: `
{ inputs, ... }:
{
  home-manager.users.ada.imports = [
    ./shell
    inputs.nur.modules.homeManager.default
    ./git
#   ^^^^^ note: \`./git\` is here
    ../../programs/darwin
#   ^^^^^^^^^^^^^^^^^^^^^ \`../../programs/darwin\` should come before \`./git\` (alphabetical)
  ];
}
        `,
        fixed: `
{ inputs, ... }:
{
  home-manager.users.ada.imports = [
    ./shell
    inputs.nur.modules.homeManager.default
    ../../programs/darwin
    ./git
  ];
}
        `,
      },
      {
        code: `
{ lib, ... }:
{ config = lib.mkIf true { imports = [ ./b ./a ]; }; }
#                                      ^^^ note: \`./b\` is here
#                                          ^^^ \`./a\` should come before \`./b\` (alphabetical)
        `,
        fixed: `
{ lib, ... }:
{ config = lib.mkIf true { imports = [ ./a ./b ]; }; }
        `,
      },
    ],
    good: [
      `
{
  imports = [
    ../../programs/darwin
    ./programs/darwin
    ./services
    ./services/nginx
  ];
}
      `,
      // Expressions of several kinds have no common order, and theirs may mean something.
      `
{ inputs, modulesPath, ... }:
{
  imports = [
    ./services
    inputs.sops-nix.nixosModules.sops
    (modulesPath + "/installer/scan/not-detected.nix")
    ./hardware
    { networking.hostName = "tom"; }
    (import ./extra.nix)
    ./boot
  ];
}
      `,
      // The modules of a machine are no list of imports.
      `
{ nixpkgs, ... }:
{
  tom = nixpkgs.lib.nixosSystem {
    modules = [
      ./machines/tom
      ./common
    ];
  };
}
      `,
      // Groups that a blank line or a comment of its own sets apart.
      `
{
  imports = [
    ./zoxide.nix # the jump command comes with the shell
    ./zsh

    ./git
    ./vim
  ];
}
      `,
      // A heading with one path closely below it is a group as well.
      `
{
  imports = [
    # programs
    ./zsh

    # services
    ./blog
    ./git
  ];
}
      `,
      // Joined and computed lists.
      `
{ lib, host, ... }:
{ imports = [ ./b ] ++ lib.optional host.graphical ./a ++ map (name: ./\${name}) [ "d" "c" ]; }
      `,
      {
        code: '{ imports = [ ./disk-2.nix ./disk-10.nix ]; }',
        options: { comparison: 'natural' },
      },
    ],
  },

  visit: {
    source_code(file, context) {
      if (!file.tree.text.includes('imports')) return;
      const comparison = comparisonOption(context.options, 'comparison');
      const ordering: Ordering = { ...plainOrdering, comparison, safety: 'unsafe' };
      for (const list of listsAt(file, (path) => path.at(-1) === 'imports')) {
        reportDisorder(listContainer(list, pathKey), ordering, context);
      }
    },
  },
});
