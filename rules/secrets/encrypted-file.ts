import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { SecretFileRow } from '#analyzer/facts/secret-files.ts';
import type { SecretRow } from '#analyzer/facts/secrets.ts';
import { byPlace, enumerated } from '#analyzer/secrets/places.ts';
import { isInSubmodule } from '#analyzer/secrets/submodules.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/encrypted-file',
    summary: 'The file of every sops secret is there, encrypted, and of its format.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended', 'proxied-fleet'],
  },

  docs: {
    why: `
      A machine whose file of secrets is not there cannot be built. One whose file
      is not encrypted is built, and the secret is then readable in the repository,
      in its history, and in the store of every machine: replace the secret, then
      encrypt the new one with \`sops\`.

      Where some secrets of a fleet have a file, one that has none is a mistake,
      but for machines in outputs such as \`phoneConfigurations\`, which need not
      be built. A
      file that has no metadata of sops counts as not encrypted, and one with
      encrypted values but without it is broken. Files in
      submodules are not looked for, and files of git-crypt are left alone. The
      format of a file is told by how it is written: everything that is JSON is
      YAML as well, and a secret of the format \`binary\` is kept as JSON.
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
#      ^^^^^^^^^^^^^^^ secrets \`blog/env\` and \`shop/env\` come from \`vault.yaml\`, which sops has not encrypted
  sops.secrets = {
    "blog/env" = { };
    "shop/env" = { };
    mail = { format = "dotenv"; sopsFile = ./mail.yaml; };
#                                          ^^^^^^^^^^^ secret \`mail\` is read as \`dotenv\`, but \`mail.yaml\` is \`yaml\`
    netrc = { format = "binary"; sopsFile = ./secrets/netrc; };
#                                           ^^^^^^^^^^^^^^^ secret \`netrc\` comes from \`secrets/netrc\`, which does not exist
  };
}
-- mail.yaml --
mail: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- vault.yaml --
blog:
#^ note: it begins here
    env: TOKEN=made-up
shop:
    env: TOKEN=made-up
      `,
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
  sops.secrets.all = { key = ""; sopsFile = ./all.yaml; };
}
-- oak.nix --
{
  sops.secrets."blog/env" = { };
#              ^^^^^^^^^^ secrets \`blog/env\` and \`shop/env\` come from no file: neither \`sopsFile\` nor \`sops.defaultSopsFile\` is set
  sops.secrets."shop/env" = { };
}
-- .sops.yaml --
creation_rules:
  - path_regex: vault\\.yaml$
    age: age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq
-- all.yaml --
one: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
sops:
    mac: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
    version: 3.9.4
-- cloud/vault.yaml --
token: ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]
#^ \`cloud/vault.yaml\` holds what sops has encrypted, but not the metadata that opens it
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    phoneConfigurations.fern = nixpkgs.lib.nixosSystem { modules = [ ./fern.nix ]; };
  };
}
-- .gitmodules --
[submodule "private"]
	path = private
	url = git@github.com:ada/private
-- fern.nix --
{
  sops.secrets."blog/env" = { owner = "ada"; group = "wheel"; };
  users.users.ada.isNormalUser = true;
}
-- oak.nix --
{ inputs, ... }:
{
  sops.defaultSopsFile = ./vault.json;
  sops.secrets = {
    "blog/env" = { owner = "ada"; group = "wheel"; };
    elsewhere = { owner = "ada"; group = "wheel"; sopsFile = "\${inputs.secrets}/vault.yaml"; };
    github = { owner = "ada"; group = "wheel"; format = "binary"; sopsFile = ./github.yaml; };
    private = { owner = "ada"; group = "wheel"; sopsFile = ./private/vault.yaml; };
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
-- vault.json --
{
    "blog": {
        "env": "ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]"
    },
    "sops": {
        "mac": "ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]",
        "version": "3.9.4"
    }
}
      `,
    ],
  },

  check(context) {
    const found: Unfit[] = [];
    for (const secret of context.facts.table('secret').rows) {
      if (secret.manager !== 'sops') continue;
      const problem = problemOf(context.facts, secret);
      if (isUndecided(problem)) context.undecided(problem.undecided);
      else context.decided();
      if (problem && !isUndecided(problem))
        found.push({ at: placeOf(context.facts, secret), secret, ...problem });
    }
    for (const group of byPlace(found)) report(context, group);
    reportBroken(context);
  },
});

interface Problem {
  readonly kind: 'nowhere' | 'absent' | 'plain' | 'format';
  readonly stored: SecretFileRow | undefined;
}

/** A secret whose file cannot be what it is meant to be. */
type Unfit = Problem & { readonly at: SecretRow['at']; readonly secret: SecretRow };

function problemOf(facts: Facts, { file, format, host }: SecretRow) {
  const doubt = [file, format].find(isUndecided);
  const path = known(file);
  if (file === undefined) return lackOfFile(facts, host);
  if (doubt || path === undefined || path.startsWith('/')) return doubt;
  const stored = facts.table('secret-file').rows.find((row) => row.file === path);
  if (!stored) return absence(facts, path);
  if (stored.manager !== 'sops') return undefined;
  if (stored.encryption === 'none') return { kind: 'plain', stored } as const;
  const written: readonly string[] = forms[stored.format] ?? [];
  const fits = written.includes(known(format) ?? 'yaml');
  return fits ? undefined : ({ kind: 'format', stored } as const);
}

/** What it means that a secret has no file: nothing, where no secret of the fleet has one. */
function lackOfFile(facts: Facts, host: string) {
  if (!namesFiles(facts)) return undefined;
  const machine = facts.table('host').rows.find((row) => row.name === host);
  return machine && isOnlyListed(machine.output)
    ? { undecided: `\`${machine.output}\` need not be built` }
    : ({ kind: 'nowhere', stored: undefined } as const);
}

