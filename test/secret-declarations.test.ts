import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { TableName } from '#analyzer/facts/tables.ts';
import { lookupsIn } from '#analyzer/secret-files/agent-template.ts';
import { resolutionOf } from '#analyzer/secrets/references.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('secret declarations');

/** The facts of one machine of this module. */
function factsOf(module: string, kind: 'nixos' | 'darwin' = 'nixos'): Facts {
  const call = kind === 'nixos' ? 'nixpkgs.lib.nixosSystem' : 'darwin.lib.darwinSystem';
  const flake = `{
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    inputs.darwin.url = "github:nix-darwin/nix-darwin";
    outputs = { nixpkgs, darwin, ... }: {
      ${kind}Configurations.oak = ${call} { modules = [ ./oak.nix ]; };
    };
  }`;
  const texts = new Map([
    ['flake.nix' as FilePath, flake],
    ['oak.nix' as FilePath, module],
  ]);
  return snapshotOf(texts).facts();
}

/** Columns of every row, with `?` for what is undecided and `-` for what is unset. */
function rows(facts: Facts, table: TableName, ...columns: readonly string[]): string[] {
  return facts.table(table).rows.map((row) =>
    columns
      .map((column) => {
        const value: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
        if (isUndecided(value)) return '?';
        return value === undefined ? '-' : String(value);
      })
      .join(' '),
  );
}

test('a secret of sops has the file, the key and the format that hold for it', () => {
  const facts = factsOf(`{
    sops.defaultSopsFile = ./vault.yaml;
    sops.secrets = {
      plain = { restartUnits = [ "web.service" ]; };
      "a/b" = { sopsFile = ./other.json; format = "json"; key = "x/y"; };
      whole = { format = "dotenv"; sopsFile = ./web.env; key = "ignored"; };
      early = { neededForUsers = true; name = "other"; };
      outside.sopsFile = "/etc/vault.yaml";
    };
  }`);
  assert.equal(rows(facts, 'secret', 'name', 'file', 'key', 'format', 'path', 'restart-units'), [
    'a/b other.json x/y json /run/secrets/a/b ',
    'early vault.yaml early yaml /run/secrets-for-users/other ',
    'outside /etc/vault.yaml outside yaml /run/secrets/outside ',
    'plain vault.yaml plain yaml /run/secrets/plain web.service',
    'whole web.env  dotenv /run/secrets/whole ',
  ]);
});

test('homes have secrets of their own, whose paths depend on the user', () => {
  const facts = factsOf(`{
    home-manager.users.ada = { config, ... }: {
      sops = { defaultSopsFile = ./ada.yaml; secrets.token = { }; secrets.wifi.path = "/tmp/wifi"; };
      age.secrets.key.file = ./key.age;
      home.file.x.source = config.sops.secrets.token.path;
    };
  }`);
  assert.equal(rows(facts, 'secret', 'scope', 'account', 'manager', 'name', 'file', 'path'), [
    'home ada sops token ada.yaml ?',
    'home ada sops wifi ada.yaml /tmp/wifi',
    'home ada agenix key key.age ?',
  ]);
  assert.equal(rows(facts, 'secret-reference', 'account', 'target', 'reader-name'), [
    'ada token home-manager.users.ada.home.file.x.source',
  ]);
});

test('agenix-rekey starts from a file that is named, or in its directory', () => {
  const facts = factsOf(`{
    age.rekey = { secretsDir = ./secrets; generatedSecretsDir = ./generated; };
    age.secrets = {
      named.rekeyFile = ./named.age;
      made.generator.script = "alnum";
      usual = { symlink = false; };
      plain.file = ./plain.age;
    };
  }`);
  assert.equal(rows(facts, 'secret', 'name', 'file', 'rekeyed', 'symlink'), [
    'made generated/made.age true -',
    'named named.age true -',
    'plain plain.age false -',
    'usual secrets/usual.age true false',
  ]);
});

test('vaultix and opnix put files where their options say', () => {
  const facts = factsOf(`{
    vaultix = {
      beforeUserborn = [ "login" ];
      secrets = { login.file = ./login.age; web = { file = ./web.age; owner = "web"; name = "w"; }; };
    };
    services.onepassword-secrets.secrets = {
      db = { reference = "op://vault/db/password"; owner = "db"; services = [ "db" ]; };
      elsewhere = { reference = "op://a/b/c"; path = "/etc/key"; };
    };
  }`);
  assert.equal(rows(facts, 'secret', 'manager', 'name', 'path', 'key', 'owner', 'restart-units'), [
    'vaultix login /run/vaultix-for-user/login  - ',
    'vaultix web /run/vaultix/w  web ',
    'opnix db /var/lib/opnix/secrets/db op://vault/db/password db db',
    'opnix elsewhere /etc/key op://a/b/c - ',
  ]);
});

