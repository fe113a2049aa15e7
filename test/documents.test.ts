import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, shownTable } from './support/tables.ts';

const test = suite('documents');

const manual = factsOf(`-- README.md --
---
title: The *fleet*
tags: [a, b]
nested:
  count: 3
  api_token: abc
empty:
---
# The \`fleet\` & more

Setext
------

## Twice
## Twice
### With a name {#own-name}
<a id="by-hand"></a>

See [the guide](docs/guide.md#set-up), [here](#twice-1), [there](#nowhere),
[gone](docs/gone.md), ![picture](./logo.png "title"), <https://a.example>,
[mail](mailto:me@example.org), [root](/docs/guide.md), [out](../../issues),
[by hand](#by-hand), [own](#own-name), [line](flake.nix#L10), [page](docs/page),
[built](result/index.html), [reference][one] and \`[no](link)\`.

[one]: docs/guide.md

\`\`\`sh
$ nix build .#web
built
$ sudo nixos-rebuild switch --flake .#<host>
\`\`\`

> \`\`\`nix
> { a = 1; }
> \`\`\`
-- docs/guide.md --
# Guide
## Set up
Use \`\` a\`b \`\` and \` c \`.
-- docs/page.md --
{{#include other.md}}
-- logo.png --
x
-- flake.nix --
{ }
-- .gitignore --
result
`);

test('headings have the anchors that GitHub gives them', () => {
  assert.fixture(
    shownTable(manual, 'heading'),
    `README.md:9 «# The \`fleet\` & more» level=1 text=The fleet & more anchor=the-fleet--more
README.md:11 «Setext⏎------» level=2 text=Setext anchor=setext
README.md:14 «## Twice» level=2 text=Twice anchor=twice
README.md:15 «## Twice» level=2 text=Twice anchor=twice-1
README.md:16 «### With a name {#own-name}» level=3 text=With a name anchor=with-a-name
docs/guide.md:1 «# Guide» level=1 text=Guide anchor=guide
docs/guide.md:2 «## Set up» level=2 text=Set up anchor=set-up`,
  );
});

test('links lead to files, headings and addresses', () => {
  assert.fixture(
    shownTable(manual, 'doc-link'),
    `README.md:19 «docs/guide.md#set-up» heading=With a name text=the guide target=docs/guide.md#set-up kind=file path=docs/guide.md fragment=set-up exists=true
README.md:19 «#twice-1» heading=With a name text=here target=#twice-1 kind=anchor path=README.md fragment=twice-1 exists=true
README.md:19 «#nowhere» heading=With a name text=there target=#nowhere kind=anchor path=README.md fragment=nowhere exists=false
README.md:20 «docs/gone.md» heading=With a name text=gone target=docs/gone.md kind=file path=docs/gone.md exists=false
README.md:20 «./logo.png» heading=With a name text=picture target=./logo.png kind=file path=logo.png exists=true
README.md:20 «https://a.example» heading=With a name text=https://a.example target=https://a.example kind=address
README.md:21 «mailto:me@example.org» heading=With a name text=mail target=mailto:me@example.org kind=address
README.md:21 «/docs/guide.md» heading=With a name text=root target=/docs/guide.md kind=file path=docs/guide.md exists=true
README.md:21 «../../issues» heading=With a name text=out target=../../issues kind=file path=../../issues exists=?
README.md:22 «#by-hand» heading=With a name text=by hand target=#by-hand kind=anchor path=README.md fragment=by-hand exists=true
README.md:22 «#own-name» heading=With a name text=own target=#own-name kind=anchor path=README.md fragment=own-name exists=true
README.md:22 «flake.nix#L10» heading=With a name text=line target=flake.nix#L10 kind=file path=flake.nix fragment=L10 exists=true
README.md:22 «docs/page» heading=With a name text=page target=docs/page kind=file path=docs/page exists=?
README.md:23 «result/index.html» heading=With a name text=built target=result/index.html kind=file path=result/index.html exists=?
README.md:25 «docs/guide.md» heading=With a name text=docs/guide.md target=docs/guide.md kind=file path=docs/guide.md exists=true`,
  );
});

