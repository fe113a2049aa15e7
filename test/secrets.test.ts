import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { matchesName } from '#analyzer/secrets/root-names.ts';
import type { Texts } from '#linter/example-run.ts';
import type { LintResult } from '#linter/lint.ts';
import type { Rule } from '#linter/rule.ts';
import explicitOwner from '#rules/secrets/explicit-owner.ts';
import rootOwner from '#rules/secrets/root-owner.ts';
import undeclaredReference from '#rules/secrets/undeclared-reference.ts';
import { snapshotOf } from './support/fleet.ts';
import { fixWith, lintWith } from './support/lint-example.ts';

const test = suite('secrets');

/** A fleet of one machine, and its file. */
function machine(module: string, kind: 'nixos' | 'darwin' = 'nixos'): Texts {
  const call = kind === 'nixos' ? 'nixpkgs.lib.nixosSystem' : 'darwin.lib.darwinSystem';
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    inputs.x.url = "github:x/x";
    inputs.darwin.url = "github:nix-darwin/nix-darwin";
    outputs = { nixpkgs, darwin, ... }@inputs: {
      ${kind}Configurations.oak = ${call} {
        specialArgs = { inherit inputs; };
        modules = [ ./oak.nix ];
      };
    };
  }`;
  return new Map([
    ['flake.nix' as FilePath, flake],
    ['oak.nix' as FilePath, module],
  ]);
}

/** What a rule says of one machine: its messages, and how much it could judge. */
function said(rule: Rule, module: string, kind?: 'nixos' | 'darwin'): string[] {
  const result = lintWith(rule, machine(module, kind));
  return [...result.diagnostics.map(({ message }) => message), counts(result)];
}

function counts({ coverage }: LintResult): string {
  const [rule] = coverage;
  const undecided = (rule?.undecided ?? []).reduce((sum, { count }) => sum + count, 0);
  return `${rule?.decided} decided, ${undecided} undecided`;
}

/** The file of the machine after all fixes. */
function fixed(rule: Rule, module: string, kind?: 'nixos' | 'darwin'): string | undefined {
  return fixWith(rule, machine(module, kind)).get('oak.nix' as FilePath);
}

/** The references of a module: what they name, and whether the machine evaluates them. */
function references(module: string): string[] {
  const { rows } = snapshotOf(machine(module)).facts().table('secret-reference');
  return rows.map(({ reader, target, evaluated, scope }) => {
    return `${scope}: ${reader} ${target}${isUndecided(evaluated) ? '?' : ''}`;
  });
}

test('a value that is written but not known is set', () => {
  const module =
    '{ inputs, ... }: { sops.secrets.a = { owner = inputs.x.y; group = inputs.x.z; }; }';
  assert.equal(said(explicitOwner, module), ['1 decided, 0 undecided']);
});

test('a set that is not known may hold an owner', () => {
  const module = '{ inputs, ... }: { sops.secrets.a = inputs.x.lib.secret "a"; }';
  assert.equal(said(explicitOwner, module), ['0 decided, 1 undecided']);
});

test('modules of other flakes do not set the owner of a secret, but unread modules of this one may', () => {
  const finding = 'secret `a` has no `owner` and no `group`; declare owner and group explicitly';
  const foreign =
    '{ inputs, ... }: { imports = [ inputs.x.nixosModules.y ]; sops.secrets.a = { }; }';
  assert.equal(said(explicitOwner, foreign), [finding, '1 decided, 0 undecided']);
  const own =
    '{ inputs, ... }: { imports = inputs.x.lib.importModules ./.; sops.secrets.a = { }; }';
  assert.equal(said(explicitOwner, own), ['0 decided, 1 undecided']);
  const absent = '{ imports = [ ./absent.nix ]; sops.secrets.a = { }; }';
  assert.equal(said(explicitOwner, absent), ['0 decided, 1 undecided']);
});

test('a secret whose value fails is not judged', () => {
  const module = '{ inputs, ... }: { sops.secrets.a = inputs.none.lib.secret "a"; }';
  assert.equal(said(explicitOwner, module), ['0 decided, 1 undecided']);
});

test('a secret under a condition that is not known is not judged', () => {
  const module = '{ inputs, lib, ... }: { sops.secrets.a = lib.mkIf inputs.x.y { }; }';
  assert.equal(said(explicitOwner, module), ['0 decided, 1 undecided']);
});

test('secrets that one set makes are one finding without a fix', () => {
  const module = `{ lib, ... }:
  {
    sops.secrets = lib.listToAttrs (
      map (name: { name = "key-\${name}"; value = { mode = "0400"; }; }) [ "a" "b" "c" "d" ]
    );
  }`;
  const finding =
    'secrets `key-a`, `key-b` and 2 others have no `owner` and no `group`; declare owner and group explicitly';
  assert.equal(said(explicitOwner, module), [finding, '4 decided, 0 undecided']);
  assert.is(fixed(explicitOwner, module), module);
});

test('a user who is known by login alone gives a group, but not unasked', () => {
  const module = `{
    sops.secrets.a = { owner = "ada"; };
    users.users.default = { name = "ada"; isNormalUser = true; };
  }`;
  const { diagnostics } = lintWith(explicitOwner, machine(module));
  assert.equal(
    diagnostics[0]?.fixes.map(({ title, safety }) => `${safety}: ${title}`),
    ['unsafe: set `group` to `users`'],
  );
});

test('on a Mac there is a choice of groups', () => {
  const module = '{ sops.secrets."tailscale/auth" = { }; }';
  const { diagnostics } = lintWith(explicitOwner, machine(module, 'darwin'));
  assert.equal(
    diagnostics[0]?.fixes.map(({ title, safety }) => `${safety}: ${title}`),
    [
      'unsafe: set `owner` to `root` and `group` to `wheel`',
      'unsafe: set `owner` to `root` and `group` to `staff`',
    ],
  );
});

test('several readers give no owner', () => {
  const module = `{ config, ... }: {
    sops.secrets.a = { };
    systemd.services.x.serviceConfig = { User = "x"; Group = "x"; A = config.sops.secrets.a.path; };
    systemd.services.y.serviceConfig = { User = "y"; Group = "y"; A = config.sops.secrets.a.path; };
  }`;
  assert.is(fixed(explicitOwner, module), module);
});

test('numbers may say that a secret is root’s, but silence is the business of another rule', () => {
  const finding = 'secret `a` belongs to root, which is meant for names like `tailscale/*` only';
  assert.equal(said(rootOwner, '{ sops.secrets.a.uid = 0; }'), [finding, '1 decided, 0 undecided']);
  assert.equal(said(rootOwner, '{ sops.secrets.a.uid = 7; }'), ['1 decided, 0 undecided']);
  assert.equal(said(rootOwner, '{ sops.secrets.a = { }; }'), ['1 decided, 0 undecided']);
});

test('an owner whose value is not known may be root', () => {
  const module = '{ inputs, ... }: { sops.secrets.a.owner = inputs.x.y; }';
  assert.equal(said(rootOwner, module), ['0 decided, 1 undecided']);
});

test('a star stands for any text', () => {
  assert.ok(matchesName('oak/ssh/host/ed25519/private', ['*/ssh/host/*']));
  assert.not(matchesName('ssh/host/key', ['*/ssh/host/*']));
  assert.not(matchesName('oak-password', ['*/password']));
  assert.not(matchesName('axb', ['a.b']));
});

