import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, placeIn, shownTable } from './support/tables.ts';

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

const paths = factsOf(`-- README.md --
The module is \`modules/nginx.nix\`, its tests are in \`modules/gone.nix:12\`.
Machines: \`hosts/*/default.nix\`, \`hosts/{web,db}/gone.nix\`, \`hosts/<name>/default.nix\`.
See \`./modules\`, \`hosts/web/\`, \`hosts/old/\`, \`flake.nix\` and \`other.nix\`.

Not paths: \`services/nginx\`, \`github:a/b\`, \`https://a.example/modules/x.nix\`,
\`/etc/modules/x.nix\`, \`~/modules/x.nix\`, \`1/2\`, \`text/html\`, \`a.example/modules\`,
\`modules/$HOST.nix\`, \`modules/{name}.nix\`, \`modules/your-module.nix\`,
\`elsewhere/x.nix\`, \`nixos/modules/services/x.nix\`, \`@scope/name\`, \`modules/NAME.nix\`.

Create \`modules/new.nix\` first. It was \`modules/old.nix\` before.
Another project's \`modules/theirs.nix\`, and ~~\`modules/struck.nix\`~~.
[\`modules/elsewhere.nix\`](https://a.example), and \`modules/elsewhere.nix\` again.
Ignored: \`modules/secret.nix\`. Run \`cp modules/nginx.nix modules/copy.nix\`.

\`\`\`text
.
├── flake.nix
├── hosts/
│   ├── web/           # the front
│   │   └── default.nix
│   └── db/
├── modules
│   ├── ...
│   └── nginx.nix
└── {name}/
\`\`\`

\`\`\`text
src/
├── main.rs
└── lib.rs
\`\`\`
-- docs/guide.md --
Seen from here: \`../modules/nginx.nix\`, \`picture.svg\`, \`pictures/gone.svg\`.
-- docs/pictures/a.svg --
-- docs/plans/later.md --
It is in \`modules/later.nix\`.
-- skills/payload/SKILL.md --
Edit \`modules/theirs.nix\`.
-- modules/nginx.nix --
# Used by hosts/web/default.nix and by hosts/web/gone.nix.
{ }
# ./modules/off.nix
/* see
   modules/other.nix */
-- hosts/web/default.nix --
{ a = "# modules/string.nix"; }
-- flake.nix --
{ }
-- .gitignore --
secret.nix
-- .github/workflows/a.yml --
jobs:
  a:
    steps:
      - run: |
          ./scripts/there.sh
          bash -e scripts/gone.sh --flag
          mkdir scripts/made
          cd elsewhere
          ./scripts/moved.sh
-- scripts/there.sh --
`);

test('mentions of paths: what is there, and what certainly is not', () => {
  assert.fixture(
    shownTable(paths, 'path-mention'),
    `README.md:1 «modules/nginx.nix» source=inline-code text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
README.md:1 «modules/gone.nix» source=inline-code text=modules/gone.nix kind=file path=modules/gone.nix exists=false tone=plain
README.md:2 «hosts/*/default.nix» source=inline-code text=hosts/*/default.nix kind=glob path=hosts/*/default.nix exists=true matches=1 tone=hedged
README.md:2 «hosts/{web,db}/gone.nix» source=inline-code text=hosts/{web,db}/gone.nix kind=glob path=hosts/{web,db}/gone.nix exists=false matches=0 tone=hedged
README.md:3 «./modules» source=inline-code text=modules kind=folder path=modules exists=true tone=plain
README.md:3 «hosts/web/» source=inline-code text=hosts/web kind=folder path=hosts/web exists=true tone=plain
README.md:3 «hosts/old/» source=inline-code text=hosts/old kind=folder path=hosts/old exists=false tone=plain
README.md:3 «flake.nix» source=inline-code text=flake.nix kind=file path=flake.nix exists=true tone=plain
README.md:10 «modules/new.nix» source=inline-code text=modules/new.nix kind=file path=modules/new.nix exists=false tone=hedged
README.md:10 «modules/old.nix» source=inline-code text=modules/old.nix kind=file path=modules/old.nix exists=false tone=hedged
README.md:11 «modules/theirs.nix» source=inline-code text=modules/theirs.nix kind=file path=modules/theirs.nix exists=false tone=hedged
README.md:11 «modules/struck.nix» source=inline-code text=modules/struck.nix kind=file path=modules/struck.nix exists=false tone=hedged
README.md:13 «modules/nginx.nix» source=inline-code text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
README.md:17 «flake.nix» source=tree text=flake.nix kind=file path=flake.nix exists=true tone=plain
README.md:18 «hosts» source=tree text=hosts kind=folder path=hosts exists=true tone=plain
README.md:19 «web» source=tree text=hosts/web kind=folder path=hosts/web exists=true tone=plain
README.md:20 «default.nix» source=tree text=hosts/web/default.nix kind=file path=hosts/web/default.nix exists=true tone=plain
README.md:21 «db» source=tree text=hosts/db kind=folder path=hosts/db exists=false tone=plain
README.md:22 «modules» source=tree text=modules kind=folder path=modules exists=true tone=plain
README.md:24 «nginx.nix» source=tree text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
docs/guide.md:1 «../modules/nginx.nix» source=inline-code text=../modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
docs/guide.md:1 «pictures/gone.svg» source=inline-code text=pictures/gone.svg kind=file path=docs/pictures/gone.svg exists=false tone=plain
docs/plans/later.md:1 «modules/later.nix» source=inline-code text=modules/later.nix kind=file path=modules/later.nix exists=false tone=record
.github/workflows/a.yml:5 «./scripts/there.sh» source=command text=scripts/there.sh kind=file path=scripts/there.sh exists=true tone=plain
.github/workflows/a.yml:6 «scripts/gone.sh» source=command text=scripts/gone.sh kind=file path=scripts/gone.sh exists=false tone=plain
modules/nginx.nix:1 «hosts/web/default.nix» source=comment text=hosts/web/default.nix kind=file path=hosts/web/default.nix exists=true tone=hedged
modules/nginx.nix:1 «hosts/web/gone.nix» source=comment text=hosts/web/gone.nix kind=file path=hosts/web/gone.nix exists=false tone=plain
modules/nginx.nix:3 «./modules/off.nix» source=comment text=modules/off.nix kind=file path=modules/off.nix exists=false tone=hedged
modules/nginx.nix:5 «modules/other.nix» source=comment text=modules/other.nix kind=file path=modules/other.nix exists=false tone=plain`,
  );
});