const agent = `{ config, lib, pkgs, ... }:
let
  cfg = config.fleet.openbao-agent;
  blocks = lib.concatStrings (lib.mapAttrsToList (name: template: ''
    template {
      destination = "/run/secrets/\${name}"
      contents = "\${template.contents}"
    }
  '') cfg.templates);
in
{
  options.fleet.openbao-agent = {
    enable = lib.mkEnableOption "the agent";
    templates = lib.mkOption {
      default = { };
      type = lib.types.attrsOf (lib.types.submodule {
        options = {
          contents = lib.mkOption { type = lib.types.lines; };
          perms = lib.mkOption { type = lib.types.str; default = "0600"; };
          user = lib.mkOption { type = lib.types.nullOr lib.types.str; default = null; };
          restartServices = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
        };
      });
    };
  };
  config = {
    fleet.openbao-agent = {
      enable = ENABLE;
      templates."web.env" = {
        user = "web";
        contents = ''TOKEN={{ with secret "kv/data/web" }}{{ .Data.data.token }}{{ end }}'';
        restartServices = [ "web.service" ];
      };
    };
    systemd.services.web.serviceConfig.EnvironmentFile = "/run/secrets/web.env";
    systemd.services.mail.serviceConfig.EnvironmentFile = "/run/secrets/mail.env";
  };
}`;

test('what an agent of OpenBao writes is a secret, by an option of the repository', () => {
  const facts = factsOf(agent.replace('ENABLE', 'true'));
  assert.equal(rows(facts, 'secret', 'manager', 'name', 'owner', 'mode', 'path', 'restart-units'), [
    'openbao web.env web 0600 /run/secrets/web.env web.service',
  ]);
  assert.equal(rows(facts, 'secret-lookup', 'secret', 'path', 'key'), [
    'web.env kv/data/web token',
  ]);
  const resolutions = facts
    .table('secret-reference')
    .rows.map((row) => `${row.target} ${resolutionOf(facts, row).kind}`);
  assert.equal(resolutions, ['/run/secrets/web.env declared', '/run/secrets/mail.env missing']);
  assert.equal(rows(factsOf(agent.replace('ENABLE', 'false')), 'secret', 'name'), []);
});

test('what an agent of Vault writes is a secret, by the options of nixpkgs', () => {
  const facts = factsOf(`{
    services.vault-agent.instances.web = {
      user = "web";
      settings.template = [
        { destination = "/run/web/env"; perms = "0400"; contents = ''{{ with secret "pki/issue" }}{{ . }}{{ end }}''; }
        { destination = "/run/web/file"; source = ./web.tpl; }
      ];
    };
  }`);
  assert.equal(rows(facts, 'secret', 'name', 'owner', 'mode', 'path'), [
    '/run/web/env web 0400 /run/web/env',
    '/run/web/file web - /run/web/file',
  ]);
  assert.equal(rows(facts, 'secret-lookup', 'secret', 'path', 'key'), ['/run/web/env pki/issue -']);
  assert.is(facts.table('secret-lookup').gaps.length, 1);
});

test('lookups belong to the innermost secret around them', () => {
  const told = (text: string): string[] =>
    lookupsIn(text).map(({ path, key }) => `${path} ${key ?? '-'}`);
  assert.equal(
    told(
      '{{- with secret "a" "ttl=1" -}}{{ .Data.data.x }}{{ with secret `b` }}{{ index .Data.data "y-z" }}{{ end }}{{ if .Data.data.w }}{{ else }}{{ .Data.v }}{{ end }}{{ end }}',
    ),
    ['a x', 'b y-z', 'a w', 'a v'],
  );
  assert.equal(told('{{ (secret "a").Data.data.x }} {{ secret "c" }}'), ['a x', 'c -']);
  assert.equal(told('{{ with secret "open" }} {{ env "HOME" }}'), ['open -']);
  assert.equal(told('{{ .Data.data.lost }} {{ end }} {{'), []);
});

