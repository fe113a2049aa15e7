import type { CaddyItem } from '../print/caddyfile.ts';
import type { Login } from './kanidm.ts';

/**
 * What lets only those into a virtual host who have logged in: paths that
 * anybody may ask for, the login itself, and the rest behind it.
 */
export function loginBlocks(
  name: string,
  { bypassPaths }: Pick<Login, 'bypassPaths'>,
  text: string,
): readonly CaddyItem[] {
  const matcher = `@bypass_auth_${name.replace(/[-.]/g, '_')}`;
  const body: readonly CaddyItem[] = text.trim() === '' ? [] : [{ written: text.trim() }];
  const open: readonly CaddyItem[] = [
    { words: [matcher, 'path', ...bypassPaths] },
    { words: ['handle', matcher], block: body },
  ];
  return [
    ...(bypassPaths.length === 0 ? [] : open),
    {
      words: ['route', '/auth/*'],
      block: [{ words: ['authenticate', 'with', `${name}_portal`] }],
    },
    { words: ['handle'], block: [{ words: ['authorize', 'with', `${name}_policy`] }, ...body] },
  ];
}
