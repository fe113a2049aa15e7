import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where the repository was cloned from, as its address in a browser, without
 * what somebody logs in with; `undefined` where `.git/config` does not say it.
 * The file is read and git is not run, so that nothing in it has an effect.
 */
export function originOf(root: string): string | undefined {
  const section = /^\s*\[remote "origin"\]([^[]*)/m.exec(configIn(root) ?? '')?.[1];
  const address = section && /^\s*url\s*=\s*(\S+)\s*$/m.exec(section)?.[1];
  return address === undefined ? undefined : pageOf(address);
}

function configIn(root: string): string | undefined {
  try {
    return readFileSync(join(root, '.git', 'config'), 'utf8');
  } catch {
    return undefined;
  }
}

/** `https://host/owner/name` of an address for https, for ssh, or in the short form of scp. */
function pageOf(address: string): string | undefined {
  const form =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/\s]+@)?([\w.-]+\.[a-z]+)(?::\d+(?=\/))?[:/]\/?([\w.~/-]+?)(?:\.git)?\/?$/i;
  const [, host, path] = form.exec(address) ?? [];
  return host === undefined || path === undefined ? undefined : `https://${host}/${path}`;
}