test('a template has the secrets whose placeholders stand in its text', () => {
  const facts = factsOf(`{ config, pkgs, ... }: {
    sops.secrets = { a = { }; "b/c" = { }; unused = { }; };
    sops.templates = {
      "web.env" = {
        owner = "web";
        content = "A=\${config.sops.placeholder.a} C=\${config.sops.placeholder."b/c"}";
      };
      partly.content = "\${config.sops.placeholder.a} \${pkgs.hello}";
      file.file = ./text;
      elsewhere = { content = ""; path = "/etc/x"; };
    };
    systemd.services.web.serviceConfig.EnvironmentFile = config.sops.templates."web.env".path;
    systemd.services.mail.serviceConfig.EnvironmentFile = config.sops.templates."mail.env".path;
  }`);
  assert.equal(rows(facts, 'secret-template', 'name', 'owner', 'path', 'secrets'), [
    'elsewhere - /etc/x ',
    'file - /run/secrets/rendered/file ?',
    'partly - /run/secrets/rendered/partly a,${…}',
    'web.env web /run/secrets/rendered/web.env a,b/c',
  ]);
  const references = facts.table('secret-reference').rows.map((row) => {
    return `${row.reader}: ${row.kind} ${row.target} ${resolutionOf(facts, row).kind}`;
  });
  assert.equal(references, [
    'template `web.env`: option a declared',
    'template `web.env`: option b/c declared',
    'template `partly`: option a declared',
    'unit `web`: template web.env declared',
    'unit `mail`: template mail.env missing',
  ]);
});

test('readers are units, jobs, runners, backups, containers, users, templates and options', () => {
  const read = 'config.sops.secrets.a.path';
  const facts = factsOf(`{ config, ... }: {
    sops.secrets.a = { };
    systemd.services.unit.serviceConfig = { User = "u"; LoadCredential = "a:\${${read}}"; };
    systemd.user.services.own.serviceConfig.EnvironmentFile = ${read};
    services.github-runners.runner.tokenFile = ${read};
    services.restic.backups.backup.passwordFile = ${read};
    services.borgbackup.jobs.job.encryption.passCommand = "cat \${${read}}";
    virtualisation.oci-containers.containers.container.environmentFiles = [ ${read} ];
    users.users.user.hashedPasswordFile = ${read};
    services.web.passwordFile = ${read};
  }`);
  assert.equal(rows(facts, 'secret-reference', 'reader-kind', 'reader-name', 'reader-user'), [
    'unit unit u',
    'unit own -',
    'runner runner -',
    'backup backup -',
    'backup job -',
    'container container -',
    'user user -',
    'option services.web.passwordFile -',
  ]);
  const darwin = factsOf(
    `{ config, ... }: {
      age.secrets.a.file = ./a.age;
      launchd.daemons.job.serviceConfig = { UserName = "u"; EnvironmentVariables.F = config.age.secrets.a.path; };
    }`,
    'darwin',
  );
  assert.equal(rows(darwin, 'secret-reference', 'reader', 'reader-user'), ['job `job` u']);
});

test('machines open their secrets with keys that are set, or with those of OpenSSH', () => {
  const identities = (module: string): string[] =>
    rows(factsOf(module), 'secret-identity', 'scope', 'manager', 'kind', 'path');
  assert.equal(
    identities(`{
      sops = { secrets.a = { }; age.keyFile = "/persist/key.txt"; age.sshKeyPaths = [ ]; gnupg.home = null; };
      age = { secrets.b.file = ./b.age; identityPaths = [ "/persist/ssh" "/etc/ssh/other" ]; };
      home-manager.users.ada.sops.age.sshKeyPaths = [ "/home/ada/.ssh/id" ];
    }`),
    [
      'system sops age /persist/key.txt',
      'system agenix ssh /persist/ssh',
      'system agenix ssh /etc/ssh/other',
      'home sops ssh /home/ada/.ssh/id',
    ],
  );
  assert.equal(
    identities(
      '{ services.openssh.enable = true; age.secrets.b.file = ./b.age; sops.secrets.a = { }; }',
    ),
    [
      'system sops ssh /etc/ssh/ssh_host_ed25519_key',
      'system agenix ssh /etc/ssh/ssh_host_ed25519_key',
      'system agenix ssh /etc/ssh/ssh_host_rsa_key',
    ],
  );
  assert.equal(identities('{ services.openssh.enable = false; sops.secrets.a = { }; }'), []);
  const { gaps } = factsOf('{ sops.secrets.a = { }; }').table('secret-identity');
  assert.equal(gaps.length, 1);
});

test.run();
