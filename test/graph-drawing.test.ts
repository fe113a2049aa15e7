import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type GraphKind, graphKinds } from '#analyzer/graph/graph.ts';
import { makeGraph } from '#analyzer/graph/make.ts';
import { type Box, type Drawing, type Point, sizes } from '#cli/graph/drawing.ts';
import { htmlText } from '#cli/graph/html.ts';
import { layOut } from '#cli/graph/layout.ts';
import { squeezed } from '#cli/graph/page/squeeze.ts';
import { svgText } from '#cli/graph/svg.ts';
import { fitText, textSize } from '#cli/graph/text-size.ts';
import { snapshotOf } from './support/fleet.ts';

const test = suite('drawings of graphs');

const fleets = ['proxied/healthy', 'proxied/broken', 'dormant'];
const drawings = new Map<string, readonly Drawing[]>();

for (const fleet of fleets) {
  for (const kind of graphKinds) {
    test(`${kind} of ${fleet}: nothing overlaps, and everything is inside of what it belongs to`, () => {
      const drawing = drawingOf(fleet, kind);
      const { frames, nodes } = drawing;
      const page = { x: 0, y: 0, width: drawing.width, height: drawing.height };
      for (const [index, node] of nodes.entries()) {
        assert.ok(isInside(node, page), `${node.label} is on the page`);
        for (const other of nodes.slice(index + 1)) {
          assert.not(overlap(node, other), `${node.label} and ${other.label}`);
        }
        for (const frame of frames) {
          const isMember = node.node.group === frame.group.id;
          const where = `${node.label} and the frame ${frame.label}`;
          if (isMember) assert.ok(isInside(node, frame), where);
          else assert.not(overlap(node, frame), where);
        }
      }
      for (const [index, frame] of frames.entries()) {
        assert.ok(isInside(frame, page));
        for (const other of frames.slice(index + 1)) {
          assert.not(overlap(frame, other), `${frame.label} and ${other.label}`);
        }
      }
    });

    test(`${kind} of ${fleet}: texts fit into their boxes`, () => {
      for (const { node, label, lines, width, height } of drawingOf(fleet, kind).nodes) {
        const room = width - 2 * sizes.padding - sizes.stripe + 1;
        assert.ok(textSize(label, sizes.label) <= room, label);
        for (const line of lines) assert.ok(textSize(line, sizes.line) <= room, line);
        assert.is(lines.length, node.lines.length);
        assert.ok(sizes.labelHeight + lines.length * sizes.lineHeight <= height);
      }
      for (const { label, width } of drawingOf(fleet, kind).frames) {
        assert.ok(textSize(label, sizes.frameTitle) <= width);
      }
    });

    test(`${kind} of ${fleet}: every edge ends at its nodes`, () => {
      const { nodes, edges, graph } = drawingOf(fleet, kind);
      const boxes = new Map(nodes.map((node) => [node.node.id, node]));
      assert.is(edges.length, graph.edges.length);
      for (const { edge, points } of edges) {
        assert.ok(isOnBorder(points[0], boxes.get(edge.from)), `${edge.from} → ${edge.to}`);
        assert.ok(isOnBorder(points.at(-1), boxes.get(edge.to)), `${edge.from} → ${edge.to}`);
      }
    });
  }

  test(`the pictures of ${fleet} are well-formed`, () => {
    const all = graphKinds.map((kind) => drawingOf(fleet, kind));
    assert.equal(problemsOf(svgText(all, fleet)), []);
  });
}

const hostile = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  `"'&amp;]]>--><!--`,
  'back\\slash\u0007\u202e',
];

test('names that mean something to a browser stay names', () => {
  const drawing = hostileDrawing();
  const svg = svgText([drawing], hostile[0] ?? '');
  assert.equal(problemsOf(svg), []);
  const html = htmlText([drawing], { title: hostile[0] ?? '', place: () => '' });
  for (const text of [svg, html]) {
    assert.not.match(text, /<img|alert\(1\)<\/script|<!--/);
    for (const control of ['\u202e', '\u0007']) assert.not(text.includes(control));
  }
  assert.is(html.match(/<script\b/g)?.length, 2);
  assert.is(html.match(/<\/script>/g)?.length, 2);
  const [, data = ''] =
    /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  const { hosts } = JSON.parse(data);
  assert.equal(hosts, [...hostile].sort());
});

