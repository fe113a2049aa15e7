import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { IdentityCheckRow, IdentityOperator } from '#analyzer/facts/identity.ts';
import { identityChecks } from '#analyzer/identity/checks.ts';
import { asksFor } from '#analyzer/identity/holds.ts';
import { lower } from '#analyzer/syntax/lower.ts';
import { type Marker, parseExample, renderExample } from '#linter/example.ts';
import { parse } from '#parser/parse.ts';

const test = suite('identity');

test('a comparison with a literal is found wherever it stands, either way round', () =>
  check(`
    { config, lib, pkgs, hostname, ... }:
    {
      a = lib.mkIf (config.networking.hostName == "ash") { };
    #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comparison host equal ash
      b = if "elm" != hostname then 1 else 2;
    #        ^^^^^^^^^^^^^^^^^ comparison host not equal elm
      c = lib.optionals (pkgs ? x && (hostname == "ash" || hostname == "elm")) [ ];
    #                                 ^^^^^^^^^^^^^^^^^ comparison host equal ash
    #                                                      ^^^^^^^^^^^^^^^^^ comparison host equal elm
      d = ''text \${if !(hostname == "ash") then "x" else "y"}'';
    #                   ^^^^^^^^^^^^^^^^^ comparison host not equal ash
      e = assert hostname != "oak"; 1;
    #            ^^^^^^^^^^^^^^^^^ comparison host not equal oak
    }
  `));

test('predicates, also through a change of case', () =>
  check(`
    { config, lib, osConfig, ... }:
    let
      inherit (lib) hasSuffix;
    in
    with builtins;
    [
      (lib.hasPrefix "build" config.networking.hostName)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host prefix build
      (hasSuffix "1" osConfig.networking.hostName)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host suffix 1
      (lib.strings.hasInfix "laptop" (lib.toLower config.networking.hostName))
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host infix lower laptop
      (match "web.*" config.networking.hostName == null)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host not match web.*
      (builtins.match "web.*" "\${config.networking.hostName}" != null)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host match web.*
      (config.networking.hostName |> lib.hasPrefix "db")
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ predicate host prefix db
    ]
  `));

test('membership in a list that is written out', () =>
  check(`
    { config, lib, hostName, ... }:
    let
      builders = [ "ash" "elm" ];
    in
    [
      (builtins.elem config.networking.hostName builders)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ membership host equal ash elm
      (lib.any (h: h == hostName) [ "oak" ])
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ membership host equal oak
      (lib.all (h: hostName != h) builders)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ membership host not equal ash elm
      (lib.any (h: lib.hasPrefix h hostName) [ "web" "db" ])
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ membership host prefix web db
    ]
  `));

test('names that stand for names many times over are followed once each', () =>
  check(`
    { config, hostname, ... }:
    user:
    let
      a0 = ./a/\${hostname}.yaml;
    #      ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/a/{}.yaml
      ${Array.from({ length: 40 }, (_, at) => `a${at + 1} = [ a${at} a${at} a${at} ];`).join(' ')}
    in
    a40
  `));

test('paths that only a condition, a priority or a caller lets anybody read', () =>
  check(`
    { config, lib, hostname, ... }@args:
    let
      asked = ./a/\${hostname}.yaml;
    #         ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/a/{}.yaml
      always = ./b/\${hostname}.yaml;
    #          ^^^^^^^^^^^^^^^^^^^^ path host file modules/b/{}.yaml
    in
    {
      options.x = lib.mkOption { default = ./c/\${hostname}.yaml; };
    #                                      ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/c/{}.yaml
      a = lib.mkIf config.x.enable { file = ./d/\${hostname}.yaml; };
    #                                       ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/d/{}.yaml
      b = lib.mkDefault ./e/\${hostname}.yaml;
    #                   ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/e/{}.yaml
      c = if config.x.enable then asked else always;
      d = always;
      e = lib.genAttrs config.x.users (user: { file = ./f/\${hostname}.yaml; });
    #                                                 ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/f/{}.yaml
      f = args.file or ./g/\${hostname}.yaml;
    #                  ^^^^^^^^^^^^^^^^^^^^ path host file perhaps modules/g/{}.yaml
      g = lib.mkMerge [ { file = ./h/\${hostname}.yaml; } ];
    #                            ^^^^^^^^^^^^^^^^^^^^ path host file modules/h/{}.yaml
      h = lib.mkForce ./i/\${hostname}.yaml;
    #                 ^^^^^^^^^^^^^^^^^^^^ path host file modules/i/{}.yaml
    }
  `));

