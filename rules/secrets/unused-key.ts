import { isUndecided, known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import { keyStateOf, nearestKey } from '#analyzer/secrets/stored-keys.ts';
import { fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/unused-key',
    summary: 'Every value in a file of sops is a secret of some machine.',
    severity: 'hint',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A value that no machine takes is left over, or the secret that should take it
      is called differently. It still opens something: withdraw what it is for, then
      take it out with \`sops\`.

      Looked at are files from which machines take single keys, and those that
      \`sops.defaultSopsFile\` names. Where a machine
      takes a file as a whole, or a workflow, task or document opens it with
      \`sops\`, all of its values count as used. A value that something reads as a
      secret, or that is like the key of one, is left to the rules about those.
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
  sops.secrets."blog/env" = { };
  sops.secrets."blog/kye" = { };
  systemd.services.blog.serviceConfig.EnvironmentFile = "/run/secrets/blog/read";
}
-- vault.yaml --
blog:
    env: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    key: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    read: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    old: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
#   ^^^ no machine takes the key \`blog.old\`
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
      `,
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
}
-- vault.yaml --
old: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
#^^ no machine takes the key \`old\`
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
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- ash.nix --
{
  sops.secrets.all = { owner = "ada"; group = "wheel"; key = ""; sopsFile = ./all.yaml; };
  sops.secrets.shop = { owner = "ada"; group = "wheel"; sopsFile = ./vault.yaml; };
  users.users.ada.isNormalUser = true;
}
-- oak.nix --
{
  sops.defaultSopsFile = ./vault.yaml;
  sops.secrets."blog/env" = { owner = "ada"; group = "wheel"; };
  users.users.ada.isNormalUser = true;
}
-- all.yaml --
one: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- nobodys.yaml --
two: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- vault.yaml --
blog:
    env: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    note_unencrypted: made up
shop: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    unencrypted_suffix: _unencrypted
    version: 3.9.4
      `,
    ],
  },

  readsOptions: 'machines',
  check(context) {
    const { facts } = context;
    const doubt = doubtOf(facts);
    const taken = takenKeys(facts);
    const meant = meantKeys(facts);
    for (const key of facts.table('secret-key').rows) {
      const keys = taken.get(key.file);
      if (key.whole || !key.encrypted || !keys || keys.has('') || isOpened(facts, key.file))
        continue;
      if (keys.has(key.key) || meant.has(key.key)) {
        context.decided();
        continue;
      }
      if (doubt !== undefined) {
        context.undecided(doubt);
        continue;
      }
      context.decided();
      const name = key.key.replaceAll('/', '.');
      context.report(key.at, { message: `no machine takes the key \`${name}\`` });
    }
  },
});

/** The keys that machines take, by the file; empty for the file as a whole. */
function takenKeys(facts: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const taken = new Map<string, Set<string>>();
  for (const { file, key, manager } of facts.table('secret').rows) {
    const path = known(file);
    if (manager !== 'sops' || path === undefined) continue;
    const keys = taken.get(path) ?? new Set();
    taken.set(path, keys.add(known(key) ?? ''));
  }
  // A machine that names a file takes its keys, if it takes any.
  for (const { path, value } of facts.table('option').rows)
    if (path === 'sops.defaultSopsFile' && typeof value === 'string' && !taken.has(value))
      taken.set(value, new Set());
  return taken;
}

/** Keys that something reads although no machine declares them, and those that slips are nearest to. */
function meantKeys(facts: Facts): ReadonlySet<string> {
  const read = facts
    .table('secret-reference')
    .rows.map(({ target }) => target.replace(/^\/run\/secrets\//, ''));
  const near = facts.table('secret').rows.flatMap((secret) => {
    const [file, key] = [known(secret.file), known(secret.key)];
    if (file === undefined || key === undefined) return [];
    const isMissing = keyStateOf(facts, secret)?.kind === 'missing';
    return (isMissing && nearestKey(facts, file, key)?.key) || [];
  });
  return new Set([...read, ...near]);
}

/** Why a machine may take a key of which nothing is known. */
function doubtOf(facts: Facts): string | undefined {
  const { rows, gaps } = facts.table('secret');
  const gap = gaps.find(({ known: { manager } }) => manager === undefined || manager === 'sops');
  const cells = rows.flatMap(({ manager, file, key }) => (manager === 'sops' ? [file, key] : []));
  return gap?.reason ?? cells.find(isUndecided)?.undecided;
}

/** Whether people or programs open the file on their own. */
function isOpened(facts: Facts, file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return facts.table('command').rows.some(({ program, arguments: words, text }) => {
    if (program !== 'sops' || !text.includes(name)) return false;
    return words.some((word) => /^(-d|--decrypt|decrypt|exec-env|exec-file|--extract)$/.test(word));
  });
}
