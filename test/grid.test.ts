import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { textWidth } from '#cli/format/cell-width.ts';
import { drawGrid, type Grid } from '#cli/format/grid.ts';
import { paletteOf } from '#cli/format/palette.ts';

const test = suite('grids');

const grid: Grid = {
  columns: [
    { title: 'machine', align: 'left' },
    { title: 'port', align: 'right' },
    { title: 'place', align: 'left' },
  ],
  rows: [
    [{ text: 'web' }, { text: '80' }, { text: 'hosts/web/default.nix:12:5' }],
    [{ text: 'データ' }, { text: '8443' }, { text: 'hosts/data/configuration.nix:3:1' }],
    [{ text: 'a-machine-with-a-very-long-name' }, { text: '' }, { text: '' }],
  ],
};

const drawn = (width: number | undefined): string => {
  return drawGrid(grid, { palette: paletteOf(false), width });
};

test('columns are as wide as they need to be, wide characters counted', () => {
  assert.fixture(
    drawn(undefined),
    [
      'machine                          port  place',
      'web                                80  hosts/web/default.nix:12:5',
      'データ                           8443  hosts/data/configuration.nix:3:1',
      'a-machine-with-a-very-long-name',
      '',
    ].join('\n'),
  );
  assert.is(drawn(120), drawn(undefined));
});

test('on a narrow terminal texts wrap within their columns', () => {
  assert.fixture(
    drawn(50),
    [
      'machine                port  place',
      'web                      80  hosts/web/default.',
      '                             nix:12:5',
      'データ                 8443  hosts/data/',
      '                             configuration.nix:3:1',
      'a-machine-with-a-',
      'very-long-name',
      '',
    ].join('\n'),
  );
});

test('on a very narrow terminal every row is a block', () => {
  assert.fixture(
    drawn(26),
    [
      'machine  web',
      'port     80',
      'place    hosts/web/',
      '         default.nix:12:5',
      '',
      'machine  データ',
      'port     8443',
      'place    hosts/data/',
      '         configuration.',
      '         nix:3:1',
      '',
      'machine  a-machine-with-a-',
      '         very-long-name',
      '',
    ].join('\n'),
  );
});

test('no line is longer than the terminal, and no text is lost', () => {
  const words = (text: string): string => text.replace(/[\s]/g, '');
  const all = grid.rows.flatMap((row) => row.map(({ text }) => text));
  for (let width = 24; width <= 100; width++) {
    const text = drawn(width);
    for (const line of text.split('\n')) assert.ok(textWidth(line) <= width, `${width}: ${line}`);
    const letters = new Set(words(text));
    for (const letter of words(all.join(''))) assert.ok(letters.has(letter));
  }
});

test('colours change nothing of the layout', () => {
  const painted = {
    ...grid,
    rows: grid.rows.map((row) => row.map((cell) => ({ ...cell, paint: paletteOf(true).dim }))),
  };
  for (const width of [undefined, 50, 26]) {
    const coloured = drawGrid(painted, { palette: paletteOf(true), width });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with a control character
    assert.is(coloured.replace(/\u001b\[\d+m/g, ''), drawn(width));
  }
});

test.run();
