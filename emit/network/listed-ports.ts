import { commentBehind } from '#analyzer/edit/insertion.ts';
import { parse } from '#parser/parse.ts';
import { type Node, root } from '#parser/tree.ts';

/** A port in the text of a firewall. */
export interface ListedPort {
  readonly port: number;
  readonly comment: string | undefined;
  /** `tcp` or `udp`; `undefined` where the text is only what a list has in it. */
  readonly protocol: 'tcp' | 'udp' | undefined;
  /** The interface of the list; `undefined` for all of them. */
  readonly interface: string | undefined;
}

/** The ports of a module, or of the items of one list. */
export function portsListed(text: string): readonly ListedPort[] {
  const isModule = parse(text, 'nix').errors.length === 0 && text.trim().startsWith('{');
  const source = isModule ? text : `[\n${text}\n]`;
  const nodes = [...root(parse(source, 'nix')).descendants()];
  return nodes.flatMap((node) => {
    if (node.kind !== 'integer_expression' || node.parent?.kind !== 'list_expression') return [];
    const path = pathOf(node);
    const [, kind] = /\.allowed(TCP|UDP)Ports$/.exec(`.${path.join('.')}`) ?? [];
    if (isModule && kind === undefined) return [];
    return [
      {
        port: Number(node.text),
        comment: commentBehind(source, node.span),
        protocol: kind === undefined ? undefined : kind === 'TCP' ? 'tcp' : 'udp',
        interface: path[path.indexOf('interfaces') + 1 || path.length],
      },
    ];
  });
}

/** The names of the bindings around a node, the outermost first. */
function pathOf(node: Node): readonly string[] {
  const names: string[] = [];
  for (let at = node.parent; at; at = at.parent) {
    const path = at.kind === 'binding' ? at.children()[0] : undefined;
    const own = path?.children().map(({ text }) => text.replace(/^"(.*)"$/, '$1')) ?? [];
    names.unshift(...own);
  }
  return names;
}