test('a place is evaluated where a definition that holds has it', () => {
  const module = `{ config, lib, ... }:
  let
    inherit (config.sops) secrets;
    used = config.sops.secrets.used.path;
    unused = config.sops.secrets.unused.path;
    table = { one = secrets.one.path; two = secrets.two.path; };
  in
  {
    services.a.file = used;
    services.b.file = table.one;
    services.c = lib.mkIf false { file = secrets.never.path; };
    services.d.file = if config.services.x.y then secrets.maybe.path else "none";
    services.e = lib.optionalAttrs false { file = "/run/secrets/never"; };
    services.f = { enable = false; file = "/run/secrets/never"; };
    services.g.file = if true then "/run/secrets/yes" else "/run/secrets/no";
    services.h.file = config.sops.secrets.fallback.path or "none";
  }`;
  assert.equal(references(module), [
    'system: this file used',
    'system: this file one',
    'system: `services.d.file` maybe?',
    'system: `services.g.file` /run/secrets/yes',
  ]);
});

test('functions over a set are evaluated for what is in the set', () => {
  const module = (names: string): string => `{ lib, ... }:
  {
    systemd.services = lib.mapAttrs (name: value: {
      serviceConfig.EnvironmentFile = "/run/secrets/shared";
    }) { ${names} };
  }`;
  assert.equal(references(module('')), []);
  assert.equal(references(module('a = 1;')).length, 1);
});

