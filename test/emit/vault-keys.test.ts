import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emittedIn, flakeOf } from '../support/emitted-files.ts';

const test = suite('keys that vaults lack');

const hidden = 'ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]';

const fleet = `${flakeOf({ ash: 'nixos', oak: 'nixos' })}-- machines/ash/configuration.nix --
{ sops.defaultSopsFile = ../../vault.yaml; sops.secrets = { "blog/env" = { }; "shop/env" = { }; }; }
-- machines/oak/configuration.nix --
{
  sops.defaultSopsFile = ../../vault.yaml;
  sops.secrets = {
    "blog/token/deep" = { };
    "shop/env" = { };
    "shop/key" = { };
    other = { sopsFile = ./new.yaml; };
    whole = { sopsFile = ./new.env; format = "dotenv"; };
  };
}
-- vault.yaml --
blog:
    env: ${hidden}
    token: ${hidden}
sops:
    age:
        - recipient: age1vfexjemzwf5kwcnjd9nkyunfva38y6t8vfexjemzwf5kwcnjd9nsqp0hux
          enc: not a real age header
    lastmodified: "2025-01-01T00:00:00Z"
    mac: ${hidden}
    version: 3.9.4
-- flakewise.toml --
[[emit]]
name = "vault-keys"

[[emit]]
name = "vault-keys"
output = "keys.yaml"

[[emit]]
name = "vault-keys"
output = "one.yaml"
file = "vault.yaml"
`;

test('are listed by file, with the machines that want them', async () => {
  const { texts, problems } = await emittedIn(fleet);
  assert.is(
    texts['docs/vault-keys.md'],
    `To be made with \`sops machines/oak/new.env\`:

- [ ] the file itself, for \`oak\`

To be made with \`sops machines/oak/new.yaml\`:

- [ ] \`other\`, for \`oak\`

To be added with \`sops vault.yaml\`:

- [ ] \`shop/env\`, for \`ash\`, \`oak\`
- [ ] \`shop/key\`, for \`oak\`
`,
  );
  assert.equal(problems.slice(0, 1), [
    'it is not known what the secret `blog/token/deep` of `oak` needs: `blog/token` of `vault.yaml` is a value, and nothing can be below it',
  ]);
});

test('are a skeleton without values', async () => {
  const { texts } = await emittedIn(fleet);
  assert.is(
    texts['keys.yaml'],
    `machines/oak/new.env: {}
machines/oak/new.yaml:
  other: ""
vault.yaml:
  shop:
    env: ""
    key: ""
`,
  );
  assert.is(texts['one.yaml'], 'shop:\n  env: ""\n  key: ""\n');
});

test('no text of an encrypted file comes out', async () => {
  const { texts } = await emittedIn(fleet);
  assert.not.match(JSON.stringify(texts), /ENC\[|bm90IHJlYWw/);
});

test.run();
