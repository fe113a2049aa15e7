import { comparisons } from '#analyzer/order/compare.ts';
import { attributeContainers } from '#analyzer/order/elements.ts';
import { textsOption } from '#linter/options.ts';
import { comparisonOption, plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/users-and-groups',
    summary: 'The names in `users.users` and `users.groups` ascend.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      first: {
        summary: 'Names that may stand first, in this order.',
        default: ['default'],
      },
      comparison: {
        summary: 'How names compare: `bytes`, `case-fold`, `natural` or `ignore-punctuation`.',
        default: 'bytes',
        choices: comparisons,
      },
    },
  },

  docs: {
    why: `
      Accounts are added by many hands. In order, a missing or a doubled one is
      seen at once, and users and groups can be compared side by side.

      Names compare by their bytes, a shorter one before a longer one that
      begins with it. \`default\`, an alias for the login of the machine's owner,
      may stand first. It does not matter whether \`users\` or \`groups\` comes
      first, nor where other options stand between two accounts: only accounts
      that follow each other are compared. The order of attributes means nothing
      to Nix, so the fix is safe.

      Groups that a blank line or a comment of its own sets apart are sorted each
      for itself, and a comment at the top of a group heads it and stays there.
      Blank lines between all accounts set none apart. Where such a comment may
      as well belong to the first account, or where an account would bring a
      comment of its own there, sorting is left to you.
    `,
    bad: [
      {
        code: `
{
  users.users = {
    default.name = "ez";
    git-coverage = { isSystemUser = true; };
#   ^^^^^^^^^^^^ note: \`git-coverage\` is here
    # owns the repositories
    git = { isSystemUser = true; }; # soft serve
#   ^^^ \`git\` should come before \`git-coverage\` (alphabetical)
    todos = { isSystemUser = true; };
  };
}
        `,
        fixed: `
{
  users.users = {
    default.name = "ez";
    # owns the repositories
    git = { isSystemUser = true; }; # soft serve
    git-coverage = { isSystemUser = true; };
    todos = { isSystemUser = true; };
  };
}
        `,
      },
      {
        code: `
{
  users.users = {
    # admins
    zoe.isNormalUser = true;
#   ^^^^^^^^^^^^^^^^ note: \`zoe\` is here
    bob.isNormalUser = true;
#   ^^^^^^^^^^^^^^^^ \`bob\` should come before \`zoe\` (alphabetical)

    # students
    dan.isNormalUser = true;
    cat.isNormalUser = true;
  };
}
        `,
        fixed: `
{
  users.users = {
    # admins
    bob.isNormalUser = true;
    zoe.isNormalUser = true;

    # students
    cat.isNormalUser = true;
    dan.isNormalUser = true;
  };
}
        `,
      },
      {
        code: `
{
  users = {
    groups.snaek = { };
#   ^^^^^^^^^^^^ note: \`snaek\` is here
    groups.blog = { };
#   ^^^^^^^^^^^ \`blog\` should come before \`snaek\` (alphabetical)
    users.blog.group = "blog";
    users.snaek.group = "snaek";
  };
}
        `,
        fixed: `
{
  users = {
    groups.blog = { };
    groups.snaek = { };
    users.blog.group = "blog";
    users.snaek.group = "snaek";
  };
}
        `,
      },
    ],
    good: [
      // Two groups.
      `
{
  users.users = {
    # admins
    bob = { };
    zoe = { };

    # students
    cat = { };
    dan = { };
  };
}
      `,
      `
{
  users.knownGroups = [ "git" ];
  users.knownUsers = [ "git" ];
  users.groups = { git = { }; git-coverage = { }; };
  users.users = { default = { }; git = { }; git-coverage = { }; };
}
      `,
      '{ users.users = { ada = { }; default = { }; zoe = { }; }; }',
      // Arranged by subject: an account, then what belongs to it.
      `
{
  users.users.todos = { isSystemUser = true; };
  users.groups.todos = { };
  users.users.blog = { isSystemUser = true; };
  users.groups.blog = { };
}
      `,
      // A computed name may belong anywhere.
      `{ name, ... }: { users.users = { zoe = { }; \${name} = { }; ada = { }; }; }`,
      {
        code: '{ users.users = { root = { }; nixbuild = { }; todos = { }; }; }',
        options: { first: ['root'] },
      },
      {
        code: '{ users.users = { ada = { }; Minecraft = { }; zoe = { }; }; }',
        options: { comparison: 'case-fold' },
      },
    ],
  },

  visit: {
    source_code(file, context) {
      const first = textsOption(context.options, 'first');
      const comparison = comparisonOption(context.options, 'comparison');
      const ordering = { ...plainOrdering, first, comparison };
      for (const option of ['users', 'groups']) {
        for (const container of attributeContainers(file, ['users', option])) {
          reportDisorder(container, ordering, context);
        }
      }
    },
  },
});