const agents = factsOf(`-- CLAUDE.md --
# Guide
Read @docs/style.md and @README, write to @someone or me@example.org.
\`@docs/code.md\` is code.
-- AGENTS.md --
No heading.
-- .claude/rules/nix.md --
---
description: How Nix is written
paths:
  - "modules/**/*.nix"
  - hosts/gone/**
---
# Nix
-- .claude/rules/always.md --
Be kind.
-- .cursor/rules/tests.mdc --
---
description: Tests
globs: **/*.test.ts, tests/{a,b}/**
alwaysApply: false
---
-- .github/copilot-instructions.md --
# Copilot
-- .github/instructions/docs.instructions.md --
---
applyTo: "docs/**"
---
-- .github/ISSUE_TEMPLATE/bug.md --
# Bug
-- .claude/commands/deploy.md --
---
description: Deploys
---
-- .claude/agents/reviewer.md --
---
name: review
---
-- .claude/skills/build/SKILL.md --
---
name: builder
description: Builds. Use when asked to.
allowed-tools: Bash, Read
---
# Build
-- .claude/skills/build/scripts/run.sh --
-- modules/a/b.nix --
{ }
-- hosts/web.nix --
{ }
-- docs/style.md --
`);

test('files for agents: rules, commands and other agents', () => {
  assert.fixture(
    shownTable(agents, 'agent-rule'),
    `.claude/agents/reviewer.md:2 «name» tool=claude kind=agent name=review always=false
.claude/commands/deploy.md:2 «description» tool=claude kind=command name=deploy description=Deploys always=false
.claude/rules/always.md:1 «Be kind.» tool=claude kind=rule name=always always=true
.claude/rules/nix.md:2 «description» tool=claude kind=rule name=nix description=How Nix is written globs=[modules/**/*.nix hosts/gone/**] always=false title=Nix
.cursor/rules/tests.mdc:2 «description» tool=cursor kind=rule name=tests description=Tests globs=[**/*.test.ts tests/{a,b}/**] always=false
.github/copilot-instructions.md:1 «# Copilot» tool=copilot kind=instructions name=copilot-instructions always=true title=Copilot
.github/instructions/docs.instructions.md:2 «applyTo» tool=copilot kind=rule name=docs globs=[docs/**] always=false
AGENTS.md:1 «No heading.» tool=any kind=instructions name=AGENTS always=true
CLAUDE.md:1 «# Guide» tool=claude kind=instructions name=CLAUDE always=true title=Guide imports=[docs/style.md]`,
  );
  assert.is(placeIn(agents, 'agent-rule', 'docs/style.md', 'imports[0]'), 'docs/style.md');
  assert.is(
    placeIn(agents, 'agent-rule', 'How Nix is written', 'description'),
    'How Nix is written',
  );
});

test('files for agents: skills with the files beside them', () => {
  assert.fixture(
    shownTable(agents, 'skill'),
    `.claude/skills/build/SKILL.md:2 «name» tool=claude folder=build name=builder description=Builds. Use when asked to. allowed-tools=[Bash Read] title=Build files=[scripts/run.sh]`,
  );
});

test('files for agents: patterns and imports are mentions of paths', () => {
  assert.fixture(
    shownTable(agents, 'path-mention'),
    `.claude/rules/nix.md:4 «modules/**/*.nix» source=frontmatter text=modules/**/*.nix kind=glob path=modules/**/*.nix exists=true matches=1 tone=plain
.claude/rules/nix.md:5 «hosts/gone/**» source=frontmatter text=hosts/gone/** kind=glob path=hosts/gone/** exists=false matches=0 tone=plain
.github/instructions/docs.instructions.md:2 «docs/**» source=frontmatter text=docs/** kind=glob path=docs/** exists=true matches=1 tone=plain
CLAUDE.md:2 «docs/style.md» source=import text=docs/style.md kind=file path=docs/style.md exists=true tone=plain`,
  );
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

test.run();
