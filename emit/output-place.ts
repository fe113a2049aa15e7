import type { FilePath } from '#analyzer/diagnostic.ts';
import { filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { Emitter, PartNames } from './emitter.ts';
import { filledPath } from './placeholders.ts';
import type { EmitJob } from './request.ts';

/** The file that an output goes to, which is always one of the workspace. */
export function fileOf(
  names: PartNames,
  { output }: EmitJob,
  emitter: Emitter,
): FilePath | { readonly problem: string } {
  const path = filledPath(output ?? emitter.output, names);
  if (typeof path !== 'string') return path;
  const normal = normalizePath(path);
  const leaves = path.startsWith('/') || normal === '..' || normal.startsWith('../');
  if (leaves) return { problem: `\`${path}\` leads out of the workspace` };
  if (/(^|\/)\.git(\/|$)/i.test(normal)) return { problem: `\`${path}\` belongs to git` };
  return filePath(normal);
}

/** The name of the fence that an output goes into, if the file has it. */
export function regionOf(
  names: PartNames,
  { region }: EmitJob,
  { name }: Emitter,
): string | { readonly problem: string } {
  const filled = filledPath(region ?? name, names);
  if (typeof filled !== 'string' || !/\s/.test(filled)) return filled;
  return { problem: `the name of the fence \`${filled}\` has a space, which ends it` };
}
