import { directoryOf } from '#analyzer/evaluate/path-value.ts';

/** The way from the folder of a file to another path of the workspace: `../docs/a.md`. */
export function pathFrom(file: string, target: string): string {
  const from = segmentsOf(directoryOf(file));
  const to = segmentsOf(target);
  let shared = 0;
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared++;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.');
}
