import type { Note } from '#analyzer/diagnostic.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import type { SecretIdentityRow } from '#analyzer/facts/secret-files.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'secrets/key-file',
    summary: 'The key of age that opens the secrets of a machine outlives a reboot.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A machine that starts from an empty root loses every file that is not kept.
      When that is the key of age, it opens none of its secrets after the next
      start, and nobody can log in with a password that is one of them.

      On machines with persistence, \`sops.age.keyFile\` must be kept, lie in a
      folder that is kept, or below the place where things are kept. On a Mac, a
      key in somebody's home must be at \`Library/Application
      Support/sops/age/keys.txt\`, where \`sops\` looks for it, too.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { darwin, nixpkgs, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- fig.nix --
{
  sops.age.keyFile = "/Users/ada/.config/sops/age/keys.txt";
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`sops\` looks for this key in \`/Users/ada/Library/Application Support/sops/age/keys.txt\`
}
-- oak.nix --
{
  environment.persistence."/persistent".files = [
    "/etc/machine-id"
#   ^^^^^^^^^^^^^^^^^ note: what oak keeps stands here
  ];
  sops.age.keyFile = "/var/lib/sops-nix/key.txt";
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`/var/lib/sops-nix/key.txt\` is lost when oak starts, so its secrets cannot be opened
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.darwin.url = "github:nix-darwin/nix-darwin";
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { darwin, nixpkgs, ... }: {
    darwinConfigurations.fig = darwin.lib.darwinSystem { modules = [ ./fig.nix ]; };
    darwinConfigurations.yam = darwin.lib.darwinSystem { modules = [ ./yam.nix ]; };
    nixosConfigurations.ash = nixpkgs.lib.nixosSystem { modules = [ ./ash.nix ]; };
    nixosConfigurations.elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ]; };
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    nixosConfigurations.yew = nixpkgs.lib.nixosSystem { modules = [ ./yew.nix ]; };
  };
}
-- ash.nix --
{
  sops.age.keyFile = "/var/lib/sops-nix/key.txt";
}
-- elm.nix --
{
  environment.persistence."/persistent".files = [ "/etc/machine-id" ];
  sops.age.keyFile = "/persistent/var/lib/sops-nix/key.txt";
}
-- fig.nix --
{
  sops.age.keyFile = "/Users/ada/Library/Application Support/sops/age/keys.txt";
}
-- oak.nix --
{
  environment.persistence."/persistent".files = [
    "/etc/machine-id"
    { file = "/var/lib/sops-nix/key.txt"; parentDirectory.mode = "0700"; }
  ];
  sops.age.keyFile = "/var/lib/sops-nix/key.txt";
}
-- yam.nix --
{
  sops.age.keyFile = "/Library/Application Support/sops-nix/age-key.txt";
}
-- yew.nix --
{
  environment.persistence."/persistent".directories = [ "/var/lib/sops-nix" ];
  sops.age.keyFile = "/var/lib/sops-nix/key.txt";
}
      `,
    ],
  },

  check(context) {
    for (const key of context.facts.table('secret-identity').rows) {
      if (key.manager !== 'sops' || key.kind !== 'age' || key.scope !== 'system') continue;
      const host = context.facts.table('host').rows.find(({ name }) => name === key.host);
      if (host?.class === 'darwin') checkOnMac(context, key);
      else if (host?.class === 'nixos') checkOnNixos(context, key);
    }
  },
});

const placeOnMac = 'Library/Application Support/sops/age/keys.txt';

function checkOnMac(context: FleetContext, { path, at }: SecretIdentityRow): void {
  context.decided();
  const [home] = /^\/Users\/[^/]+|^\/var\/root(?=\/)/.exec(path) ?? [];
  if (home === undefined || path === `${home}/${placeOnMac}`) return;
  context.report(at, { message: `\`sops\` looks for this key in \`${home}/${placeOnMac}\`` });
}

function checkOnNixos(context: FleetContext, key: SecretIdentityRow): void {
  const { facts } = context;
  const kept = facts.table('persisted').rows.filter(({ host }) => host === key.host);
  if (kept.length === 0 || kept.some((row) => covers(row, key.path))) {
    if (kept.length > 0) context.decided();
    return;
  }
  const doubt = doubtOf(facts, key);
  if (doubt !== undefined) {
    context.undecided(doubt);
    return;
  }
  context.decided();
  context.report(key.at, {
    message: `\`${key.path}\` is lost when ${key.host} starts, so its secrets cannot be opened`,
    related: notes(facts, key),
  });
}

function covers(
  { root, path }: { readonly root: string; readonly path?: unknown },
  file: string,
): boolean {
  const kept = typeof path === 'string' ? path : undefined;
  return kept === file || isBelow(file, kept) || isBelow(file, root);
}

function isBelow(file: string, folder: string | undefined): boolean {
  return folder !== undefined && file.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/** Why the file may be kept after all: by what is not known, or by a file system of its own. */
function doubtOf(facts: Facts, { host, path }: SecretIdentityRow): string | undefined {
  const gap = gapFor(facts.table('persisted'), { host });
  if (gap) return gap.reason;
  const rows = facts.table('persisted').rows.filter((row) => row.host === host);
  const unknown = rows.map((row) => row.path).find(isUndecided);
  if (unknown) return unknown.undecided;
  const mounts = facts.table('mount').rows.filter((row) => row.host === host);
  const isMounted = mounts.some((mount) => {
    const point = known(mount.path);
    return point !== undefined && point !== '/' && isBelow(path, point);
  });
  return isMounted ? 'the key lies on a file system of its own' : undefined;
}

function notes(facts: Facts, { host }: SecretIdentityRow): readonly Note[] {
  const row = facts
    .table('persisted')
    .rows.find((each) => each.host === host && each.account === undefined);
  return row ? [{ ...facts.locate(row.at), message: `what ${host} keeps stands here` }] : [];
}
