import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import { otherPart, scriptPart } from './other-part.ts';
import type { Part } from './part.ts';
import { nodeAt, treePart } from './tree-part.ts';

/** Where facts of one fleet stand, and the pieces of text that they stand in. */
export class Places {
  readonly #facts: Facts;
  readonly #snapshot: Snapshot;

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#facts = snapshot.facts();
  }

  locate(site: Site): Location {
    return this.#facts.locate(site);
  }

  text(file: FilePath): string {
    return this.#snapshot.text(file) ?? '';
  }

  /** The piece that a row is; `undefined` where it is the whole file. */
  row(site: Site): Part | undefined {
    return this.part(this.locate(site), ['||']);
  }

  /** What the name at a site is bound to, in Nix. */
  boundTo(site: Site): Location | undefined {
    const { file, span } = this.locate(site);
    const tree = file.endsWith('.nix') ? this.#snapshot.analysis(file)?.tree : undefined;
    const path = tree && nodeAt(tree, span).parent;
    const value =
      path?.kind === 'attrpath' && path.end === span.end && path.parent?.child('expression');
    return value ? { file, span: value.span } : undefined;
  }

  isWholeFile({ file, span }: Location): boolean {
    const text = this.text(file);
    return span.end - span.start >= text.trim().length - leadingComments(text);
  }

  /** The piece at a place; in scripts, the operand of one of these operators. */
  part({ file, span }: Location, operators: readonly string[]): Part | undefined {
    const text = this.text(file);
    if (text === '' || isOutside(span, text)) return undefined;
    const tree = this.#snapshot.analysis(file)?.tree;
    if (tree) return treePart(tree, file, span);
    if (file.endsWith('.rules')) return scriptPart(text, { file, span }, operators);
    return otherPart(text, file, span);
  }
}

function isOutside({ start, end }: Span, text: string): boolean {
  return start < 0 || end > text.length || start > end;
}

function leadingComments(text: string): number {
  return /^(\s*#[^\n]*\n)*/.exec(text)?.[0].length ?? 0;
}
