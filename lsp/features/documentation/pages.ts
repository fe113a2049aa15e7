import { builtinPages } from './builtins.ts';
import type { FunctionPage } from './function-page.ts';
import { libraryPages } from './library.ts';
import { typePages } from './types.ts';

/** What is said of an attribute of `builtins`. */
export function builtinPage(name: string): FunctionPage | undefined {
  return builtinPages.get(name);
}

/**
 * What is said of something in `lib` by its names from there on, such as
 * `strings`, `hasPrefix`. What `lib` takes over from Nix does what Nix says.
 */
export function libraryPage(names: readonly string[]): FunctionPage | undefined {
  const [first = '', ...inner] = names;
  const name = ['lib', ...names].join('.');
  const found =
    first === 'types' && inner.length > 0
      ? typePages.get(inner.join('.'))
      : plainPage(names.length <= 2 ? names.at(-1) : undefined);
  return found && { ...found, name };
}

function plainPage(name: string | undefined): FunctionPage | undefined {
  return name === undefined ? undefined : (libraryPages.get(name) ?? builtinPages.get(name));
}

/** The page as Markdown: how the function is called, and what it does. */
export function pageText({ name, parameters, about }: FunctionPage): string {
  return `\`\`\`nix\n${[name, ...parameters].join(' ')}\n\`\`\`\n${about}`;
}
