import type { FactData, NodeData } from './data.ts';
import { button, element, make } from './elements.ts';
import type { View } from './view.ts';

/** Shows what is known of a node, where it is written, and what it is joined with. */
export function showDetails(view: View, hosts: readonly string[], node: number | undefined): void {
  const panel = element('details');
  const data = node === undefined ? undefined : view.data.nodes[node];
  panel.classList.toggle('empty', !data);
  if (!data || node === undefined) {
    panel.replaceChildren(hint(), ...legend(view));
    return;
  }
  const close = button('close', '×', () => view.select(undefined));
  close.setAttribute('aria-label', 'close');
  panel.replaceChildren(
    close,
    make('p', `kind n-${data.kind}`, data.kindName, ...(data.certain ? [] : [' · not certain'])),
    make('h2', '', data.label),
    ...(data.group === '' ? [] : [make('p', 'where', `in ${data.group}`)]),
    ...data.lines.map((line) => make('p', 'under', line)),
    ...machines(data, hosts),
    ...factSections(data.facts),
    ...joins(view, node),
  );
  panel.scrollTop = 0;
}

function hint(): HTMLElement {
  return make(
    'p',
    'hint',
    'Choose something in the picture to see what is known of it and where it is written. ',
    'Dashed means that something is not known or that there may be more.',
  );
}

/** The kinds of lines in the picture. */
function legend({ section }: View): readonly HTMLElement[] {
  const names = new Map<string, string>();
  for (const edge of section.querySelectorAll('.edge')) {
    const kind = [...edge.classList].find((name) => name.startsWith('e-'));
    const title = edge.querySelector('title')?.textContent.replace(/ \(not certain\)$/, '');
    if (kind !== undefined && title !== undefined) names.set(kind, title);
  }
  return [...names].map(([kind, name]) => make('p', `legend ${kind}`, make('span', 'dash'), name));
}

function machines({ hosts: own }: NodeData, hosts: readonly string[]): readonly HTMLElement[] {
  const names = own.flatMap((host) => hosts[host] ?? []);
  if (names.length === 0) return [];
  const shown = names.slice(0, 40).join(', ');
  const rest = names.length > 40 ? ` and ${names.length - 40} more` : '';
  return [
    make('h3', '', names.length === 1 ? 'machine' : `${names.length} machines`),
    make('p', '', shown + rest),
  ];
}

/** The facts, under what they are true of where a node stands for several. */
function factSections(facts: readonly FactData[]): readonly HTMLElement[] {
  const subjects = new Map<string, FactData[]>();
  for (const fact of facts)
    subjects.set(fact.of ?? '', [...(subjects.get(fact.of ?? '') ?? []), fact]);
  return [...subjects].flatMap(([subject, own]) => [
    make('h3', '', subject === '' ? 'facts' : subject),
    make('dl', '', ...own.flatMap(factLines)),
  ]);
}

function factLines({ name, value, certain, at }: FactData): readonly HTMLElement[] {
  const place = at === undefined ? [] : [make('code', 'place', at)];
  return [
    make('dt', '', name),
    make('dd', certain ? '' : 'doubt', certain ? value : `? ${value}`, ...place),
  ];
}

function joins(view: View, node: number): readonly HTMLElement[] {
  const { edges, nodes } = view.data;
  const lines = edges.flatMap(({ from, to, name, certain }): HTMLElement[] => {
    if (from !== node && to !== node) return [];
    const other = from === node ? to : from;
    const label = nodes[other]?.label ?? '';
    const go = button('join', `${from === node ? '→' : '←'} ${label}`, () => view.select(other));
    return [make('li', certain ? '' : 'doubt', make('span', '', certain ? name : `${name}?`), go)];
  });
  return lines.length === 0 ? [] : [make('h3', '', 'joined with'), make('ul', 'joins', ...lines)];
}
