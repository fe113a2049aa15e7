import type { FilePath } from '../diagnostic.ts';
import { importPath } from '../evaluate/paths.ts';
import type { Session } from '../evaluate/session.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  record,
  string,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { packageSet } from '../nixos/package-set.ts';

/** The inputs that a flake declares, by name. */
export function evaluateInputs(session: Session, file: FilePath): Attributes {
  const flake = importPath(session, { kind: 'path', root: 'workspace', path: file }, undefined);
  const declared = flake.kind === 'attrs' ? flake.get('inputs')?.value.force() : undefined;
  const names = declared?.kind === 'attrs' ? declared.names() : [];
  return attributes(
    new Map(
      names.map((name) => {
        const declaration = declared?.kind === 'attrs' ? declared.get(name) : undefined;
        const value = new Thunk(undefined, () => evaluateInput(session, name, declaration));
        return [name, { value, at: declaration?.at }];
      }),
    ),
  );
}

/**
 * What a flake knows of an input: nothing but its name, except that every
 * nixpkgs has the same `lib` and a package set per system.
 */
export function evaluateInput(
  session: Session,
  name: string,
  declaration: Attribute | undefined,
): Value {
  const repository = repositoryOf(declaration);
  const reason = { kind: 'input', name, ...(repository && { repository }) } as const;
  const input = unknown({ ...reason, path: [] }, declaration?.at);
  const entries = new Map<string, Attribute>();
  const add = (key: string, value: Thunk): void => {
    entries.set(key, { value, at: undefined });
  };
  add('outPath', Thunk.of(unknown({ ...reason, path: ['outPath'] }, declaration?.at)));
  if (isNixpkgs(name, declaration)) {
    add('lib', session.lib);
    add('legacyPackages', Thunk.of(packagesBySystem(session)));
  }
  const lib = knownLibraries.find(
    ({ pattern }) => pattern.test(name) || pattern.test(urlOf(declaration) ?? ''),
  );
  if (lib) add('lib', Thunk.of(library(name, lib.names)));
  return attributes(entries, input);
}

/**
 * What the `lib` of these inputs holds, so that `nixpkgs.lib // home-manager.lib`
 * keeps what nixpkgs has. The functions themselves stay unknown by name.
 */
const knownLibraries = [
  { pattern: /home-manager/i, names: ['homeManagerConfiguration', 'hm'] },
  { pattern: /nix-darwin/i, names: ['darwinSystem', 'evalConfig'] },
] as const;

function library(input: string, names: readonly string[]): Attributes {
  return record(
    Object.fromEntries(
      names.map((name) => [name, unknown({ kind: 'input', name: input, path: ['lib', name] })]),
    ),
  );
}

/** Forks and channels of nixpkgs are told by their name or address. */
function isNixpkgs(name: string, declaration: Attribute | undefined): boolean {
  return /nixpkgs/i.test(name) || /nixpkgs/i.test(urlOf(declaration) ?? '');
}

/** `github:Owner/Repository/branch`, or the same as a set of `owner` and `repo`. */
function repositoryOf(declaration: Attribute | undefined): string | undefined {
  const [owner, repo] = [textIn(declaration, 'owner'), textIn(declaration, 'repo')];
  if (owner !== undefined && repo !== undefined) return `${owner}/${repo}`.toLowerCase();
  const url = urlOf(declaration) ?? '';
  const found = /^(?:github|gitlab|sourcehut):([^/?]+\/[^/?]+)/.exec(url)?.[1];
  const hosted = /^(?:git\+)?(?:https|ssh):\/\/[^/]+\/([^/]+\/[^/?]+?)(?:\.git)?(?:\?|$)/.exec(
    url,
  )?.[1];
  return (found ?? hosted)?.toLowerCase();
}

function urlOf(declaration: Attribute | undefined): string | undefined {
  return textIn(declaration, 'url');
}

function textIn(declaration: Attribute | undefined, name: string): string | undefined {
  const value = declaration?.value.force();
  const text = value?.kind === 'attrs' ? value.get(name)?.value.force() : undefined;
  return text?.kind === 'string' ? text.value : undefined;
}

function packagesBySystem(session: Session): Attributes {
  return {
    ...attributes(new Map()),
    missing: (system) => packageSet(session, Thunk.of(string(system))),
  };
}
