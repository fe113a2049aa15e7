import { type GoPattern, goPattern } from '../go-pattern.ts';
import { type SecretNode, textAt } from './secret-tree.ts';

/** How a file or a rule says which values are encrypted. */
export type Selector =
  | { readonly kind: 'unencrypted-suffix'; readonly text: string }
  | { readonly kind: 'encrypted-suffix'; readonly text: string }
  | { readonly kind: 'unencrypted-regex'; readonly text: string }
  | { readonly kind: 'encrypted-regex'; readonly text: string }
  | { readonly kind: 'unencrypted-comment-regex'; readonly text: string }
  | { readonly kind: 'encrypted-comment-regex'; readonly text: string };

const names = [
  'unencrypted-suffix',
  'encrypted-suffix',
  'unencrypted-regex',
  'encrypted-regex',
  'unencrypted-comment-regex',
  'encrypted-comment-regex',
] as const;

const standard: Selector = { kind: 'unencrypted-suffix', text: '_unencrypted' };

/** The selector that metadata or a rule names, else the usual one; `undefined` for several. */
export function selectorIn(node: SecretNode): Selector | undefined {
  const given = names.flatMap((kind): readonly Selector[] => {
    const text = textAt(node, kind.replaceAll('-', '_'));
    return text === undefined ? [] : [{ kind, text }];
  });
  return given.length > 1 ? undefined : (given[0] ?? standard);
}

/**
 * Whether a selector wants the value at a path encrypted, as sops decides it:
 * one name on the path that it takes is enough. `undefined` where comments
 * decide, or where the selector is broken.
 */
export type Wants = (path: readonly string[]) => boolean | undefined;

export function wantsOf(selector: Selector | undefined): Wants {
  if (selector === undefined) return () => undefined;
  const { kind, text } = selector;
  switch (kind) {
    case 'unencrypted-suffix':
      return (path) => !path.some((name) => name.endsWith(text));
    case 'encrypted-suffix':
      return (path) => path.some((name) => name.endsWith(text));
    case 'unencrypted-regex':
      return byPattern(text, (isTaken) => !isTaken);
    case 'encrypted-regex':
      return byPattern(text, (isTaken) => isTaken);
    case 'unencrypted-comment-regex':
    case 'encrypted-comment-regex':
      return () => undefined;
  }
}

function byPattern(text: string, decide: (isTaken: boolean) => boolean): Wants {
  const pattern: GoPattern | undefined = goPattern(text);
  return (path) => pattern && decide(path.some((name) => pattern.matches(name)));
}
