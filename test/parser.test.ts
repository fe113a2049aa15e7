import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from '#parser/parse.ts';
import { type Node, root, type Tree } from '#parser/tree.ts';
import { matchesFile } from './support/golden.ts';
import { checkShape } from './support/tree-shape.ts';

const test = suite('parser');
const folder = new URL('../fixtures/parse/', import.meta.url);
const names = readdirSync(folder);
const inputs = names.filter((name) => /\.(nix|tf)$/.test(name));

for (const name of inputs) {
  test(`${name} has the tree beside it`, () => {
    const tree = parsedFile(name);
    checkShape(tree);
    matchesFile(new URL(`${name}.tree`, folder), drawn(tree));
  });
}

test('exactly the files that are called broken have errors', () => {
  assert.equal(
    inputs.filter((name) => parsedFile(name).errors.length > 0),
    inputs.filter((name) => name.startsWith('broken')),
  );
});

test('every tree belongs to an input', () => {
  const trees = names.filter((name) => name.endsWith('.tree'));
  assert.equal(
    trees.filter((name) => !inputs.includes(name.slice(0, -'.tree'.length))),
    [],
  );
});

test.run();

function parsedFile(name: string): Tree {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return parse(text, name.endsWith('.tf') ? 'hcl' : 'nix');
}

/** A line for each row, then one for each error; the text of rows that have none below them is shown. */
function drawn(tree: Tree): string {
  const errors = tree.errors.map(
    ({ start, end, message }) =>
      `error ${start}-${end} ${JSON.stringify(tree.text.slice(start, end))}: ${message}\n`,
  );
  return [drawnNode(root(tree), ''), '\n', ...errors].join('');
}

function drawnNode(node: Node, indent: string): string {
  const field = node.field ? `${node.field}: ` : '';
  const children = [...node.children()];
  const shown = children.length === 0 ? ` ${JSON.stringify(node.text)}` : '';
  const below = children.map((child) => `\n${drawnNode(child, `${indent}  `)}`);
  return `${indent}${field}(${node.kind} ${node.start}-${node.end}${shown}${below.join('')})`;
}
