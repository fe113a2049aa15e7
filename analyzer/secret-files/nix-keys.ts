import { Node, type NodeId } from '#parser/tree.ts';
import type { FilePath } from '../diagnostic.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { Site } from '../site.ts';
import { bindingPath } from '../syntax/option-path.ts';
import { keyLines } from './key-lines.ts';
import type { PublicKey } from './public-key.ts';

/** A public key that Nix code writes out. */
export interface NixKey {
  readonly key: PublicKey;
  readonly at: Site;
  /** What the names around it call it. */
  readonly name: string | undefined;
}

/** Whether a Nix file may hold public keys, at little cost. */
export function mayHoldKeys(text: string): boolean {
  return /AAAA|age1/.test(text);
}

/** The public keys in the strings of a Nix file. */
export function nixKeys(file: FilePath, analysis: FileAnalysis): readonly NixKey[] {
  const { module, tree, sourceMap } = analysis;
  return module.exprs.flatMap((expr, id): readonly NixKey[] => {
    const [only] = expr.kind === 'string' ? expr.parts : [];
    if (expr.kind !== 'string' || expr.parts.length !== 1 || typeof only !== 'string') return [];
    const lines = keyLines(only);
    if (lines.length === 0) return [];
    const name = nameAround(new Node(tree, (sourceMap.nodes[id] ?? 0) as NodeId));
    return lines.map(({ key, span }) => ({ key, name, at: { file, expr: id, content: span } }));
  });
}

/** Farther out nothing names a key. */
const farthest = 40;

/** The nearest name around a key that is not generic. */
function nameAround(key: Node): string | undefined {
  let node: Node | undefined = key;
  for (let steps = 0; node && steps < farthest; steps++, node = node.parent) {
    if (node.kind !== 'binding') continue;
    const names = bindingPath(node).flatMap((name) => name ?? []);
    const own = names.findLast((name) => !generic.test(name));
    if (own !== undefined) return own;
  }
  return undefined;
}

/** Names that say that something is a key, or what it opens, but not whose it is. */
const generic =
  /^(ssh|age|open-?ssh|(authorized|public|pub|ssh|host|age)?-?_?keys?(file)?s?|recipients?|identit(y|ies)|default|config|value|machines?|hosts?|users?|systems?|programs|services|known-?hosts)$|\.age$/i;
