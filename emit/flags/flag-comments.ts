import { commentBehind } from '#analyzer/edit/insertion.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';
import { root } from '#parser/tree.ts';

/** Tells the comment behind a binding on its last line; a site is that of the binding’s name. */
export function flagComments(facts: Facts): (site: Site) => string | undefined {
  const known = new Map<string, ReadonlyMap<number, string>>();
  return (site) => {
    const { file, span } = facts.locate(site);
    const comments = known.get(file) ?? commentsIn(facts, file);
    known.set(file, comments);
    return comments.get(span.start);
  };
}

/** Comments behind bindings, by where their names begin. */
function commentsIn(facts: Facts, file: string): ReadonlyMap<number, string> {
  const tree = facts.tree(file);
  const comments = new Map<number, string>();
  if (tree === undefined) return comments;
  for (const node of root(tree).descendants()) {
    if (node.kind !== 'binding') continue;
    const comment = commentBehind(tree.text, node.span);
    if (comment !== undefined) comments.set(node.start, comment);
  }
  return comments;
}
