import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import type { OptionBrief } from '#analyzer/options/briefs.ts';
import { pathOfOption } from '#analyzer/options/name.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { childIn, childrenIn } from '#analyzer/syntax/lowering.ts';
import { Field, Kind } from '#parser/kinds.ts';
import { Node, type NodeId } from '#parser/tree.ts';
import { attributeText } from '../declared.ts';
import { nodesAt } from '../nodes-at.ts';
import type { MeantOption } from './meaning.ts';
import { briefsOf, type DefinedAt, hostOptions } from './option-briefs.ts';

/**
 * The name that a declaration gives, found from the place inside of it that machines know.
 * `undefined` where none is written around that, as in a function that declares options.
 */
export function nameOfDeclaration(
  snapshot: Snapshot,
  site: Site,
  text: string,
): Location | undefined {
  const place = snapshot.facts().locate(site);
  const tree = snapshot.analysis(place.file)?.tree;
  const inner = tree && nodesAt(tree, place.span)[0];
  for (let node = inner && aroundPart(inner); node !== undefined; node = node.parent) {
    const name = node.kind === 'binding' ? lastName(node) : undefined;
    if (name !== undefined && attributeText(name.tree, name.id) === text)
      return { file: place.file, span: name.span };
  }
  return undefined;
}

/** The options that a name of a file declares, which no path of the text leads to: those of submodules. */
export function declaredBy(snapshot: Snapshot, file: FilePath, name: Node): readonly DefinedAt[] {
  const text = isMade(name) ? attributeText(name.tree, name.id) : undefined;
  if (text === undefined) return [];
  const isHere = (at: Site | undefined): boolean =>
    at?.file === file && nameOfDeclaration(snapshot, at, text)?.span.start === name.start;
  return optionsWhere(
    snapshot,
    (option) => option.name.includes(text) && option.declarations.some(({ at }) => isHere(at)),
  );
}

/** Whether a name is bound to what a call gives, as every declaration is. */
function isMade(name: Node): boolean {
  const value = name.parent?.parent?.child('expression')?.kind;
  return value === 'apply_expression' || value === 'binary_expression';
}

/** The options that are declared in the same place as another one, that one included: a submodule has one for each of its names. */
export function declaredTogether(
  snapshot: Snapshot,
  { name, path, views }: Pick<MeantOption, 'name' | 'path' | 'views'>,
): readonly DefinedAt[] {
  const last = path.at(-1) ?? '';
  const known = new Map<string, Site>();
  for (const { brief } of hostOptions(snapshot, name, views))
    for (const { at } of brief.declarations) if (at) known.set(siteKey(at), at);
  const sites = [...known.values()].filter((at) => nameOfDeclaration(snapshot, at, last));
  if (sites.length === 0) return [];
  const isThere = (at: Site | undefined): boolean =>
    sites.some(({ file, expr }) => at?.expr === expr && at.file === file);
  return optionsWhere(
    snapshot,
    // Names are taken apart only where it counts, because there are many.
    (option) =>
      option.declarations.some(({ at }) => isThere(at)) &&
      pathOfOption(option.name).at(-1) === last,
  );
}

function siteKey({ file, expr }: Site): string {
  return `${expr} ${file}`;
}

/** The options that machines have and that fit, each once for a module system. */
function optionsWhere(
  snapshot: Snapshot,
  fits: (option: OptionBrief) => boolean,
): readonly DefinedAt[] {
  const found = new Map<string, DefinedAt>();
  for (const { views } of briefsOf(snapshot))
    for (const { kind: view, options } of views)
      for (const option of options.values())
        if (fits(option)) found.set(`${view} ${option.name}`, { view, name: option.name });
  return [...found.values()];
}

/** What is known of a declaration is where one of its parts is written, which may be called like the option. */
function aroundPart(inner: Node): Node | undefined {
  let node: Node | undefined = inner;
  while (node !== undefined && node.kind !== 'binding' && node.kind !== 'apply_expression')
    node = node.parent;
  return node?.kind === 'binding' && node.parent?.parent?.field === 'argument'
    ? node.parent
    : inner;
}

function lastName({ tree, id }: Node): Node | undefined {
  const path = childIn(tree, id, Field.attrpath);
  const names = path === 0 ? [] : childrenIn(tree, path, Field.attr);
  const last: NodeId | undefined = names.at(-1);
  return last === undefined || tree.kind[last] === Kind.interpolation
    ? undefined
    : new Node(tree, last);
}
