import type { Facts } from '../facts/facts.ts';

/** Whether a path lies in a submodule, whose files a checkout need not have. */
export function isInSubmodule(facts: Facts, file: string): boolean {
  const modules = facts.text('.gitmodules') ?? '';
  const paths = [...modules.matchAll(/^\s*path\s*=\s*(\S.*?)\s*$/gm)].map(([, path]) => path ?? '');
  return paths.some((path) => file.startsWith(`${path}/`));
}
