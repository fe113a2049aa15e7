/** Names of secrets that belong to the system itself. */
export const rootNames: readonly string[] = [
  'tailscale/*',
  '*/password',
  '*/ssh/host/*',
  '*/wireguard/*',
];

/** Whether one of the patterns is the name; a star is any text, slashes included. */
export function matchesName(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
  });
}