/** A flake may list machines in an output of its own that others only ask for data, such as phones. */
function isOnlyListed(output: string): boolean {
  return /^(?!nixos|darwin|home)\w*Configurations\./.test(output);
}

/** The formats that sops-nix can read a file as, by how it is written. */
const forms: { readonly [Format in SecretFileRow['format']]?: readonly string[] } = {
  yaml: ['yaml'],
  json: ['json', 'yaml', 'binary'],
  binary: ['binary', 'json', 'yaml'],
  dotenv: ['dotenv'],
  ini: ['ini'],
};

function absence(facts: Facts, file: string) {
  const gap = gapFor(facts.table('secret-file'), { file });
  if (gap) return { undecided: gap.reason };
  if (isInSubmodule(facts, file)) return { undecided: 'the file is in a submodule' };
  return facts.text(file) === undefined
    ? ({ kind: 'absent', stored: undefined } as const)
    : { undecided: `what \`${file}\` holds is not known` };
}

/** Where the file is named: with the secret, or once for all. */
function placeOf(facts: Facts, secret: SecretRow) {
  const { places, at } = secret;
  if (secret.file === undefined) return firstWithoutFile(facts, secret).at;
  return places?.file ?? places?.['shared-file'] ?? at;
}

/** Whether any secret of the fleet has a file; a module that sets it for all may not be known. */
function namesFiles(facts: Facts): boolean {
  return facts.table('secret').rows.some((row) => row.manager === 'sops' && row.file !== undefined);
}

/** What a machine lacks once is said at the first of its secrets. */
function firstWithoutFile(facts: Facts, { host, scope, account, at }: SecretRow) {
  const { rows } = facts.table('secret');
  const first = rows.find(
    (row) =>
      row.manager === 'sops' &&
      row.file === undefined &&
      row.host === host &&
      row.scope === scope &&
      row.account === account,
  );
  return first ?? { at };
}

/** Where it begins to be open, or where its format is said for all secrets. */
function noteOf(facts: Facts, { kind, stored, secret }: Unfit): readonly Note[] {
  if (kind === 'plain' && stored) {
    return [{ ...facts.locate(stored.at), message: 'it begins here' }];
  }
  const isShared = kind === 'format' && !secret.places?.format;
  const at = isShared ? secret.places?.['shared-format'] : undefined;
  return at ? [{ ...facts.locate(at), message: 'how secrets are read' }] : [];
}

function report({ facts, report }: FleetContext, group: readonly [Unfit, ...Unfit[]]): void {
  const [first] = group;
  const { at, kind, stored, secret } = first;
  const names = [...new Set(group.map((each) => `\`${each.secret.name}\``))];
  const [word, comes] = names.length === 1 ? ['secret', 'comes'] : ['secrets', 'come'];
  const subject = `${word} ${enumerated(names)}`;
  const file = `\`${known(secret.file)}\``;
  const messages = {
    nowhere: `${subject} ${comes} from no file: neither \`sopsFile\` nor \`sops.defaultSopsFile\` is set`,
    absent: `${subject} ${comes} from ${file}, which does not exist`,
    plain: `${subject} ${comes} from ${file}, which sops has not encrypted`,
    format: `${subject} ${names.length === 1 ? 'is' : 'are'} read as \`${known(secret.format)}\`, but ${file} is \`${stored?.format}\``,
  };
  report(at, { message: messages[kind], related: noteOf(facts, first) });
}

/** Files with values that sops encrypted, of which the part that opens them is gone. */
function reportBroken({ facts, report }: FleetContext): void {
  const used = new Set(facts.table('secret').rows.map(({ file }) => known(file)));
  for (const stored of facts.table('secret-file').rows) {
    if (stored.manager !== 'sops' || stored.encryption !== 'none' || used.has(stored.file))
      continue;
    if (!/\bENC\[AES256_GCM,/.test(facts.text(stored.file) ?? '')) continue;
    const message = `\`${stored.file}\` holds what sops has encrypted, but not the metadata that opens it`;
    report(stored.at, { message });
  }
}
