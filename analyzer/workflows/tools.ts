/**
 * Programs that jobs call and that no runner has by itself, with the packages of
 * nixpkgs that have them. NixOS and nix-darwin give a runner bash, coreutils, git,
 * tar, gzip and nix, and systemd adds find, grep and sed.
 */
export const packagesOfTool: ReadonlyMap<string, readonly string[]> = new Map([
  ['age', ['age', 'rage']],
  ['aws', ['awscli', 'awscli2']],
  ['bun', ['bun']],
  ['cachix', ['cachix']],
  ['curl', ['curl', 'curlFull']],
  ['deno', ['deno']],
  ['gh', ['gh']],
  ['go', ['go']],
  ['hugo', ['hugo']],
  ['jq', ['jq']],
  ['just', ['just']],
  ['kubectl', ['kubectl']],
  ['pnpm', ['pnpm']],
  ['rclone', ['rclone']],
  ['restic', ['restic']],
  ['rsync', ['rsync']],
  ['sops', ['sops']],
  ['sqlite3', ['sqlite']],
  ['task', ['go-task']],
  ['terraform', ['terraform']],
  ['tofu', ['opentofu']],
  ['unzip', ['unzip']],
  ['uv', ['uv']],
  ['wget', ['wget']],
  ['yarn', ['yarn']],
  ['zip', ['zip']],
]);
