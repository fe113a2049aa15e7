import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { FileContent } from '#analyzer/files.ts';
import { factsOf, fixture, oakKey, places, recipients, rows } from './support/secret-texts.ts';

const test = suite('secret file facts');
const rules = `keys:
  - &oak ${recipients.oak}
  - &elm ${recipients.elm}
creation_rules:
  - path_regex: ^hosts/oak/[^/]+\\.yaml$
    key_groups:
      - age: [*oak, *elm]
  - path_regex: secrets\\.env$
    age: ${recipients.oak}, ${recipients.ash}
  - age:
      - ${recipients.elm} # spare
`;

test('the first rule that takes a file counts, and patterns begin at the directory of the rules', () => {
  const facts = factsOf({
    'fleet/.sops.yaml': rules,
    'fleet/hosts/oak/vault.yaml': fixture('machine.yaml'),
    'fleet/hosts/oak/secrets.env': fixture('machine.env'),
    'fleet/web.ini': fixture('machine.ini'),
    'other/hosts/oak/vault.yaml': fixture('groups.yaml'),
  });
  const { oak, elm, ash } = recipients;
  assert.equal(rows(facts, 'secret-file', 'file', 'format', 'encryption', 'rule', 'expected'), [
    'fleet/hosts/oak/secrets.env dotenv whole fleet/.sops.yaml#1 true',
    'fleet/hosts/oak/vault.yaml yaml part fleet/.sops.yaml#0 true',
    'fleet/web.ini ini whole fleet/.sops.yaml#2 false',
    'other/hosts/oak/vault.yaml yaml part - false',
  ]);
  assert.equal(rows(facts, 'secret-file', 'recipients', 'rule-recipients', 'threshold'), [
    `${oak},${ash} ${ash},${oak} -`.replace(`${oak},${ash}`, [oak, ash].sort().join()),
    `${[oak, elm].sort().join()} ${[oak, elm].sort().join()} -`,
    `${elm} ${elm} -`,
    `${[oak, elm, ash].sort().join()} - 2`,
  ]);
  assert.equal(rows(facts, 'secret-rule', 'id', 'pattern', 'files', 'names'), [
    'fleet/.sops.yaml#0 ^hosts/oak/[^/]+\\.yaml$ fleet/hosts/oak/vault.yaml elm,oak',
    'fleet/.sops.yaml#1 secrets\\.env$ fleet/hosts/oak/secrets.env oak',
    'fleet/.sops.yaml#2 - fleet/web.ini elm',
  ]);
});

test('keys of rules are known by anchor, alias, comment, or a public key elsewhere', () => {
  const facts = factsOf({
    '.sops.yaml': `${rules}  - age: [age19dpvhresdzffj3fdu3yhyr6rqeyuc0kchwmdncrgq8cq9xfr6g3sv96mnh]\n`,
    'hosts/birch/ssh_host_ed25519_key.pub': oakKey,
  });
  assert.equal(rows(facts, 'rule-recipient', 'rule', 'name', 'kind', 'valid'), [
    '.sops.yaml#0 oak age true',
    '.sops.yaml#0 elm age true',
    '.sops.yaml#1 oak age true',
    '.sops.yaml#1 - age true',
    '.sops.yaml#2 elm age true',
    '.sops.yaml#3 birch age true',
  ]);
  assert.equal(places(facts, 'rule-recipient').slice(0, 4), [
    '.sops.yaml: *oak',
    '.sops.yaml: *elm',
    `.sops.yaml: ${recipients.oak}`,
    `.sops.yaml: ${recipients.ash}`,
  ]);
});

test('rules that sops refuses leave it undecided for whom files are', () => {
  const facts = (text: string): Facts =>
    factsOf({ '.sops.yaml': text, 'vault.yaml': fixture('machine.yaml') });
  const told = (text: string): string[] => rows(facts(text), 'secret-file', 'rule');
  assert.equal(told('creation_rules:\n  - path_regex: (\n'), ['?']);
  assert.equal(told('creation_rules:\n  - filename_regex: vault\n'), ['?']);
  assert.equal(told('creation_rules:\n  - age: [[x]]\n'), ['?']);
  assert.equal(told('creation_rules:\n  - {encrypted_suffix: a, encrypted_regex: b}\n'), ['?']);
  assert.equal(told('creation_rules: [\n'), ['?']);
  assert.equal(told('creation_rules: []\n'), ['-']);
  assert.equal(told('creation_rules:\n  - path_regex: other\n'), ['-']);
});

