import {
  type AccountPart,
  completeAccount,
  type DarwinAccount,
  darwinAccount,
} from '#analyzer/accounts/darwin-account.ts';
import type { Note } from '#analyzer/diagnostic.ts';
import type { UserRow } from '#analyzer/facts/accounts.ts';
import { known } from '#analyzer/facts/cell.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'accounts/managed-on-darwin',
    summary: 'A user of a Mac for a runner, or with an id, is one that nix-darwin manages.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      nix-darwin makes an account only where five things are said: the user with
      a \`uid\` and a \`gid\`, a group with the same \`gid\`, and the names of both
      in \`users.knownUsers\` and \`users.knownGroups\`. What is missing is found
      when the machine is switched, as \`chown: invalid user\`, or nothing says so.

      Looked at are users with an id and users that a runner runs as. macOS
      counts people from 501 on; ids up to 520 are taken for those of accounts
      that it made itself, and are left alone.

      The fix completes all five places. Where the account has no id yet, it
      takes the next one above those of the machine and those that sentences of
      documents with \`UID\` or \`GID\` say of it, from 534 on; another one may be
      written down elsewhere, and so the fix is unsafe.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { darwin, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
  };
}
-- fig.nix --
{
  services.github-runners.blog = {
    enable = true;
    url = "https://github.com/ada/blog";
    tokenFile = "/var/token";
    user = "blog";
    group = "blog";
  };
  users = {
    knownGroups = [ "ada" "eve" ];
#                   ^^^^^ note: groups that nix-darwin manages stand here
    knownUsers = [
      "ada"
#     ^^^^^ note: users that nix-darwin manages stand here
      "eve"
    ];
    groups = {
      ada = { gid = 541; };
      eve = { gid = 543; };
#                   ^^^ note: the group is here
    };
    users = {
      ada = { uid = 541; gid = 541; };
      blog = { };
#     ^^^^ darwin user \`blog\` lacks \`uid\`, \`gid\`, its group, \`users.knownUsers\` and \`users.knownGroups\`
      bob = { uid = 542; gid = 542; };
#     ^^^ darwin user \`bob\` lacks its group, \`users.knownUsers\` and \`users.knownGroups\`
      eve = { uid = 544; gid = 544; };
#                              ^^^ darwin user \`eve\` has the gid 544, but its group \`eve\` has 543
    };
  };
}
        `,
        fixed: `
-- fig.nix --
{
  services.github-runners.blog = {
    enable = true;
    url = "https://github.com/ada/blog";
    tokenFile = "/var/token";
    user = "blog";
    group = "blog";
  };
  users = {
    knownGroups = [ "ada" "blog" "bob" "eve" ];
    knownUsers = [
      "ada"
      "blog"
      "bob"
      "eve"
    ];
    groups = {
      ada = { gid = 541; };
      blog = { gid = 545; };
      bob = { gid = 542; };
      eve = { gid = 543; };
    };
    users = {
      ada = { uid = 541; gid = 541; };
      blog = { uid = 545; gid = 545; };
      bob = { uid = 542; gid = 542; };
      eve = { uid = 544; gid = 544; };
    };
  };
}
        `,
      },
      {
        code: `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { darwin, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
  };
}
-- fig.nix --
{
  services.github-runners.blog = {
    enable = true;
    url = "https://github.com/ada/blog";
    tokenFile = "/var/token";
    user = "blog";
    group = "blog";
  };
  users.knownUsers = [ ];
  users.users.blog = { home = "/var/lib/blog"; };
#             ^^^^ darwin user \`blog\` lacks \`uid\`, \`gid\`, its group, \`users.knownUsers\` and \`users.knownGroups\`
}
-- AGENTS.md --
Accounts of runners have a number each.
The last one on fig took UID/GID \`540\`. That of oak took UID 550.
        `,
        fixed: `
-- fig.nix --
{
  services.github-runners.blog = {
    enable = true;
    url = "https://github.com/ada/blog";
    tokenFile = "/var/token";
    user = "blog";
    group = "blog";
  };
  users.knownUsers = [ "blog" ];
  users.users.blog = { home = "/var/lib/blog"; uid = 541; gid = 541; };
  users.groups.blog = { gid = 541; };
  users.knownGroups = [ "blog" ];
}
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  outputs = { darwin, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
  };
}
-- fig.nix --
{
  users = {
    knownGroups = [ "ada" ];
    knownUsers = [ "ada" ];
    groups.ada.gid = 541;
    users = {
      ada = { uid = 541; gid = 541; };
      admin = { uid = 501; home = "/Users/admin"; };
      guest.home = /Users/guest;
    };
  };
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const darwin = new Set(
      facts.table('host').rows.flatMap((row) => (row.class === 'darwin' ? [row.name] : [])),
    );
    const runners = new Set(
      facts.table('runner').rows.map(({ host, user }) => `${host} ${known(user) ?? ''}`),
    );
    for (const user of facts.table('user').rows) {
      const uid = known(user.uid);
      const isMeant = uid === undefined ? false : uid < firstPerson || uid > lastPerson;
      const isRunner = runners.has(`${user.host} ${known(user.name) ?? ''}`);
      if (darwin.has(user.host) && (isMeant || isRunner)) checkUser(context, user);
    }
  },
});

/** Ids that macOS gives to people. */
const [firstPerson, lastPerson] = [501, 520];

function checkUser(context: FleetContext, user: UserRow): void {
  const account = darwinAccount(context.facts, user);
  if (account.kind === 'undecided') {
    context.undecided(account.reason);
    return;
  }
  context.decided();
  if (account.missing.length > 0) reportMissing(context, user, account);
  else reportDifference(context, user, account);
}

type KnownAccount = Extract<DarwinAccount, { readonly kind: 'known' }>;

function reportMissing(context: FleetContext, user: UserRow, account: KnownAccount): void {
  const { facts } = context;
  const parts = account.missing.map((part) => words[part]);
  const last = parts.at(-1) ?? '';
  const what = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last;
  context.report(user.at, {
    message: `darwin user \`${user.key}\` lacks ${what}`,
    related: listsOf(context, user, account.missing),
    fixes: completeAccount(facts, user, account),
  });
}

const words: { readonly [Part in AccountPart]: string } = {
  uid: '`uid`',
  gid: '`gid`',
  group: 'its group',
  'known-user': '`users.knownUsers`',
  'known-group': '`users.knownGroups`',
};

/** The lists that have others, where the name would stand. */
function listsOf(
  { facts }: FleetContext,
  { host }: UserRow,
  missing: readonly AccountPart[],
): readonly Note[] {
  return (['user', 'group'] as const).flatMap((kind) => {
    if (!missing.includes(`known-${kind}`)) return [];
    const rows = facts.table('known-account').rows;
    const other = rows.find((row) => row.host === host && row.kind === kind);
    return other
      ? [{ ...facts.locate(other.at), message: `${kind}s that nix-darwin manages stand here` }]
      : [];
  });
}

/** The id of a group that has the name of the user must be the user's. */
function reportDifference(context: FleetContext, user: UserRow, { group }: KnownAccount): void {
  const [own, other] = [known(user.gid), group && known(group.gid)];
  if (!group || own === undefined || own === other) return;
  const { facts } = context;
  const at = group.places?.gid ?? group.at;
  context.report(user.places?.gid ?? user.at, {
    message: `darwin user \`${user.key}\` has the gid ${own}, but its group \`${group.name}\` has ${other ?? 'none'}`,
    related: [{ ...facts.locate(at), message: 'the group is here' }],
  });
}
