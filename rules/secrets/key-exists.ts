import type { Note } from '#analyzer/diagnostic.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { byPlace } from '#analyzer/secrets/places.ts';
import {
  type KeyState,
  keyElsewhere,
  keyStateOf,
  nearestKey,
  type StoredKey,
} from '#analyzer/secrets/stored-keys.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/key-exists',
    summary: 'The key of every sops secret is in its file.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended', 'proxied-fleet'],
  },

  docs: {
    why: `
      sops-nix looks the key of a secret up in its encrypted file. When the key is
      not there the machine cannot be built; with \`validateSopsFiles\` turned off it
      is built, and the secret is missing after it was switched.

      The names in a file of sops are not encrypted, so they can be compared. Where
      the secret has no \`key\` its name is the key, with a level for each part
      between slashes. A name that has others below it holds no text.

      Add the value with \`sops\`, or set \`key\` and \`sopsFile\` to where it is.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{
  sops.defaultSopsFile = ./vault.yaml;
  sops.secrets = {
    "blog/evn" = { };
#   ^^^^^^^^^^ key \`blog.evn\` not found in \`vault.yaml\`
    "blog/env/one" = { };
#   ^^^^^^^^^^^^^^ key \`blog.env.one\` not found in \`vault.yaml\` (\`env\` is a value there)
    mail.key = "blog";
#              ^^^^^^ key \`blog\` of \`vault.yaml\` is not a text (other keys are below it)
    shop = { };
#   ^^^^ key \`shop\` not found in \`vault.yaml\`
  };
}
-- vault.yaml --
blog:
    env: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
#   ^^^ note: this key is there
#   ^^^ note: this key is there
#   ^^^ note: this key is below it
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- shop.yaml --
shop: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
#^^^ note: \`shop.yaml\` holds the key
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
      `,
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
{
  sops.defaultSopsFile = ./vault.yaml;
  sops.secrets = {
    "blog/env" = { owner = "ada"; group = "wheel"; };
    everything = { owner = "ada"; group = "wheel"; key = ""; };
    github = { owner = "ada"; group = "wheel"; format = "binary"; sopsFile = ./github.yaml; };
    mail = { owner = "ada"; group = "wheel"; key = "blog/env"; };
  };
  users.users.ada.isNormalUser = true;
}
-- github.yaml --
{
    "data": "ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]",
    "sops": {
        "mac": "ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]",
        "version": "3.9.4"
    }
}
-- vault.yaml --
blog:
    env: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
      `,
    ],
  },

  check(context) {
    const found: Lacking[] = [];
    for (const secret of context.facts.table('secret').rows) {
      const state = keyStateOf(context.facts, secret);
      if (!state) continue;
      if (state.kind === 'undecided') context.undecided(state.reason);
      else context.decided();
      if (state.kind === 'missing' || state.kind === 'set')
        found.push({ at: secret.places?.key ?? secret.at, secret, state });
    }
    for (const [lacking] of byPlace(found)) report(context, lacking);
  },
});

/** A secret of which the file has no text. */
interface Lacking {
  readonly at: SecretRow['at'];
  readonly secret: SecretRow;
  readonly state: Extract<KeyState, { readonly kind: 'missing' | 'set' }>;
}

function report({ facts, report }: FleetContext, { at, secret, state }: Lacking): void {
  const [file, key] = [known(secret.file) ?? '', known(secret.key) ?? ''];
  if (state.kind === 'set') {
    const message = `key \`${dotted(key)}\` of \`${file}\` is not a text (other keys are below it)`;
    report(at, { message, related: [noteAt(facts, state.below, 'this key is below it')] });
    return;
  }
  const { value } = state;
  const hint = value ? ` (\`${value.key.split('/').at(-1)}\` is a value there)` : '';
  const near = value ?? nearestKey(facts, file, key);
  const elsewhere = keyElsewhere(facts, file, key);
  report(at, {
    message: `key \`${dotted(key)}\` not found in \`${file}\`${hint}`,
    related: [
      ...(near ? [noteAt(facts, near, 'this key is there')] : []),
      ...(elsewhere ? [noteAt(facts, elsewhere, `\`${elsewhere.file}\` holds the key`)] : []),
    ],
  });
}

function noteAt(facts: Facts, key: StoredKey, message: string): Note {
  return { ...facts.locate(key.at), message };
}

/** Keys as sops writes them. */
function dotted(key: string): string {
  return key.replaceAll('/', '.');
}
