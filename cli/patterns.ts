import fastGlob from 'fast-glob';

/** Whether what somebody named stands for more than one path. */
export function isPattern(target: string): boolean {
  return fastGlob.isDynamicPattern(target);
}
