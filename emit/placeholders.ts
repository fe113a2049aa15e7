import type { PartNames } from './emitter.ts';

/** What is wrong with a path that names are put into. */
export interface WrongPath {
  readonly problem: string;
}

/** A path with names in place of `{host}` and the like; a name never leads into another folder. */
export function filledPath(pattern: string, names: PartNames): string | WrongPath {
  let problem: string | undefined;
  const path = pattern.replace(/\{([\w-]+)\}/g, (_, name: string) => {
    const value = names[name];
    if (value === undefined) problem ??= `\`${pattern}\` has no value for \`{${name}}\` here`;
    else if (!isFileName(value)) problem ??= `\`${value}\` cannot be part of the name of a file`;
    return value ?? '';
  });
  return problem === undefined ? path : { problem };
}

/** The names of the placeholders in a path. */
export function placeholdersIn(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\{([\w-]+)\}/g)].map(([, name = '']) => name);
}

function isFileName(value: string): boolean {
  return /^[^/\\\p{Cc}]+$/u.test(value) && value !== '.' && value !== '..';
}