test('tables of the same file', () =>
  check(`
    { config, hostname, nodes, ... }:
    let
      ports = { ash = 1; elm = 2; };
      all.addresses = ports;
    in
    [
      { ash = 1; }.\${hostname}
    #                ^^^^^^^^ dispatch host select ash
      (ports.\${config.networking.hostName} or 0)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatch host select ash elm
      all.addresses."\${hostname}"
    # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatch host select ash elm
      (ports ? \${hostname})
    #  ^^^^^^^^^^^^^^^^^^^ dispatch host select ash elm
      (builtins.getAttr hostname ports)
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dispatch host select ash elm
      nodes.\${config.networking.hostName}
      config.users.\${hostname}.port
    ]
  `));

test('paths', () =>
  check(`
    { config, lib, self, hostname, directory, ... }:
    let
      here = "\${self}/hosts/\${hostname}/secrets.yaml";
    #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path host exists ?
    in
    {
      imports = [
        ./hosts/\${hostname}.nix
    #   ^^^^^^^^^^^^^^^^^^^^^^^ path host import modules/hosts/{}.nix
        (./. + "/\${config.networking.hostName}")
    #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path host import modules/{}
        (../home + "/\${hostname}" + "/x.nix")
    #    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path host import home/{}/x.nix
        (import "\${directory}/\${hostname}.nix")
    #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ path host import ?
      ];
      sops.defaultSopsFile = lib.mkIf (builtins.pathExists here) here;
      age.file = ./secrets/\${hostname}.age;
    #            ^^^^^^^^^^^^^^^^^^^^^^^^^ path host file modules/secrets/{}.age
      backup.path = "/srv/\${hostname}/data";
      name = "\${hostname}-1";
      log = directory + "/\${hostname}.log";
    }
  `));

test('aliases: let, inherit, with, settings, all arguments', () =>
  check(`
    args@{ config, systemSettings, userSettings, lib, ... }:
    let
      inherit (config.networking) hostName;
      net = config.networking;
      again = hostName;
      cfg = systemSettings;
      systemSettingsRaw = lib.recursiveUpdate { } cfg;
      wanted = "ash";
    in
    [
      (again == "ash")
    #  ^^^^^^^^^^^^^^ comparison host equal ash
      (net.hostName == wanted)
    #  ^^^^^^^^^^^^^^^^^^^^^^ comparison host equal ash
      (with config; networking.hostName == "ash")
    #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comparison host equal ash
      (with config.networking; with lib; fqdn == "x" || "ash" == args.config.networking.hostName)
    #                                                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ comparison host equal ash
      ((cfg.profile or "") == "personal")
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ profile profile equal personal
      (systemSettingsRaw.profile == "x")
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ profile profile equal x
      (systemSettings.envProfile != "work" && userSettings.username == "ada")
    #  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ profile profile not equal work
    #                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ profile user equal ada
    ]
  `));

test('a parameter is an identity when it ranges over machines', () =>
  check(`
    { config, lib, self, ... }:
    let
      hosts = lib.attrNames self.nixosConfigurations;
    in
    {
      known = lib.genAttrs hosts (hostname: {
        names = lib.optional (hostname == "ash") "x" ++ lib.optional (hostname == config.networking.hostName) "y";
    #                         ^^^^^^^^^^^^^^^^^ comparison host equal ash
      });
      sites = lib.mapAttrs (hostName: vhost: hostName == "ash") config.services.nginx.virtualHosts;
      mkHost = hostName: lib.nixosSystem {
        modules = lib.optional (hostName == "ash") ./x.nix ++ [ { networking.hostName = hostName; } ];
    #                           ^^^^^^^^^^^^^^^^^ comparison host equal composes ash
      };
      proxy = hostName: hostName == "ash";
    }
  `));

