import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { isFleetDocument, readDocument } from '#analyzer/markdown/facts.ts';

const test = suite('tables in documents');
const file = 'AGENTS.md' as FilePath;

function rowsOf(text: string) {
  return readDocument(file, text).tables;
}

test('rows have their cells, headers and heading', () => {
  const text = `# One

## The *proxy*

| Domain | Port |
|--------|:----:|
| \`a.example\` | 22 (SSH **stream**) |
| [b.example](https://b.example) | x \\| y |
`;
  const rows = rowsOf(text);
  assert.equal(
    rows.map(({ heading, headers, cells }) => ({ heading, headers, cells })),
    [
      {
        heading: 'The proxy',
        headers: ['Domain', 'Port'],
        cells: ['a.example', '22 (SSH stream)'],
      },
      { heading: 'The proxy', headers: ['Domain', 'Port'], cells: ['b.example', 'x | y'] },
    ],
  );
});

test('places are what a cell says', () => {
  const text = 'x\n\nDomain | Port\n--- | ---\n a.example  | 22 |\n';
  const place = rowsOf(text)[0]?.places?.Domain;
  const start = place?.expr ?? 0;
  assert.is(text.slice(start, start + (place?.content?.end ?? 0)), 'a.example');
});

test('empty and missing cells have no place', () => {
  const [row] = rowsOf('| Domain | Port |\n|---|---|\n| | 22 |\n');
  assert.equal(row?.cells, ['', '22']);
  assert.is(row?.places?.Domain, undefined);
  const [short] = rowsOf('| Domain | Port |\n|---|---|\n| a |\n');
  assert.equal(short?.cells, ['a']);
});

test('tables in lists and quotations count, those in code do not', () => {
  const table = '| Domain | Port |\n|---|---|\n| a | 1 |\n';
  const indented = (by: string): string => table.replaceAll(/^/gm, by).trimEnd();
  assert.is(rowsOf(`- list\n\n${indented('  ')}\n`).length, 1);
  assert.is(rowsOf(`${indented('> ')}\n`).length, 1);
  assert.is(rowsOf(`\`\`\`\n${table}\`\`\`\n`).length, 0);
});

test('texts without tables, and strange ones', () => {
  for (const text of ['', 'x', '---\n', '|\n', '|-|\n', '| a |\n|-|\n', '\u0000|\n|-|-|\n'])
    assert.type(rowsOf(text).length, 'number');
});

test('documents about the fleet are told by their names', () => {
  const names = ['AGENTS.md', 'README.md', 'machines/a/README.md', 'docs/proxy.md', 'CLAUDE.md'];
  assert.equal(names.filter(isFleetDocument), names);
  assert.equal(
    ['notes.md', 'docs/a.txt', 'AGENTS.nix', 'src/docs/a.md'].filter(isFleetDocument),
    [],
  );
});

test.run();
