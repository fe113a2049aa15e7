import type { Node } from '#parser/tree.ts';
import type { Container, Element } from './elements.ts';

/** The orders in which people keep lists of packages. */
export const packageKeys = ['path', 'plain-first', 'last-segment'] as const;

export type PackageKey = (typeof packageKeys)[number];

/** After every name that begins with a letter. */
const last = '\u{10FFFF}';

/**
 * A list of nothing but names such as `git` and `pkgs.nodePackages.prettier`,
 * by one of the keys; `undefined` for any other list.
 */
export function packageContainer(list: Node, key: PackageKey): Container | undefined {
  const elements: Element[] = [];
  for (const element of list.children()) {
    if (element.field !== 'element') continue;
    const path = packagePath(element);
    if (path === undefined) return undefined;
    const { span } = element;
    elements.push({ span, name: span, label: element.text, key: keyOf(path, key) });
  }
  return { kind: 'list', node: list, elements };
}

function keyOf(path: readonly string[], key: PackageKey): string {
  switch (key) {
    case 'path':
      return path.join('.');
    case 'plain-first':
      return path.length > 1 ? last + path.join('.') : path.join('.');
    case 'last-segment':
      return path.at(-1) ?? '';
  }
}

/** The names of `a.b.c`, without the package set that `with` leaves out as well. */
function packagePath(element: Node): readonly string[] | undefined {
  const isName = element.kind === 'variable_expression' || element.kind === 'select_expression';
  if (!isName || !/^[\w'-]+(\.[\w'-]+)*$/.test(element.text)) return undefined;
  const path = element.text.split('.');
  return path[0] === 'pkgs' && path.length > 1 ? path.slice(1) : path;
}
