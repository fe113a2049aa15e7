/**
 * The key of Vault's transit engine behind a URI, in the words that sops
 * compares: `address/v1/engine/keys/name`. `undefined` for a URI that sops refuses.
 */
export function vaultKeyOf(uri: string): string | undefined {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)(\/[^?#]*)/i.exec(uri);
  const [, address, path = ''] = parts ?? [];
  const isPrefixed = /\/[^/]+\/v\d+\/[^/]+\/[^/]+\/[^/]+/.test(path);
  if (address === undefined || isPrefixed || !/\/v\d+\/[^/]+\/[^/]+\/[^/]+/.test(path))
    return undefined;
  const folders = path.split('/').filter((part) => part !== '');
  const engine = folders.slice(1, -2).join('/');
  return `${address}/v1/${engine}/keys/${folders.at(-1)}`;
}
