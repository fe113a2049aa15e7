import ignore, { type Ignore } from 'ignore';

/** Whether git ignores paths of the workspace, by the patterns in it. */
export function ignoredBy(
  patterns: Iterable<readonly [string, string]>,
): (path: string) => boolean {
  const folders = new Map<string, Ignore>();
  for (const [file, text] of patterns) {
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/')) : '';
    folders.set(folder, ignore().add(text));
  }
  return (path) => {
    const parts = path.split('/');
    return parts.some((_, index) => {
      const matcher = folders.get(parts.slice(0, index).join('/'));
      const inside = parts.slice(index).join('/');
      if (!matcher || !ignore.isPathValid(inside)) return false;
      return matcher.ignores(inside) || matcher.ignores(`${inside}/`);
    });
  };
}
