import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Asked, emissionOf, textsOf } from '../support/emitting.ts';

const test = suite('trees and indexes of documents');

const texts = textsOf(`
-- README.md --
# Trees
-- docs/a.md --
## Not the title
# Apples [red]
-- docs/guides/README.md --
# Guides
-- docs/guides/plant.md --
# Plant
-- docs/old/gone.md --
# Gone
-- src/main.nix --
{ }
-- .hidden/file.md --
# Hidden
`);
texts.set('docs/b b.md' as FilePath, 'Without a heading.\n');

/** The repository with one more file, given to an emitter. */
function emitted(asked: Asked, more: readonly (readonly [string, string])[] = []) {
  const all = new Map(texts);
  for (const [file, text] of more) all.set(file as FilePath, text);
  return emissionOf(all, asked);
}

test('documents are listed by their titles, folders by those of their READMEs', () => {
  const { files, problems } = emitted({ name: 'documentation-index' });
  assert.equal(problems, []);
  assert.is(
    files.get('docs/README.md'),
    `- [Apples red](a.md)
- [b b.md](<b b.md>)
- [Guides](guides/README.md)
  - [Plant](guides/plant.md)
- **old**
  - [Gone](old/gone.md)
`,
  );
});

test('links lead from where the index is, and folders can be left out', () => {
  const { files } = emitted({
    name: 'documentation-index',
    output: 'notes/index.md',
    options: { exclude: ['docs/old', 'docs/b b.md'] },
  });
  assert.is(
    files.get('notes/index.md'),
    `- [Apples red](../docs/a.md)
- [Guides](../docs/guides/README.md)
  - [Plant](../docs/guides/plant.md)
`,
  );
});

test('what people wrote behind a link stays', () => {
  const { files } = emitted({ name: 'documentation-index' }, [
    ['docs/README.md', '- [Old words](a.md) — read this first\n- [Nothing](c.md) — gone\n'],
  ]);
  assert.match(files.get('docs/README.md') ?? '', '- [Apples red](a.md) — read this first\n');
  assert.not.match(files.get('docs/README.md') ?? '', 'gone\n');
});

test('a tree has folders and files to a depth, with titles behind them', () => {
  const { files } = emitted({
    name: 'layout-tree',
    output: 'tree.txt',
    options: { root: 'trees' },
  });
  assert.is(
    files.get('tree.txt'),
    `trees/
├── README.md    # Trees
├── docs/
│   ├── a.md     # Apples red
│   ├── b b.md
│   ├── guides/  # Guides
│   └── old/
└── src/
    └── main.nix
`,
  );
});

test('comments that people wrote behind names win over titles', () => {
  const before = `\`\`\`text
trees/
├── docs/ # what there is to read
│   └── guides/ # how to plant
└── gone/ # not there
\`\`\`
`;
  const { files } = emitted({ name: 'layout-tree', options: { files: false } }, [
    ['docs/layout.md', before],
  ]);
  assert.is(
    files.get('docs/layout.md'),
    `\`\`\`text
./
├── docs/       # what there is to read
│   ├── guides/ # how to plant
│   └── old/
└── src/
\`\`\`
`,
  );
});

test('a tree that somebody chose keeps what is there, in its order', () => {
  const before = `\`\`\`text
├── src          # code
├── docs/
│   ├── <any>.md # what you like
│\u00a0\u00a0 └── a.md     # apples
├── ...
└── gone/        # not there
\`\`\`
`;
  const { files, problems } = emitted({ name: 'layout-tree', options: { entries: 'drawn' } }, [
    ['docs/layout.md', before],
  ]);
  assert.is(
    files.get('docs/layout.md'),
    `\`\`\`text
./
├── src/         # code
├── docs/
│   ├── <any>.md # what you like
│   └── a.md     # apples
└── ...
\`\`\`
`,
  );
  assert.equal(problems, ['`gone` is drawn and not there']);
});

test('the tree of a folder begins there, and patterns leave paths out', () => {
  const { files } = emitted({
    name: 'layout-tree',
    output: 'tree.txt',
    options: { folder: 'docs', root: 'docs', exclude: ['old', '*.md'] },
  });
  assert.is(files.get('tree.txt'), undefined);
  const { files: some } = emitted({
    name: 'layout-tree',
    output: 'tree.txt',
    options: { folder: 'docs', root: 'docs', exclude: ['old', 'guides/*'] },
  });
  assert.is(some.get('tree.txt'), 'docs/\n├── a.md   # Apples red\n└── b b.md\n');
});

test.run();
