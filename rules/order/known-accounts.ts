import { listContainer, listsAt, textKey } from '#analyzer/order/elements.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

const options: ReadonlySet<string | undefined> = new Set(['knownUsers', 'knownGroups']);

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/known-accounts',
    summary: 'The names in `users.knownUsers` and `users.knownGroups` ascend, each once.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      nix-darwin makes an account only where it is declared and its name is in one
      of these lists. In order, they are quickly compared with the accounts.

      Names compare by their bytes. Only texts are compared: a list with a name, a
      call or \`++\` in it is left alone. nix-darwin asks whether a name is in the
      list, so the fix changes no account. Groups that a blank line or a comment
      of its own sets apart are sorted each for itself.
    `,
    bad: [
      {
        code: `
{
  users.knownUsers = [
    "git"
#   ^^^^^ note: \`git\` is here
    "todos" # the list of everything
    "blog"
#   ^^^^^^ \`blog\` should come before \`git\` (alphabetical)
  ];
}
        `,
        fixed: `
{
  users.knownUsers = [
    "blog"
    "git"
    "todos" # the list of everything
  ];
}
        `,
      },
      {
        code: `
{ users.knownGroups = [ "blog" "blog" "git" ]; }
#                       ^^^^^^ note: \`blog\` is here
#                              ^^^^^^ \`blog\` is listed twice
        `,
        fixed: '{ users.knownGroups = [ "blog" "git" ]; }',
      },
    ],
    good: [
      `
{
  users = {
    knownGroups = [ "blog" "git" ];
    knownUsers = [ "blog" "git" "git-coverage" ];
  };
}
      `,
      '{ names, ... }: { users.knownUsers = [ "git" "blog" ] ++ names; }',
      '{ login, ... }: { users.knownUsers = [ "git" login "blog" ]; }',
    ],
  },

  visit: {
    source_code(file, context) {
      if (!file.tree.text.includes('users')) return;
      const lists = listsAt(file, (path) => options.has(path.at(-1)) && path.at(-2) === 'users');
      for (const list of lists) {
        const container = listContainer(list, textKey);
        if (container.elements.every(({ key }) => key !== undefined))
          reportDisorder(container, { ...plainOrdering, unique: true }, context);
      }
    },
  },
});
