import type { FilePath } from '../diagnostic.ts';
import { directoryOf } from '../evaluate/path-value.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import { namedInComments } from './comments.ts';
import { namedIn } from './named.ts';
import type { NixPaths } from './paths.ts';

/** How a file is reached: certainly, or why it may be. */
export type Reach = { readonly kind: 'certain' } | { readonly kind: 'maybe'; readonly why: string };

/** What is read to know which files are reached. */
export interface Reachable {
  readonly paths: NixPaths;
  /** The files that something outside of them reads. */
  readonly roots: ReadonlyMap<FilePath, Reach>;
  analysis(file: FilePath): FileAnalysis | undefined;
}

/** Every file that the roots reach, with how. */
export function reachedFiles(reachable: Reachable): ReadonlyMap<FilePath, Reach> {
  const reached = new Map<FilePath, Reach>();
  for (const [file, reach] of reachable.roots)
    if (reach.kind === 'certain') reached.set(file, reach);
  // What is certain comes first, so that nothing is uncertain for the order of the walk.
  for (const file of reached.keys()) {
    for (const target of certainlyNamed(reachable, file)) reached.set(target, { kind: 'certain' });
  }
  const note = (file: FilePath, why: string): void => {
    if (!reached.has(file)) reached.set(file, { kind: 'maybe', why });
  };
  for (const [file, reach] of reachable.roots) if (reach.kind === 'maybe') note(file, reach.why);
  for (const file of reached.keys()) {
    const why = `\`${file}\` may read it`;
    for (const target of perhapsNamed(reachable, file)) note(target, why);
  }
  return reached;
}

/** The files that a file names by paths that can mean nothing else. */
export function certainlyNamed(
  { paths, analysis }: Pick<Reachable, 'paths' | 'analysis'>,
  file: FilePath,
): readonly FilePath[] {
  const code = analysis(file);
  return code ? paths.certainlyNamed(file, code) : [];
}

/** Every file that a file may read, or that its comments name. One that cannot be read may read all beside it. */
function perhapsNamed({ paths, analysis }: Reachable, file: FilePath): readonly FilePath[] {
  const code = analysis(file);
  const isRead = code !== undefined && code.tree.errors.length === 0;
  if (!isRead) return paths.below(directoryOf(file));
  return [
    ...namedIn(code).flatMap((named) => paths.meant(file, named).files),
    ...namedInComments(code).flatMap((word) => paths.anywhere(word)),
  ];
}
