import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Folder, inFolder, type Outcome } from './run-cli.ts';

/** The variables of these tests, without those of a hook that may run them. */
export const environment: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** A folder that is the working tree of a repository. */
export interface Repository extends Folder {
  git(...args: string[]): string;
  write(file: string, text: string): void;
  /** Stages everything and commits it. */
  commit(): void;
  /** Runs the command line in the folder, or in one below. */
  check(argv: readonly string[], folder?: string): Promise<Outcome>;
}

/** Lays files out, commits them, and runs the test in the repository. */
export async function inRepository(
  example: string,
  test: (repository: Repository) => Promise<void>,
): Promise<void> {
  await inFolder(example, async (folder) => {
    const repository = repositoryIn(folder);
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.commit();
    await test(repository);
  });
}

/** A folder with what is done to repositories; it need not be one yet. */
export function repositoryIn(folder: Folder): Repository {
  const { path } = folder;
  const git = (...args: string[]): string => gitOf(path, args);
  return {
    ...folder,
    git,
    write: (file, text) => {
      mkdirSync(dirname(join(path, file)), { recursive: true });
      writeFileSync(join(path, file), text);
    },
    commit: () => {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message=more');
    },
    check: async (argv, below = '.') => {
      const { runIn } = await import('./run-cli.ts');
      return runIn(join(path, below), argv, '', environment);
    },
  };
}

/** What git prints in a directory. */
export function gitOf(directory: string, args: readonly string[]): string {
  const person = ['-c', 'user.name=Ivy', '-c', 'user.email=ivy@example.org'];
  return execFileSync('git', [...person, ...args], {
    cwd: directory,
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A machine of which one file declares secrets and another reads them. */
export const secretFleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ lib, ... }:
{
  imports = map (name: ./parts + "/\${name}") (builtins.attrNames (builtins.readDir ./parts));
}
-- parts/blog.nix --
{ systemd.services.blog.serviceConfig.EnvironmentFile = "/run/secrets/blog/env"; }
-- parts/old.nix --
{ systemd.services.old.serviceConfig.EnvironmentFile = "/run/secrets/old/env"; }
-- parts/secrets.nix --
{ sops.secrets."blog/env" = { }; }
-- parts/wiki.nix --
{ sops.secrets."wiki/env" = { }; }
`;
