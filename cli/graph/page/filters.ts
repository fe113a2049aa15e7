import { readAddress, writeAddress } from './address.ts';
import type { NodeData, PageData } from './data.ts';
import { showDetails } from './details.ts';
import { button, element, make } from './elements.ts';
import type { Tabs } from './tabs.ts';
import type { View } from './view.ts';

interface Page {
  readonly data: PageData;
  readonly views: readonly View[];
  readonly tabs: Tabs;
}

/** What is left of a picture: by text, by machine and by kind. */
export function startFilters({ data, views, tabs }: Page): void {
  const find = element('find');
  if (!(find instanceof HTMLInputElement)) return;
  const address = readAddress();
  find.value = address.find;
  const hosts = hostChoice(data.hosts, address.hosts, () => apply());
  const hidden = new Map(views.map((view) => [view, new Set<string>()]));
  const remember = (view: View): void => {
    const node = view.selected === undefined ? undefined : view.data.nodes[view.selected]?.label;
    writeAddress({ view: view.data.kind, find: find.value, hosts: hosts.names(), node });
  };
  const apply = (): void => {
    const view = tabs.current();
    if (!view) return;
    const found = matches(view, { hidden: hidden.get(view) ?? new Set(), hosts, text: find.value });
    view.limit(found.shown);
    view.fit();
    listNodes(view, found.matching);
    remember(view);
  };
  for (const view of views) {
    view.onSelect((node) => {
      showDetails(view, data.hosts, node);
      remember(view);
    });
  }
  tabs.onShow((view) => {
    showKinds(view, hidden.get(view) ?? new Set(), apply);
    showDetails(view, data.hosts, view.selected);
    apply();
  });
  find.addEventListener('input', apply);
  element('reset').addEventListener('click', () => {
    find.value = '';
    hosts.clear();
    for (const kinds of hidden.values()) kinds.clear();
    tabs.show(tabs.current());
  });
  listenForViews({ find, tabs, apply });
}

interface Wanted {
  readonly hidden: ReadonlySet<string>;
  readonly hosts: HostChoice;
  readonly text: string;
}

interface Found {
  readonly matching: ReadonlySet<number>;
  /** The same with what it is joined with. */
  readonly shown: ReadonlySet<number>;
}

function matches(view: View, { hidden, hosts, text }: Wanted): Found {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const { nodes, edges } = view.data;
  const isWanted = (node: NodeData | undefined): boolean => !!node && !hidden.has(node.kindName);
  const matching = new Set<number>();
  for (const [index, node] of nodes.entries()) {
    if (isWanted(node) && hosts.fits(node) && hasWords(node, words)) matching.add(index);
  }
  const shown = new Set(matching);
  for (const { from, to } of edges) {
    for (const [near, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const node = nodes[other];
      const belongs = node !== undefined && (hosts.fits(node) || isShared(node));
      if (matching.has(near) && isWanted(node) && belongs) shown.add(other);
    }
  }
  return { matching, shown };
}

/** What belongs to no machine, and keys, are shown with what they are joined with. */
function isShared({ hosts, kind }: NodeData): boolean {
  return hosts.length === 0 || kind === 'recipient';
}

interface Controls {
  readonly find: HTMLInputElement;
  readonly tabs: Tabs;
  readonly apply: () => void;
}

function listenForViews({ find, tabs, apply }: Controls): void {
  element('fit').addEventListener('click', apply);
  element('closer').addEventListener('click', () => tabs.current()?.camera.zoom(1.35));
  element('farther').addEventListener('click', () => tabs.current()?.camera.zoom(1 / 1.35));
  window.addEventListener('resize', apply);
  document.addEventListener('keydown', (event) => shortcut(event, { find, tabs, apply }));
}

function hasWords(node: NodeData, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const facts = node.facts.flatMap(({ value, at, of }) => [value, at ?? '', of ?? '']);
  const text = [node.label, node.kindName, node.group, ...node.lines, ...facts]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

interface HostChoice {
  readonly names: () => readonly string[];
  readonly fits: (node: NodeData) => boolean;
  readonly clear: () => void;
}

/** A box to tick for each machine; none ticked means all. */
function hostChoice(
  names: readonly string[],
  first: readonly string[],
  changed: () => void,
): HostChoice {
  const chosen = new Set(names.flatMap((name, index) => (first.includes(name) ? index : [])));
  const boxes = names.map((name, index) => {
    const box = make('input', '');
    box.type = 'checkbox';
    box.checked = chosen.has(index);
    box.addEventListener('change', () => {
      if (box.checked) chosen.add(index);
      else chosen.delete(index);
      changed();
    });
    element('hosts').append(make('label', 'host', box, name));
    return box;
  });
  element('hosts').hidden = names.length === 0;
  return {
    names: () => names.filter((_, index) => chosen.has(index)),
    fits: ({ hosts }) => chosen.size === 0 || hosts.some((host) => chosen.has(host)),
    clear: () => {
      chosen.clear();
      for (const box of boxes) box.checked = false;
    },
  };
}

/** A switch for each kind of thing in the picture. */
function showKinds(view: View, hidden: Set<string>, changed: () => void): void {
  const counts = new Map<string, { kind: string; count: number }>();
  for (const { kind, kindName } of view.data.nodes) {
    const known = counts.get(kindName) ?? { kind, count: 0 };
    known.count++;
    counts.set(kindName, known);
  }
  const switches = [...counts].map(([name, { kind, count }]) => {
    const made = button(`chip n-${kind}`, `${name} `, () => {
      if (hidden.has(name)) hidden.delete(name);
      else hidden.add(name);
      made.setAttribute('aria-pressed', String(!hidden.has(name)));
      changed();
    });
    made.append(make('span', 'number', String(count)));
    made.setAttribute('aria-pressed', String(!hidden.has(name)));
    return made;
  });
  element('kinds').replaceChildren(...switches);
}

/** What is left, as a list to read and to go through with the keyboard. */
function listNodes(view: View, kept: ReadonlySet<number>): void {
  const { nodes } = view.data;
  element('count').textContent =
    kept.size === nodes.length ? `${nodes.length} parts` : `${kept.size} of ${nodes.length} parts`;
  const items = [...kept].map((index) => {
    const node = nodes[index];
    const name = node?.label ?? '';
    const aside = node?.group || (node?.lines[0] ?? '');
    const go = button(`item n-${node?.kind}`, '', () => view.select(index));
    go.append(make('span', 'name', name), make('span', 'aside', aside));
    return make('li', '', go);
  });
  element('list').replaceChildren(...items);
}

function shortcut(event: KeyboardEvent, { find, tabs, apply }: Controls): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target === find;
  if (event.key === 'Escape' && isTyping) {
    find.value = '';
    apply();
  }
  if (isTyping) return;
  const acts: { readonly [key: string]: () => void } = {
    '/': () => find.focus(),
    '+': () => tabs.current()?.camera.zoom(1.35),
    '-': () => tabs.current()?.camera.zoom(1 / 1.35),
    '0': apply,
    Escape: () => tabs.current()?.select(undefined),
  };
  const act = acts[event.key];
  if (!act) return;
  act();
  event.preventDefault();
}