test('a path with interpolations is what each machine makes of it', () => {
  const module = `{ lib, ... }:
  let
    shops = { production.port = 1; staging.port = 2; };
  in
  {
    sops.secrets."shop/staging/env" = { owner = "shop-staging"; group = "shop-staging"; };
    systemd.services = lib.mapAttrs' (name: shop: lib.nameValuePair "shop-\${name}" {
      serviceConfig = {
        EnvironmentFile = [ "-/run/secrets/shop/\${name}/env" "/run/secrets/\${name}" ];
        ExecStart = "/run/secrets/shop/\${unknown}/x";
        User = "shop-\${name}";
        Group = "shop-\${name}";
      };
    }) shops;
  }`;
  assert.equal(said(undeclaredReference, module), [
    'unit `shop-production` reads `/run/secrets/shop/production/env`, but oak declares no such secret',
    'unit `shop-production` reads `/run/secrets/production`, but oak declares no such secret',
    'unit `shop-staging` reads `/run/secrets/staging`, but oak declares no such secret',
    '4 decided, 0 undecided',
  ]);
});

test('mounts, comments and documentation are not references to secrets of the machine', () => {
  const module = `{ lib, ... }: {
    options.x = lib.mkOption { example = "/run/secrets/example"; };
    config.services.a.volumes = [ "/run/secrets/outside:/inside:ro" "/srv/x:/run/secrets/inside" ];
    config.services.b.script = ''
      # cat /run/secrets/comment
      echo key > /run/secrets/written
      cat /run/secrets/read.
    '';
  }`;
  assert.equal(references(module), [
    'system: `services.a.volumes` /run/secrets/outside',
    'system: `services.b.script` /run/secrets/read',
  ]);
});

test('a home asks for its own secrets, or for those of the machine', () => {
  const module = `{ config, ... }: {
    sops.secrets.shared = { };
    home-manager.users.ada = { config, osConfig, ... }: {
      sops.secrets.own = { };
      home.a = config.sops.secrets.own.path;
      home.b = osConfig.sops.secrets.shared.path;
      home.c = config.sops.secrets.shared.path;
    };
  }`;
  assert.equal(said(undeclaredReference, module), [
    '`home-manager.users.ada.home.c` reads the secret `shared`, but the homes of oak declare no such secret',
    '3 decided, 0 undecided',
  ]);
});

test('of the machine of a home that stands alone nothing is known', () => {
  const texts = new Map([
    [
      'flake.nix' as FilePath,
      `{ inputs.home-manager.url = "github:nix-community/home-manager"; inputs.sops-nix.url = "github:Mic92/sops-nix";
      outputs = { home-manager, sops-nix, ... }: { homeConfigurations.ada = home-manager.lib.homeManagerConfiguration {
        modules = [ sops-nix.homeManagerModules.sops ./ada.nix ];
      }; }; }`,
    ],
    [
      'ada.nix' as FilePath,
      `{ config, osConfig, ... }: {
      home.a = osConfig.sops.secrets.shared.path;
      home.b = config.sops.secrets.own.path;
    }`,
    ],
  ]);
  const { diagnostics } = lintWith(undeclaredReference, texts);
  assert.equal(
    diagnostics.map(({ message }) => message),
    ['`home.b` reads the secret `own`, but the homes of ada declare no such secret'],
  );
});

