import { slug } from 'github-slugger';
import type { MarkdownDocument } from './document.ts';

/** The anchors of the headings, in their order: a name that is taken gets a number, as GitHub does it. */
export function headingAnchors({
  headings,
}: Pick<MarkdownDocument, 'headings'>): readonly string[] {
  const taken = new Map<string, number>();
  return headings.map(({ text }) => {
    const wanted = slug(text);
    let name = wanted;
    for (let count = taken.get(wanted) ?? 0; taken.has(name); ) {
      count++;
      taken.set(wanted, count);
      name = `${wanted}-${count}`;
    }
    taken.set(name, 0);
    return name;
  });
}
