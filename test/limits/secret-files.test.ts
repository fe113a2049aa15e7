import * as assert from 'uvu/assert';
import { parseExample } from '#linter/example.ts';
import keyExists from '#rules/secrets/key-exists.ts';
import { limitsBelow, machine, table } from '../support/limits.ts';
import { lintWith } from '../support/lint-example.ts';
import { inRepository } from '../support/repository.ts';

const limits = limitsBelow('Files of secrets');
const { say } = limits;

const mac = 'ENC[AES256_GCM,data:aaaa,iv:bbbb,tag:cccc,type:str]';
const encrypted = (more = ''): string =>
  `web: ${mac}\nsops:\n    mac: ${mac}\n    version: 3.9.0\n    age: []\n${more}`;

say('Encrypted files (git-crypt, LFS pointers) count as read, and what they hold is a gap.', () => {
  const attributes = '-- .gitattributes --\nsecret.nix filter=git-crypt diff=git-crypt\n';
  const files = `${attributes}-- secret.nix --\n{ }\n`;
  assert.match(table(`\n${files}`, 'secret-file'), /^\? .*git-crypt/);
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n';
  const lfs = machine('{ imports = [ ./large.nix ]; }', `-- large.nix --\n${pointer}`);
  assert.match(table(lfs, 'user'), /^\? /m);
});

say('What git-crypt keeps is evaluated by nobody, also in a working tree that shows it.', () => {
  const files = '-- keys.nix --\n{ door = "sesame"; }\n-- door.txt --\nsesame\n';
  const oak = machine(
    '{ services.a.door = (import ./keys.nix).door; services.b.door = builtins.readFile ./door.txt; }',
    `${files}-- .gitattributes --\nkeys.nix filter=git-crypt\n*.txt filter=git-crypt\n`,
  );
  const options = table(oak, 'option');
  assert.match(options, 'services.a.door');
  assert.match(options, 'services.b.door');
  assert.not.match(options, 'sesame');
});

say(
  '`--staged` sees what git keeps: of files of git-crypt and Git LFS the encrypted form or the pointer, also in a checkout that shows their content.',
  async () => {
    await inRepository('-- a.nix --\n{ }\n', async ({ check, git, write }) => {
      write('a.nix', 'version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 1\n');
      git('add', 'a.nix');
      write('a.nix', '{ }\n');
      assert.match((await check(['--staged'])).output, /hint\[file\/encrypted\].*Git LFS/);
      assert.match((await check([])).output, /no findings/);
    });
  },
);

say(
  'Files of secrets are told from others by their names, by what machines and rules name, and by the signs that sops, age and git-crypt leave; a file that sops encrypted under a name without an ending is found in folders called `secrets`, `vars` or `sops`, and elsewhere only where a rule or a machine names it.',
  () => {
    const files = `
-- a.yaml --
${encrypted()}
-- secrets/plain --
${encrypted()}
-- other/plain --
${encrypted()}
-- notes.yaml --
a: 1
`;
    const found = table(files, 'secret-file');
    assert.match(found, /file=a\.yaml/);
    assert.match(found, /file=secrets\/plain/);
    assert.not.match(found, /file=other\/plain|notes/);
    const ruled = `${files}-- .sops.yaml --\ncreation_rules: [{ path_regex: ^other/, age: x }]\n`;
    assert.match(table(ruled, 'secret-file'), /file=other\/plain/);
  },
);

const share = 'A'.repeat(43);
const age = (stanza: string): string =>
  `age-encryption.org/v1\n-> ${stanza} ${share}\n${share}\n--- ${share}\nxxxx\n`;

say('For whom a file of age is encrypted is known by the marks of ssh keys.', () => {
  const files = `\n-- a.age --\n${age('ssh-ed25519 dGFnMQ')}`;
  assert.match(table(files, 'secret-recipient'), /kind=ssh-ed25519 .*tag=dGFnMQ/);
});

