import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { resolutionOf } from '#analyzer/secrets/references.ts';
import { factsOf } from './support/secret-machine.ts';
import { rows } from './support/secret-texts.ts';

const test = suite('secret declarations');

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