test('code: pieces, blocks, and the commands in blocks of a shell', () => {
  assert.fixture(
    shownTable(manual, 'code-span'),
    `README.md:9 «fleet» heading=The fleet & more text=fleet
README.md:23 «[no](link)» heading=With a name text=[no](link)
docs/guide.md:3 «a\`b» heading=Set up text=a\`b
docs/guide.md:3 «c» heading=Set up text=c`,
  );
  assert.fixture(
    shownTable(manual, 'code-block'),
    `README.md:28 «$ nix build .#web⏎built⏎$ sudo nixos-rebuild switch --flake .#<host>» heading=With a name language=sh lines=3
README.md:34 «{ a = 1; }» heading=With a name language=nix lines=1`,
  );
  assert.fixture(
    shownTable(manual, 'command', ['in', 'text', 'wrappers']),
    `README.md:28 «nix build .#web» in=With a name text=nix build .#web
README.md:30 «sudo nixos-rebuild switch --flake .#<host>» in=With a name text=sudo nixos-rebuild switch --flake .#<host> wrappers=[sudo]`,
  );
});

test('data at the beginning: every scalar, but none whose key names a secret', () => {
  assert.fixture(
    shownTable(manual, 'frontmatter'),
    `README.md:2 «The *fleet*» key=title value=The *fleet*
README.md:3 «a» key=tags index=0 value=a
README.md:3 «b» key=tags index=1 value=b
README.md:5 «3» key=nested.count value=3
README.md:6 «abc» key=nested.api_token value=?
README.md:7 «empty» key=empty`,
  );
  const toml = factsOf(
    '-- a.md --\n+++\ntitle = "x"\n+++\n# A\n-- b.md --\n\n---\nno: data\n---\n',
  );
  assert.is(shownTable(toml, 'frontmatter'), 'a.md:2 «"x"» key=title value=x');
  const broken = factsOf('-- a.md --\n---\na: [\n---\n# A\n');
  assert.match(shownTable(broken, 'frontmatter'), /^\? the data at the beginning/);
});

test('damaged documents are read as far as they go, and every place is inside', () => {
  const sample = `---\na: [b]\n---\n# A \`b/c.nix\` [d](e.md#f)\n\n| a | b |\n|---|---|\n| \`c\` | [d](e) |\n\n\`\`\`sh\n$ f g\n\`\`\`\n\n├── h\n> - i *j* <k@l.m>\n`;
  const noise = [
    '',
    '`',
    '```',
    '[',
    '](',
    '|',
    '---\\n',
    '> ',
    '\\n',
    '<',
    '&#x110000;',
    '*',
    '~~',
    '\\0',
    '\\ud800',
  ];
  const damage = fc.tuple(fc.nat(sample.length), fc.nat(30), fc.constantFrom(...noise));
  fc.assert(
    fc.property(damage, ([at, length, part]) => {
      const text = sample.slice(0, at) + part + sample.slice(at + length);
      const facts = factsOf(`-- a.md --\n${text}`);
      for (const name of [
        'heading',
        'doc-link',
        'code-span',
        'code-block',
        'frontmatter',
        'path-mention',
        'doc-table',
        'command',
      ] as const)
        for (const row of facts.table(name).rows) {
          const { span } = facts.locate(row.at);
          assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, name);
        }
    }),
    { numRuns: 400 },
  );
});

test('documents that nest without end are read', () => {
  for (const part of ['> ', '- ', '[', '*a ', '| ', '<a>', '`', '![', '1. ', '  - x\\n'])
    factsOf(`-- a.md --\n${part.repeat(5000)}`).table('heading');
});

test('sentences are told with their numbers and their code', () => {
  const facts = factsOf(`-- README.md --
# Accounts
Next UID: **534**. \`blog\` on oak, e.g. for pages, runs
as \`a.b\`! See v1.2.3 at 10:30.

- one item
- [x] done with 2 of them
`);
  assert.fixture(
    shownTable(facts, 'sentence'),
    `README.md:2 «Next UID: **534**.» heading=Accounts text=Next UID: 534 numbers=[534]
README.md:2 «\`blog\` on oak, e.g. for pages, runs⏎as \`a.b\`!» heading=Accounts text=blog on oak, e.g. for pages, runs as a.b code=[blog a.b]
README.md:3 «See v1.2.3 at 10:30.» heading=Accounts text=See v1.2.3 at 10:30
README.md:5 «one item» heading=Accounts text=one item
README.md:6 «[x] done with 2 of them» heading=Accounts text=done with 2 of them numbers=[2]`,
  );
});

test.run();