test('what is no check of an identity', () =>
  check(`
    { config, lib, pkgs, hostname, systemSettings, cfg, ... }:
    let
      command = "\${pkgs.hostname}/bin/hostname";
      mine = { hostname = "x"; };
    in
    {
      networking.hostName = systemSettings.hostname;
      self = hostname == config.networking.hostName;
      primary = cfg.ioPrimaryHost == config.networking.hostName;
      builder = builtins.elem config.networking.hostName cfg.builders;
      any = lib.any (h: h == hostname) cfg.hosts;
      set = hostname != "" && hostname != null;
      other = mine.hostname == "ash";
      local = let hostname = command; in hostname == "ash";
      blocks.host = { hostname = "github.com"; };
      nodes = lib.filterAttrs (_: node: node.config.networking.hostName == "ash") cfg.nodes;
      named = lib.filterAttrs (_: { config, ... }: config.networking.hostName == "ash") cfg.nodes;
      text = ''[ "$(hostname)" = "ash" ] {{ $labels.hostname }} {hostname="$HOSTNAME"}'';
      # (lib.mkIf (systemSettings.hostname == "ash") { })
      selection = lib.hasPrefix hostname "ash-1";
      shell = "\${hostname}" + "-\${config.networking.hostName}";
      user = systemSettings.profiles == "x";
    }
  `));

test('whether a name is asked for follows the operator, the case and the pattern', () => {
  const asks = (operator: IdentityOperator, literal: string, change?: 'lower'): unknown[] =>
    ['web1', 'Web2', 'db'].map((name) =>
      asksFor({ operator, literals: [literal], case: change }, name),
    );
  assert.equal(asks('equal', 'db'), [false, false, true]);
  assert.equal(asks('prefix', 'web'), [true, false, false]);
  assert.equal(asks('prefix', 'web', 'lower'), [true, true, false]);
  assert.equal(asks('suffix', '2'), [false, true, false]);
  assert.equal(asks('infix', 'eb'), [true, true, false]);
  assert.equal(asks('match', '(web|b).*'), [true, false, false]);
  assert.equal(asks('match', '('), [undefined, undefined, undefined]);
});

test('broken text has the checks that can still be read', () => {
  for (const text of [
    '{ config, ... }: config.networking.hostName == ',
    '{ hostname, ... }: [ hostname',
  ])
    assert.equal(rowsOf('x.nix' as FilePath, text), []);
});

test('names that refer to themselves, or to very much, come to an end', () => {
  const names = Array.from({ length: 60 }, (_, index) => `a${index}`);
  const doubled = names.slice(1).map((name, index) => `${name} = "\${a${index}}\${a${index}}";`);
  for (const text of [
    `{ hostname, ... }: let a = { b = a.b; }; in a.b.\${hostname}`,
    '{ hostname, ... }: let a = b; b = a; in a.networking == "x"',
    `{ hostname, ... }: ${names.map((name) => `with ${name}; `).join('')}networking.x == "x"`,
    `{ hostname, ... }: let a0 = hostname; ${doubled.join(' ')} in import a59`,
  ])
    assert.equal(rowsOf('x.nix' as FilePath, text), []);
});

test.run();

/** Every check must be marked, as must be nothing else. */
function check(source: string): void {
  const { files, markers } = parseExample(`-- modules/common.nix --\n${outdented(source)}`);
  const drawn = [...files].flatMap(([file, text]) =>
    rowsOf(file, text).map(({ row, marker }) => ({ ...marker, message: describe(row) })),
  );
  assert.fixture(renderExample(files, drawn), renderExample(files, markers));
}

function outdented(source: string): string {
  return source.replace(/^\n/, '').replace(/^ {4}/gm, '');
}

function rowsOf(file: FilePath, text: string): { row: IdentityCheckRow; marker: Marker }[] {
  const tree = parse(text, 'nix');
  const { module, sourceMap } = lower(tree);
  return identityChecks(file, { module, sourceMap, tree }).map((row) => {
    const node = sourceMap.nodes[row.at.expr] ?? 0;
    const span = { start: tree.start[node] ?? 0, end: tree.end[node] ?? 0 };
    return { row, marker: { kind: 'finding', file, span, message: '' } };
  });
}

function describe(row: IdentityCheckRow): string {
  const path = isUndecided(row.path) ? '?' : row.path;
  const words = [
    row.form,
    row.subject,
    row.negated ? 'not' : undefined,
    row.form === 'path' ? row.use : row.operator,
    row.case,
    row.composes ? 'composes' : undefined,
    row.perhaps ? 'perhaps' : undefined,
    path,
    ...row.literals,
  ];
  return words.filter((word) => word !== undefined).join(' ');
}
