import { shellWord } from './shell.ts';

/** A recipe of just. */
export interface Recipe {
  readonly name: string;
  /** One line for `just --list`. */
  readonly summary: string;
  /** Parameters as just writes them. */
  readonly parameters: readonly string[];
  /** Lines for the shell, in which `{{ … }}` is just's. */
  readonly lines: readonly string[];
}

export interface Recipes {
  /** Assignments as just writes them. */
  readonly variables: readonly string[];
  readonly recipes: readonly Recipe[];
}

/** Recipes and variables as text, in the order in which they are given. */
export function recipesText({ variables, recipes }: Recipes): string {
  const head = variables.map((line) => `${line}\n`).join('');
  const all = recipes.map(({ name, summary, parameters, lines }) => {
    const body = lines.map((line) => `    ${line}\n`).join('');
    return `# ${summary}\n${[name, ...parameters].join(' ')}:\n${body}`;
  });
  return [...(head === '' ? [] : [head]), ...all].join('\n');
}

/** A name that just takes for a recipe: letters, digits, hyphens and underscores. */
export function recipeName(name: string): string {
  const plain = name.replace(/[^\w-]+/g, '-');
  return /^[a-zA-Z_]/.test(plain) ? plain : `_${plain}`;
}

/** A word for the shell in a line of a recipe; two braces would be an expression of just. */
export function recipeWord(word: string): string {
  return shellWord(word).replaceAll('{{', '{{{{');
}