test('a page loads nothing and runs only its own script', () => {
  const drawing = drawingOf('proxied/healthy', 'secrets');
  const html = htmlText([drawing], { title: 'fleet', place: () => 'a.nix:1:2' });
  const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  assert.match(policy, /^default-src 'none'; base-uri 'none'; form-action 'none';/);
  const [, script = ''] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
  assert.ok(policy.includes(`script-src 'sha256-${sha256(script)}'`));
  assert.ok(policy.includes(`style-src 'sha256-${sha256(style)}'`));
  assert.not.match(html, /\b(?:src|href|action)\s*=|url\((?!#)|@import|<link|<iframe/i);
  assert.not.match(script, /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|innerHTML|\beval\(/);
});

test('texts are cut in their middle to fit', () => {
  assert.is(fitText('short', 12, 100), 'short');
  const cut = fitText('machines/cedar/services/backups/default.nix', 12, 150);
  assert.match(cut, /^machines.*….*\.nix$/);
  assert.ok(textSize(cut, 12) <= 150);
  assert.is(fitText('abc', 12, 1), '…');
});

test('what nothing stands on is taken out, and order and lengths stay', () => {
  const stretches = [
    { start: 0, end: 10 },
    { start: 5, end: 20 },
    { start: 100, end: 110 },
    { start: 115, end: 130 },
  ];
  const move = squeezed(stretches, 8);
  assert.is(move(0), 0);
  assert.is(move(20), 20);
  assert.is(move(100), 28);
  assert.is(move(110) - move(100), 10);
  assert.is(move(115) - move(110), 5);
  for (let point = -5; point < 140; point++) assert.ok(move(point) < move(point + 1));
  assert.is(squeezed([], 8)(42), 42);
});

test.run();

function drawingOf(fleet: string, kind: GraphKind): Drawing {
  const known = drawings.get(fleet) ?? allDrawings(fleet);
  drawings.set(fleet, known);
  const found = known.find(({ graph }) => graph.kind === kind);
  if (!found) throw new Error(kind);
  return found;
}

function allDrawings(fleet: string): readonly Drawing[] {
  const folder = `fixtures/fleets/${fleet}`;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(`${folder}/${name}`).isFile());
  const texts = new Map(
    files.map((file) => [file as FilePath, readFileSync(`${folder}/${file}`, 'utf8')]),
  );
  const facts = snapshotOf(texts).facts();
  return graphKinds.map((kind) => layOut(makeGraph(facts, kind, [])));
}

function hostileDrawing(): Drawing {
  const machines = hostile.map((name) => {
    return `"${name.replace(/[\\"]/g, '\\$&')}" = nixpkgs.lib.nixosSystem { modules = [ { networking.firewall.allowedTCPPorts = [ 1 ]; } ]; };`;
  });
  const flake = `{ outputs = { nixpkgs, ... }: { nixosConfigurations = { ${machines.join('\n')} }; }; }`;
  return layOut(
    makeGraph(snapshotOf(new Map([['flake.nix' as FilePath, flake]])).facts(), 'hosts', []),
  );
}

function problemsOf(xml: string): string[] {
  const problems: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => problems.push(error.message));
  parser.write(xml).close();
  return problems;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function overlap(a: Box, b: Box): boolean {
  const apart =
    a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
  return !apart;
}

function isInside(inner: Box, outer: Box): boolean {
  const across = inner.x >= outer.x && inner.x + inner.width <= outer.x + outer.width;
  return across && inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height;
}

function isOnBorder(point: Point | undefined, box: Box | undefined): boolean {
  if (!point || !box) return false;
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) < 0.01;
  const isWithin = isInside({ ...point, width: 0, height: 0 }, box);
  const sides = [
    isNear(point.x, box.x),
    isNear(point.x, box.x + box.width),
    isNear(point.y, box.y),
    isNear(point.y, box.y + box.height),
  ];
  return isWithin && sides.includes(true);
}