say('Keys of age itself leave none, so that only their number can be compared.', () => {
  const files = `\n-- a.age --\n${age('X25519')}`;
  assert.match(table(files, 'secret-file'), /recipients=\? .*anonymous=1/);
});

const rules = (text: string, files: string): string =>
  table(`\n-- .sops.yaml --\n${text}\n${files}`, 'secret-rule');

say(
  'Rules of sops are those of the nearest `.sops.yaml` above a file; `destination_rules` and a configuration given on the command line are not followed.',
  () => {
    const key = 'age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq';
    const near = `-- sub/.sops.yaml --\ncreation_rules: [{ age: ${key} }]\n-- sub/a.yaml --\n${encrypted()}`;
    const found = rules(`creation_rules: [{ age: ${key} }]`, near);
    assert.match(found, /id=sub\/\.sops\.yaml#0 .*files=\["sub\/a\.yaml"\]/);
    assert.match(found, /id=\.sops\.yaml#0 .*files=\[\]/);
    const destination = rules('destination_rules: [{ s3_bucket: x, path_regex: a }]', '');
    assert.not.match(destination, /id=/);
  },
);

say('Which version a key of Azure stands for that is written without one is not known.', () => {
  const azure = 'creation_rules: [{ azure_keyvault: "https://x.vault.azure.net/keys/y" }]';
  assert.match(rules(azure, ''), /recipients=\["https:\/\/x\.vault\.azure\.net\/keys\/y\/"\]/);
});

say('What `encrypted_comment_regex` and `unencrypted_comment_regex` choose is undecided.', () => {
  const files = `\n-- a.yaml --\n${encrypted('    encrypted_comment_regex: secret\n')}`;
  assert.match(table(files, 'secret-key'), /key=web .*wanted=\?/);
});

const secrets = (module: string): string => table(machine(module), 'secret');

say(
  'Secrets of sops-nix, agenix, agenix-rekey, vaultix, opnix and of the agents of Vault and OpenBao are known.',
  () => {
    assert.match(secrets('{ sops.secrets.a = { }; }'), /manager=sops .*name=a/);
    assert.match(secrets('{ age.secrets.a.file = ./a.age; }'), /manager=agenix .*name=a/);
    assert.match(secrets('{ vaultix.secrets.a.file = ./a.age; }'), /manager=vaultix .*name=a/);
    assert.match(
      secrets('{ services.onepassword-secrets.secrets.a.reference = "op://a/b/c"; }'),
      /manager=opnix .*name=a/,
    );
    assert.is(secrets('{ other.secrets.a = { }; }'), '');
  },
);

say(
  'Where agenix-rekey keeps the file that it makes for a machine is not; `file` is the one it starts from.',
  () => {
    const module = '{ age.secrets.a.rekeyFile = ./a.age; }';
    assert.match(secrets(module), /manager=agenix .*file=a\.age .*rekeyed=true/);
  },
);

say(
  'Where agenix and opnix put a secret of a home depends on the session, and is undecided without a `path`.',
  () => {
    const ofHome = (module: string): string => `{ inputs, ... }: {
      imports = [ inputs.home-manager.nixosModules.home-manager ];
      home-manager.users.ada = { ${module} };
    }`;
    const agenix = (more: string): string =>
      secrets(ofHome(`age.secrets.a = { file = ./a.age; ${more} };`));
    assert.match(agenix(''), /name=a .*path=\?/);
    assert.match(agenix('path = "/x";'), /name=a .*path=\/x/);
    const opnix = 'programs.onepassword-secrets.secrets.a.reference = "op://a/b/c";';
    assert.match(secrets(ofHome(opnix)), /name=a .*path=\?/);
  },
);

const template =
  'template = [ { contents = "{{ with secret \\"kv/x\\" }}{{ .Data.data.y }}{{ end }}"; destination = "/run/x"; } ]';

say(
  'An agent’s templates are those of `services.vault-agent` and of options that the repository declares itself below a name such as `openbao-agent`, with `templates` of that shape.',
  () => {
    const agent = `{ services.vault-agent.instances.a = { enable = true; settings.${template}; }; }`;
    assert.match(table(machine(agent), 'secret-lookup'), /kv\/x/);
    const other = `{ services.my-agent.instances.a = { enable = true; settings.${template}; }; }`;
    assert.not.match(table(machine(other), 'secret-lookup'), /kv\/x/);
  },
);

say('What a template from a file looks up is a gap.', () => {
  const agent = `{ services.vault-agent.instances.a = { enable = true;
    settings.template = [ { source = ./a.ctmpl; destination = "/run/x"; } ]; }; }`;
  assert.match(table(machine(agent), 'secret-lookup'), /^\? /m);
});

say(
  'Private keys are looked for in files whose names are usual for them, and in files without an ending.',
  () => {
    const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n';
    const found = table(
      `\n-- id_ed25519 --\n${key}-- hosts/key --\n${key}-- notes.md --\n${key}`,
      'private-key',
    );
    assert.match(found, /file=id_ed25519/);
    assert.match(found, /file=hosts\/key/);
    assert.not.match(found, /notes/);
  },
);

say(
  'Rules of agenix are read from Nix files whose value is a set of names that end in `.age`, with names relative to that file or to the root.',
  () => {
    const text = (name: string): string =>
      `\n-- secrets/secrets.nix --\n{ "${name}".publicKeys = [ "ssh-ed25519 AAAA" ]; }\n-- secrets/a.age --\n${age('X25519')}`;
    assert.match(table(text('a.age'), 'secret-rule'), /manager=agenix .*secrets\/a\.age/);
    assert.match(table(text('secrets/a.age'), 'secret-rule'), /manager=agenix .*secrets\/a\.age/);
    assert.is(table(text('a.txt'), 'secret-rule'), '');
  },
);

say('Secret references behind a condition of their own (`if`, `optional`) are undecided.', () => {
  const module = (value: string): string => `{ config, lib, ... }: {
    sops.secrets.a = { };
    users.users.ada = { isNormalUser = true; hashedPasswordFile = ${value}; };
  }`;
  const references = (value: string): string => table(machine(module(value)), 'secret-reference');
  assert.match(references('config.sops.secrets.a.path'), /target=a evaluated=true/);
  const open = references('if config.x then config.sops.secrets.a.path else "/x"');
  assert.match(open, /target=a evaluated=\?/);
});

say(
  'A secret whose name is worked out (`secrets.${name}.path`) is known where its path is the whole value of an option or an item of a list, and a gap of `secret-reference` elsewhere.',
  () => {
    const module = (value: string): string => `{ config, ... }: let name = "shop"; in {
      sops.secrets."\${name}/env" = { };
      systemd.services.shop.serviceConfig.EnvironmentFile = ${value};
    }`;
    const path = 'config.sops.secrets."${name}/env".path';
    const references = (value: string): string => table(machine(module(value)), 'secret-reference');
    assert.match(references(path), /target=shop\/env/);
    assert.match(references(`[ ${path} ]`), /target=shop\/env/);
    assert.match(
      references(`"-\${${path}}"`),
      /^\? .*named by a text that could not be worked out/,
    );
  },
);

say('Which keys scripts take from a file of secrets is not known.', () => {
  const found = (settings: string): number => {
    const source = machine(`{ ${settings} }`, `-- vault.yaml --\n${encrypted()}`);
    return lintWith(keyExists, parseExample(source).files).diagnostics.length;
  };
  assert.is(found('sops.secrets.gone = { sopsFile = ./vault.yaml; };'), 1);
  const script = "sops --decrypt ${./vault.yaml} | yq '.gone'";
  assert.is(found(`systemd.services.a.script = "${script}";`), 0);
});

limits.run();
