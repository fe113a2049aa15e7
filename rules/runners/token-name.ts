import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { RunnerRow } from '#analyzer/facts/runners.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { byPlace } from '#analyzer/secrets/places.ts';
import { renameSecret } from '#analyzer/secrets/renaming.ts';
import { keyStateOf } from '#analyzer/secrets/stored-keys.ts';
import type { Site } from '#analyzer/site.ts';
import { textOption } from '#linter/options.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'runners/token-name',
    summary: 'The token of a runner is called like the runner.',
    severity: 'warning',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
    options: {
      folder: {
        summary: 'What the names of tokens begin with.',
        default: 'github/runners',
      },
    },
  },

  docs: {
    why: `
      When a token has to be replaced, its name in the encrypted file must tell
      which runner it is for. The token of the runner \`blog\` is
      \`github/runners/blog\`; of several runners for one repository each has its
      own name behind that, so that the token of \`blog-mars\`, whose \`name\` is
      \`mars\`, is \`github/runners/blog/mars\`.

      Looked at are tokens that are secrets of sops. The fix renames the secret
      where it is declared and wherever it is read. The encrypted file is yours to
      change: its key must move as well, unless the secret sets \`key\`.
    `,
    bad: [
      {
        code: `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- elm.nix --
{ config, lib, ... }:
{
  sops.secrets."github/token" = { owner = "git"; group = "git"; };
  services.github-runners = lib.genAttrs [ "one" "two" ] (name: {
    url = "https://github.com/ada";
    tokenFile = config.sops.secrets."github/token".path;
  });
}
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "github/runners/blog" = { owner = "blog"; group = "blog"; };
#   ^^^^^^^^^^^^^^^^^^^^^ note: the secret is declared here
    "github/runners/coverage" = { owner = "git"; group = "git"; };
#   ^^^^^^^^^^^^^^^^^^^^^^^^^ note: the secret is declared here
    "github/runners/blog/venus" = { owner = "blog"; group = "blog"; };
  };
  services.github-runners = {
    blog-mars = {
      name = "mars";
      url = "https://github.com/ada/blog";
      tokenFile = config.sops.secrets."github/runners/blog".path;
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token of \`blog-mars\` should be \`github/runners/blog/mars\`
    };
    blog-venus = {
      name = "venus";
      url = "https://github.com/ada/blog";
      tokenFile = config.sops.secrets."github/runners/blog/venus".path;
    };
    git-coverage = {
      name = "oak";
      url = "https://github.com/ada/git-coverage";
      tokenFile = "/run/secrets/github/runners/coverage";
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token of \`git-coverage\` should be \`github/runners/git-coverage\`
    };
  };
}
        `,
        fixed: `
-- oak.nix --
{ config, ... }:
{
  sops.secrets = {
    "github/runners/blog/mars" = { owner = "blog"; group = "blog"; };
    "github/runners/git-coverage" = { owner = "git"; group = "git"; };
    "github/runners/blog/venus" = { owner = "blog"; group = "blog"; };
  };
  services.github-runners = {
    blog-mars = {
      name = "mars";
      url = "https://github.com/ada/blog";
      tokenFile = config.sops.secrets."github/runners/blog/mars".path;
    };
    blog-venus = {
      name = "venus";
      url = "https://github.com/ada/blog";
      tokenFile = config.sops.secrets."github/runners/blog/venus".path;
    };
    git-coverage = {
      name = "oak";
      url = "https://github.com/ada/git-coverage";
      tokenFile = "/run/secrets/github/runners/git-coverage";
    };
  };
}
        `,
      },
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ config, ... }:
let
  runner = name: token: {
    inherit name;
    url = "https://github.com/ada/ferns";
    user = "git";
    group = "git";
    tokenFile = config.sops.secrets.\${token}.path;
  };
in
{
  sops.secrets = {
    "github/runners/blog" = { owner = "git"; group = "git"; };
    "github/runners/ferns/mars" = { owner = "git"; group = "git"; };
    "github/runners/ferns/venus" = { owner = "git"; group = "git"; };
    "github/runners/shop/earth" = { owner = "git"; group = "git"; };
  };
  services.github-runners = {
    blog = runner "oak" "github/runners/blog" // { url = "https://github.com/ada/blog"; };
    elsewhere = { url = "https://github.com/ada/elsewhere"; tokenFile = "/var/keys/token"; user = "git"; group = "git"; };
    ferns-venus = runner "venus" "github/runners/ferns/venus";
    ferns-mars = runner "mars" "github/runners/ferns/mars";
    shop-earth = runner "earth" "github/runners/shop/earth" // { url = "https://github.com/ada/shop"; };
  };
  users.users.git = { isSystemUser = true; group = "git"; };
  users.groups.git = { };
}
      `,
    ],
  },

  check(context) {
    const found: Misnamed[] = [];
    for (const runner of context.facts.table('runner').rows) {
      if (runner.tool !== 'github') continue;
      const misnamed = judge(context, runner);
      if (misnamed) found.push(misnamed);
    }
    for (const [misnamed] of byPlace(found)) report(context, misnamed);
  },
});

/** A runner whose token is called like something else. */
interface Misnamed {
  readonly at: RunnerRow['at'];
  readonly runner: RunnerRow;
  readonly secret: SecretRow;
  readonly wanted: string;
}

function judge({ facts, options, ...context }: FleetContext, runner: RunnerRow) {
  const { host, 'token-file': token, name } = runner;
  const doubt = [token, name].find(isUndecided);
  if (doubt) context.undecided(doubt.undecided);
  if (doubt || token === undefined || isUndecided(token)) return undefined;
  const secret = facts.table('secret').rows.find((row) => {
    return row.host === host && row.manager === 'sops' && known(row.path) === token;
  });
  if (!secret) return undefined;
  context.decided();
  const readers = readersOf(facts, runner);
  if (readers.length > 1 && byPlace(readers, tokenPlace).length === 1) return undefined;
  const folder = textOption(options, 'folder');
  const stem = stemOf(runner);
  const short = `${folder}/${stem}`;
  const long = `${short}/${known(name) ?? runner.attribute}`;
  const isShared = facts
    .table('runner')
    .rows.some((other) => other !== runner && other.host === host && stemOf(other) === stem);
  if (secret.name === long || (secret.name === short && !isShared)) return undefined;
  const at = tokenPlace(runner);
  return { at, runner, secret, wanted: isShared ? long : short };
}

/** What the runners of one repository have in common: `ferns` of `ferns-mars`, whose name is `mars`. */
function stemOf({ attribute, name }: RunnerRow): string {
  const own = known(name);
  const suffix = own === undefined ? '' : `-${own}`;
  const isLong = suffix !== '' && attribute.endsWith(suffix) && attribute !== suffix;
  return isLong ? attribute.slice(0, -suffix.length) : attribute;
}

function report({ facts, report }: FleetContext, { at, runner, secret, wanted }: Misnamed): void {
  const isOnlyIts = readersOf(facts, runner).length === 1;
  const fix = isOnlyIts ? renameSecret(facts, secret, wanted) : undefined;
  report(at, {
    message: `token of \`${runner.attribute}\` should be \`${wanted}\``,
    related: notes(facts, secret),
    fixes: fix ? [fix] : [],
  });
}

/** All runners that register with the token of one; where one place makes them all, it is called after none of them. */
function readersOf(facts: Facts, runner: RunnerRow): readonly RunnerRow[] {
  return facts.table('runner').rows.filter((row) => {
    return row.host === runner.host && row['token-file'] === runner['token-file'];
  });
}

function tokenPlace({ places, at }: RunnerRow): Site {
  return places?.['token-file'] ?? at;
}

function notes(facts: Facts, secret: SecretRow): readonly Note[] {
  const declared = { ...facts.locate(secret.at), message: 'the secret is declared here' };
  const state = keyStateOf(facts, secret);
  if (state?.kind !== 'there') return [declared];
  const message = `\`${secret.name}\` has its value here`;
  return [declared, { ...facts.locate(state.key.at), message }];
}