test('a home that is written as a set asks the machine around it', () => {
  const module = `{ config, ... }:
  let secrets = config.sops.secrets;
  in {
    sops.secrets.shared = { };
    home-manager.sharedModules = [ { home.e = config.sops.secrets.shared.path; } ];
    home-manager.users.ada = {
      sops.secrets.own = { };
      home.a = config.sops.secrets.own.path;
      imports = [
        { home.b = config.sops.secrets.shared.path; }
        { home.c = secrets.shared.path; }
        ({ config, ... }: { home.d = config.sops.secrets.own.path; })
      ];
    };
  }`;
  assert.equal(said(undeclaredReference, module), [
    '`home-manager.users.ada.home.a` reads the secret `own`, but oak declares no such secret',
    '6 decided, 0 undecided',
  ]);
});

test('the configuration of another machine is not asked for', () => {
  const module = `{ inputs, ... }: {
    sops.secrets.a = { };
    x.y = map (config: config.sops.secrets.theirs.path) inputs.machines;
  }`;
  assert.equal(said(undeclaredReference, module), ['0 decided, 0 undecided']);
});

test('a module that cannot be read may declare the secret', () => {
  const module = `{ config, inputs, ... }: {
    imports = [ inputs.x.nixosModules.y ];
    services.a.file = config.sops.secrets.b.path;
  }`;
  assert.equal(said(undeclaredReference, module), ['0 decided, 1 undecided']);
});

test('a template that nobody declares is missing', () => {
  const module = `{
    sops.secrets.a = { };
    sops.templates.known.content = "";
    services.a.files = [ "/run/secrets/rendered/known" "/run/secrets/rendered/unknown" ];
  }`;
  assert.equal(said(undeclaredReference, module), [
    '`services.a.files` reads `/run/secrets/rendered/unknown`, but oak declares no such template',
    '1 decided, 0 undecided',
  ]);
});

test('a template whose name is made up is found by what it is called in the end', () => {
  const module = `{ config, ... }:
  let app = "blog"; other = "other"; in
  {
    sops.secrets.a = { };
    sops.templates."\${app}-env".content = "";
    sops.templates.other = { content = ""; name = "\${app}-other"; };
    services.a.file = config.sops.templates."\${other}".path;
    services.b.file = config.sops.templates."\${app}-env".path;
  }`;
  assert.equal(said(undeclaredReference, module), ['2 decided, 0 undecided']);
});

test('a script that asks whether a file is there does not need it', () => {
  const module = (script: string): string => `{
    sops.secrets.a = { };
    programs.bash.initExtra = ''
      ${script}
    '';
  }`;
  const missing =
    '`programs.bash.initExtra` reads `/run/secrets/token`, but oak declares no such secret';
  const read = 'export TOKEN="$(cat /run/secrets/token)"';
  for (const asked of [
    '[[ -r "/run/secrets/token" ]]',
    '[ ! -e /run/secrets/token ]',
    'test -s /run/secrets/token',
  ])
    assert.equal(said(undeclaredReference, module(`if ${asked}; then ${read}; fi`)), [
      '0 decided, 0 undecided',
    ]);
  for (const other of ['[[ -r "/run/secrets/token-other" ]]', '[[ -n "/run/secrets/token" ]]'])
    assert.ok(said(undeclaredReference, module(`if ${other}; then ${read}; fi`)).includes(missing));
});

test('a declaration joins those most like it where they are not sorted', () => {
  const module = (added: string): string => `{ config, ... }:
{
  sops.secrets = {
    "z/env" = { owner = "z"; group = "z"; };
    "blog/key" = { owner = "blog"; group = "blog"; };${added}
    "a" = { owner = "a"; group = "a"; };
  };
  services.github-runners.blog = {
    user = "blog";
    group = "blog";
    tokenFile = config.sops.secrets."blog/token-of-runner".path;
  };
}
`;
  const added = '\n    "blog/token-of-runner" = { owner = "blog"; group = "blog"; };';
  assert.is(fixed(undeclaredReference, module('')), module(added));
});

test.run();
