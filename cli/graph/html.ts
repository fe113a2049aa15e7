import { createHash } from 'node:crypto';
import type { GraphFact } from '#analyzer/graph/graph.ts';
import type { Site } from '#analyzer/site.ts';
import { escaped } from '../format/escape.ts';
import { jsonLine } from '../format/printable.ts';
import type { Drawing } from './drawing.ts';
import { edgeLooks, nodeLooks } from './kinds.ts';
import type { FactData, PageData, ViewData } from './page/data.ts';
import { pageScript, pageStyle } from './page-assets.ts';
import { drawingStyle, themeVariables } from './style.ts';
import { drawingParts } from './svg-parts.ts';

/** What a page says beside its pictures. */
export interface PageSettings {
  readonly title: string;
  /** `file:line:column`, or nothing. */
  readonly place: (site: Site | undefined) => string;
}

/**
 * One page that holds everything it needs: no other resource is loaded, and
 * the browser is told to load none. Without its script it shows the pictures
 * below one another.
 */
export function htmlText(drawings: readonly Drawing[], settings: PageSettings): string {
  const title = escaped(settings.title);
  const style = [styleOfThemes(), drawingStyle(), pageStyle].join('\n');
  const data = `${scriptData(pageData(drawings, settings))}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${hashOf(style)}; script-src ${hashOf(pageScript)}">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<nav role="tablist" aria-label="pictures">${drawings.map(tab).join('')}</nav>
<div class="tools"><button type="button" id="reset">show everything</button><button type="button" id="theme">auto</button></div>
</header>
${filters}
<main>
${drawings.map(section).join('\n')}
<div id="zoom"><button type="button" id="farther" aria-label="zoom out">−</button><button type="button" id="fit">fit</button><button type="button" id="closer" aria-label="zoom in">+</button></div>
</main>
<aside id="details" class="empty" aria-label="details" aria-live="polite"></aside>
<script type="application/json" id="data">${data}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

const filters = `<aside id="filters" aria-label="filters">
<div><label class="title" for="find">find</label><input id="find" type="search" placeholder="name, port, path …" autocomplete="off" spellcheck="false"></div>
<div><span class="title">kinds</span><div id="kinds"></div></div>
<div><span class="title">machines</span><div id="hosts"></div></div>
<div class="found"><span class="title" id="count" aria-live="polite"></span></div>
<ul id="list"></ul>
</aside>`;

/** The reader's own choice stands above that of the system. */
function styleOfThemes(): string {
  return [
    `:root{${themeVariables('light')}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${themeVariables('dark')}}}`,
    `:root[data-theme=dark]{${themeVariables('dark')};color-scheme:dark}`,
    ':root[data-theme=light]{color-scheme:light}',
  ].join('\n');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function tab({ graph }: Drawing): string {
  const count = `<span class="number">${graph.nodes.length}</span>`;
  return `<button type="button" role="tab" aria-controls="view-${graph.kind}">${escaped(graph.title)} ${count}</button>`;
}

function section(drawing: Drawing): string {
  const { graph, width, height } = drawing;
  return [
    `<section id="view-${graph.kind}" role="tabpanel" aria-label="${escaped(graph.title)}">`,
    `<h2>${escaped(graph.title)}</h2><p class="about">${escaped(graph.about)}</p>`,
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    drawingParts(drawing, `${graph.kind}-`),
    '</svg></section>',
  ].join('\n');
}

/** JSON for the inside of a script element: nothing in it can end the element. */
function scriptData(data: PageData): string {
  return jsonLine(data).replace(/[<>&]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function pageData(drawings: readonly Drawing[], settings: PageSettings): PageData {
  const hosts = [
    ...new Set(drawings.flatMap(({ graph }) => graph.nodes.flatMap((node) => node.hosts))),
  ].sort();
  const numbers = new Map(hosts.map((host, index) => [host, index]));
  return { hosts, views: drawings.map((drawing) => viewData(drawing, numbers, settings)) };
}

function viewData(
  { graph, nodes, edges, frames }: Drawing,
  hosts: ReadonlyMap<string, number>,
  { place }: PageSettings,
): ViewData {
  const numbers = new Map(nodes.map(({ node }, index) => [node.id, index]));
  const groups = new Map(graph.groups.map(({ id, label }) => [id, label]));
  return {
    kind: graph.kind,
    nodes: nodes.map(({ node, x, y, width, height }) => ({
      label: node.label,
      kind: node.kind,
      kindName: nodeLooks[node.kind].name,
      certain: node.certain,
      lines: node.lines,
      hosts: node.hosts.flatMap((host) => hosts.get(host) ?? []),
      group: groups.get(node.group ?? '') ?? '',
      frame: frames.findIndex(({ group }) => group.id === node.group),
      facts: node.facts.map((fact) => factData(fact, place)),
      box: [x, y, width, height],
    })),
    edges: edges.map(({ edge }) => ({
      from: numbers.get(edge.from) ?? 0,
      to: numbers.get(edge.to) ?? 0,
      name: edge.label ?? edgeLooks[edge.kind].name,
      certain: edge.certain,
    })),
  };
}

function factData(
  { name, value, certain, of, at }: GraphFact,
  place: PageSettings['place'],
): FactData {
  const where = place(at);
  return {
    name,
    value,
    certain,
    ...(of !== undefined && { of }),
    ...(where !== '' && { at: where }),
  };
}