test('keys are written with slashes, and the whole file is one of its own', () => {
  const facts = factsOf({ 'vault.yaml': fixture('machine.yaml'), key: fixture('machine.key') });
  const found = rows(facts, 'secret-key', 'file', 'key', 'whole', 'encrypted', 'wanted');
  assert.ok(found.includes('vault.yaml users/bob/1 false true true'));
  assert.ok(found.includes('vault.yaml note_unencrypted false false false'));
  assert.ok(found.includes('vault.yaml  true false true'));
  assert.not(found.some((row) => row.startsWith('key ')));
});

test('a key is reachable as a text below sets whose names have no slashes', () => {
  const facts = factsOf({ 'vault.yaml': fixture('machine.yaml') });
  const found = rows(facts, 'secret-key', 'key', 'type', 'reachable');
  assert.ok(found.includes('users/ada str true'));
  assert.ok(found.includes('users/bob/1 str false'));
  assert.ok(found.includes('database/main str false'));
  assert.ok(found.includes('port int false'));
  assert.ok(found.includes('users/eve - true'));
  assert.ok(found.includes('users/nobody null false'));
});

test('a private key that nobody encrypted is told by its first words', () => {
  const openssh = (cipher: string): string => {
    const length = String.fromCharCode(0, 0, 0, cipher.length);
    const blob = btoa(`openssh-key-v1\0${length}${cipher}${'\0'.repeat(40)}`);
    return `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\n${blob}\n`;
  };
  const facts = factsOf({
    id_open: openssh('none'),
    id_locked: openssh('aes256-ctr'),
    'server.pem': `-----BEGIN ${'PRIVATE'} KEY-----\nMIIE\n`,
    'locked.pem': `-----BEGIN RSA ${'PRIVATE'} KEY-----\nProc-Type: 4,ENCRYPTED\n`,
    'keys.txt': `# created\nAGE-SECRET-KEY-${'1'}${'Q'.repeat(58)}\n`,
    'notes.txt': 'AGE-SECRET-KEY-1 is how they begin',
    'README.md': openssh('none'),
    'machine.key': fixture('machine.key'),
  });
  assert.equal(rows(facts, 'private-key', 'file', 'kind', 'protected'), [
    'id_locked ssh true',
    'id_open ssh false',
    'keys.txt age false',
    'locked.pem pem true',
    'server.pem pem false',
  ]);
  assert.not.match(places(facts, 'private-key').join(), /QQQ|MIIE/);
});

test('a plain file is one of secrets where a machine names it, or a rule means it', () => {
  const plain = 'token: hunter2\nlist: [hunter2]\n';
  const facts = factsOf({
    'flake.nix': `{ outputs = { nixpkgs, ... }: { nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ { sops.defaultSopsFile = ./named.yaml; sops.secrets.token = { }; } ]; }; }; }`,
    '.sops.yaml':
      'creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n  - path_regex: .*\\.yaml$\n',
    'named.yaml': plain,
    'secrets/meant.yaml': plain,
    'docs/other.yaml': plain,
  });
  assert.equal(rows(facts, 'secret-file', 'file', 'encryption', 'expected'), [
    'named.yaml none true',
    'secrets/meant.yaml none true',
  ]);
  const { rows: keys, gaps } = facts.table('secret-key');
  assert.not.match(JSON.stringify([keys, gaps, facts.table('secret-file')]), /hunter2/);
});

test('a broken file has the keys that can be read, and a gap for the others', () => {
  const facts = factsOf({
    '.sops.yaml': 'creation_rules:\n  - path_regex: ^vault\\.yaml$\n',
    'vault.yaml': 'a: b\nc: [d\ne: "f\n',
  });
  assert.ok(rows(facts, 'secret-key', 'key').includes('a'));
  assert.ok(gapFor(facts.table('secret-key'), { file: 'vault.yaml', key: 'z' }));
});

test('git-crypt keeps the files that attributes name', () => {
  const encrypted: FileContent = { kind: 'encrypted', detail: 'encrypted with git-crypt' };
  const facts = factsOf({
    '.gitattributes':
      '*.secret filter=git-crypt diff=git-crypt\nkeys/** filter=git-crypt\nkeys/*.md !filter\n',
    'deep/a.secret': encrypted,
    'keys/b/c': encrypted,
    'keys/README.md': 'plain\n',
    'open.secret': 'opened\n',
  });
  assert.equal(rows(facts, 'secret-file', 'file', 'manager', 'encryption'), [
    'deep/a.secret git-crypt whole',
    'keys/b/c git-crypt whole',
  ]);
  assert.ok(gapFor(facts.table('secret-file'), { file: 'open.secret' }));
});

test.run();
