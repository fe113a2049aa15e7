import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, shownTable } from './support/tables.ts';

const test = suite('data files');

test('values of files that people keep, without what is secret', () => {
  const facts = factsOf(`-- config/vm.yml --
web:
  ip: 10.0.0.2
  ports: [80, 443]
  "a.b": yes
  admin_password: hunter2
-- hosts/redis.json --
{ "n8n": 0, "auth": { "api_token": "x" } }
-- registry.toml --
[[profile]]
name = "web"
-- secrets/a.yml --
a: b
-- package.json --
{ "name": "x" }
-- play.yml --
- hosts: all
-- .renovate.json --
{ "a": 1 }
-- broken.json --
{
`);
  assert.fixture(
    shownTable(facts, 'data', ['key', 'name', 'value']),
    `config/vm.yml:2 «10.0.0.2» key=web.ip name=ip value=10.0.0.2
config/vm.yml:3 «80» key=web.ports[0] name=ports value=80
config/vm.yml:3 «443» key=web.ports[1] name=ports value=443
config/vm.yml:4 «yes» key=web."a.b" name=a.b value=?
config/vm.yml:5 «hunter2» key=web.admin_password name=admin_password value=?
hosts/redis.json:1 «0» key=n8n name=n8n value=0
hosts/redis.json:1 «"x"» key=auth.api_token name=api_token value=?
registry.toml:2 «"web"» key=profile[0].name name=name value=web
? the file is broken broken.json:2 «»
? the file holds secrets`,
  );
});

test('what machines, rules or signs say to be secret is withheld', () => {
  const facts = factsOf(`-- .sops.yaml --
creation_rules:
  - path_regex: vault-.*\\.yaml$
    age: age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq
-- inventory/a.yaml --
web: ENC[AES256_GCM,data:aaaa,iv:bbbb,tag:cccc,type:str]
sops:
  mac: ENC[AES256_GCM,data:aaaa,iv:bbbb,tag:cccc,type:str]
-- vault-web.yaml --
code: plain
-- dns/creds.json --
{ "account": 1 }
-- inventory/b.yaml --
database: postgres://web:hunter2@db.example.org/web
hash: $6$rounds$abcdefgh
github: ghp_0123456789
wifi: { psk: x, name: home }
`);
  assert.fixture(
    shownTable(facts, 'data', ['key', 'value']),
    `inventory/b.yaml:1 «postgres://web:hunter2@db.example.org/web» key=database value=?
inventory/b.yaml:2 «$6$rounds$abcdefgh» key=hash value=?
inventory/b.yaml:3 «ghp_0123456789» key=github value=?
inventory/b.yaml:4 «x» key=wifi.psk value=?
inventory/b.yaml:4 «home» key=wifi.name value=home
? the file holds secrets
? the file holds secrets
? the file holds secrets`,
  );
});

test('what programs write or run is no data, and what they read differently is open', () => {
  const facts = factsOf(`-- web-lock.json --
{ "a": 1 }
-- missing-hashes.json --
{ "a": "sha256-x" }
-- ansible/tasks/main.yml --
- name: a
-- manifest.yaml --
a: 1
-- cluster.yaml --
apiVersion: v1
-- several.yaml --
a: 1
---
b: 2
-- merged.yaml --
base: &base { port: 80 }
web: { <<: *base, port: 81 }
-- aliases.yaml --
a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
-- numbers.json --
{ "large": 123456789012345678901, "none": null, "twice": 1, "twice": 2 }
`);
  assert.fixture(
    shownTable(facts, 'data', ['key', 'value']),
    `merged.yaml:1 «80» key=base.port value=80
merged.yaml:2 «81» key=web.port value=81
numbers.json:1 «123456789012345678901» key=large value=?
numbers.json:1 «null» key=none
numbers.json:1 «2» key=twice value=2
? the file is too large to be kept by hand
? keys of other maps are merged in merged.yaml:2 «{ <<: *base, port: 81 }»
? the file holds several documents several.yaml:3 «b: 2⏎»`,
  );
});

test.run();
