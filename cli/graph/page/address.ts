/** What the address of the page says about what is shown, so that it can be passed on. */
export interface Address {
  readonly view: string | undefined;
  readonly find: string;
  readonly hosts: readonly string[];
  /** The label of the chosen node. */
  readonly node: string | undefined;
}

export function readAddress(): Address {
  const parts = new URLSearchParams(location.hash.slice(1));
  return {
    view: parts.get('view') ?? undefined,
    find: parts.get('find') ?? '',
    hosts: parts.getAll('host'),
    node: parts.get('node') ?? undefined,
  };
}

/** Writes the address without a step in the history of the browser. */
export function writeAddress({ view, find, hosts, node }: Address): void {
  const parts = new URLSearchParams();
  if (view !== undefined) parts.set('view', view);
  if (find !== '') parts.set('find', find);
  for (const host of hosts) parts.append('host', host);
  if (node !== undefined) parts.set('node', node);
  history.replaceState(undefined, '', `#${parts}`);
}
