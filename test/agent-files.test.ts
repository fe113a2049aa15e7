import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, placeIn, shownTable } from './support/tables.ts';

const test = suite('files for agents');

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

test.run();
