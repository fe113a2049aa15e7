import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { directoryOf } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { treeComments } from '#linter/comments.ts';
import type { Span } from '#parser/span.ts';

/** A place of a file of OpenTofu that may take something of a resource. */
interface AddressUse {
  /** `aws_eip.web` or `data.aws_ami.web`. */
  readonly address: string;
  readonly span: Span;
}

/** Where the files of a module name addresses of resources, outside of comments. */
const addressUses = oncePer(({ tree, text }: FileAnalysis): readonly AddressUse[] => {
  const comments = treeComments(tree);
  const pattern = /(?<![\w.-])(?:data\.)?[a-z][\w-]*\.[A-Za-z_][\w-]*/g;
  return [...text.matchAll(pattern)].flatMap(({ 0: address, index }): AddressUse[] => {
    const span = { start: index, end: index + address.length };
    const isSaid = comments.every(({ start, end }) => span.end <= start || end <= span.start);
    return isSaid ? [{ address, span }] : [];
  });
});

/** The address that stands at an offset. */
export function addressAt(
  snapshot: Snapshot,
  file: FilePath,
  offset: number,
): AddressUse | undefined {
  return usesIn(snapshot, file).find(({ span }) => span.start <= offset && offset <= span.end);
}

/** The places in the files of a directory that name an address. */
export function usesOfAddress(
  snapshot: Snapshot,
  directory: string,
  address: string,
): readonly Location[] {
  return snapshot.files.flatMap((file) => {
    if (directoryOf(file) !== directory || !snapshot.text(file)?.includes(address)) return [];
    return usesIn(snapshot, file)
      .filter((use) => use.address === address)
      .map(({ span }) => ({ file, span }));
  });
}

function usesIn(snapshot: Snapshot, file: FilePath): readonly AddressUse[] {
  if (!file.endsWith('.tf')) return [];
  const analysis = snapshot.analysis(file);
  return analysis?.language === 'hcl' ? addressUses(analysis) : [];
}
