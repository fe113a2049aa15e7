import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUndecided } from '#analyzer/facts/cell.ts';
import type { FileContent } from '#analyzer/files.ts';
import { elmKey, factsOf, fixture, oakKey, recipients, rows } from './support/secret-texts.ts';

const test = suite('files of agenix');
const agenix = `let
  oak = "${oakKey}";
  elm = "${elmKey}";
  ash = "${recipients.ash}";
in {
  "shared.age".publicKeys = [ oak elm ash ];
  "stale.age" = { publicKeys = [ oak ]; armor = true; };
  "absent.age".publicKeys = [ "ssh-ed25519 broken" "ecdsa-sha2-nistp256 AAAA" ] ++ [ oak ];
  "unknown.age".publicKeys = [ oak ] ++ (import <keys>);
  "empty.age" = { };
}`;
const head: FileContent = {
  kind: 'encrypted',
  detail: 'encrypted with age',
  head: fixture('shared.age').slice(
    0,
    fixture('shared.age').indexOf('\n', fixture('shared.age').indexOf('\n--- ') + 1) + 1,
  ),
};

test('files of age are held against the rules of agenix by the marks of ssh keys', () => {
  const facts = factsOf({
    'secrets/secrets.nix': agenix,
    'secrets/shared.age': head,
    'secrets/stale.age': fixture('armored.age'),
    'secrets/nobody.age': 'no age\n',
  });
  assert.equal(rows(facts, 'secret-file', 'file', 'format', 'rule', 'tags', 'rule-tags'), [
    'secrets/shared.age age secrets/secrets.nix#shared.age Rm1kPw,qjYieg Rm1kPw,qjYieg',
    'secrets/stale.age armored age secrets/secrets.nix#stale.age qjYieg qjYieg',
  ]);
  assert.equal(rows(facts, 'secret-file', 'anonymous', 'rule-anonymous'), ['1 1', '1 0']);
  assert.equal(rows(facts, 'secret-recipient', 'file', 'kind', 'name'), [
    'secrets/shared.age age -',
    'secrets/shared.age ssh-ed25519 oak',
    'secrets/shared.age ssh-rsa elm',
    'secrets/stale.age age -',
    'secrets/stale.age ssh-ed25519 oak',
  ]);
  assert.equal(
    facts.table('secret-file').gaps.map(({ reason }) => reason),
    ['`secrets/nobody.age` is no file of age'],
  );
});

test('rules of agenix are evaluated, and what is not known stays undecided', () => {
  const facts = factsOf({ 'secrets.nix': agenix });
  assert.equal(rows(facts, 'secret-rule', 'files', 'names', 'armor'), [
    'absent.age oak -',
    'empty.age  -',
    'shared.age ash,elm,oak -',
    'stale.age oak true',
    'unknown.age  -',
  ]);
  const counts = facts.table('secret-rule').rows.map(({ recipients: keys }) => {
    return isUndecided(keys) ? '?' : keys?.length;
  });
  assert.equal(counts, [3, undefined, 3, 1, '?']);
  const invalid = facts.table('rule-recipient').rows.filter(({ valid }) => !valid);
  assert.equal(
    invalid.map(({ recipient }) => recipient),
    ['ssh-ed25519 broken', 'ecdsa-sha2-nistp256 AAAA'],
  );
});

test('a machine knows its own key from known hosts, files of keys and agenix-rekey', () => {
  const facts = factsOf({
    'flake.nix': `{ outputs = { nixpkgs, ... }: { nixosConfigurations.oak = nixpkgs.lib.nixosSystem {
      modules = [ {
        networking.hostName = "acorn";
        services.openssh.knownHosts.acorn.publicKey = "${oakKey}";
        programs.ssh.knownHosts.x = { hostNames = [ "oak" ]; publicKeyFile = ./hosts/oak/ssh_host_rsa_key.pub; };
        age.rekey.hostPubkey = "${oakKey}";
        users.users.ada.openssh.authorizedKeys = { keys = [ "${oakKey}" ]; keyFiles = [ ./ada.pub ]; };
      } ]; }; }; }`,
    'hosts/oak/ssh_host_rsa_key.pub': elmKey,
    'ada.pub': elmKey,
    known_hosts: `acorn,192.0.2.1 ${oakKey}\nelsewhere ${elmKey}\n`,
  });
  assert.equal(
    rows(facts, 'public-key', 'source', 'type', 'name', 'user', 'identifies')
      .filter((row) => !row.startsWith('nix '))
      .sort(),
    [
      'authorized ssh-ed25519 - ada ',
      'authorized ssh-rsa - ada ',
      'file ssh-rsa ada - ',
      'file ssh-rsa oak - oak',
      'host-key ssh-ed25519 oak - oak',
      'known-host ssh-ed25519 acorn - oak',
      'known-host ssh-rsa oak - oak',
      'known-hosts ssh-ed25519 acorn - oak',
      'known-hosts ssh-rsa elsewhere - ',
    ],
  );
});

test.run();
