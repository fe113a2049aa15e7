import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emission } from '../support/emitting.ts';

const test = suite('what is written about skills');

const skills = `
-- skills/care/water/SKILL.md --
---
name: water
description: "Waters trees: little, often. Use when it is dry."
---
# Water
-- skills/care/prune/SKILL.md --
---
name: prune
description: Prunes trees. Use in winter.
disable-model-invocation: true
---
# Prune
-- skills/old/burn/SKILL.md --
---
name: burn
description: Burns leaves.
---
# Burn
-- skills/plant/SKILL.md --
---
name: plant
description: Plants trees.
---
# Plant
`;

test('an index has buckets with links and first sentences', () => {
  const { files, problems } = emission(skills, {
    name: 'skills-index',
    output: 'README.md',
    options: { exclude: ['old'] },
  });
  assert.equal(problems, []);
  assert.is(
    files.get('README.md'),
    `- **[plant](./skills/plant/SKILL.md)** — Plants trees.

### Care

- **[prune](./skills/care/prune/SKILL.md)** — Prunes trees.
- **[water](./skills/care/water/SKILL.md)** — Waters trees: little, often.
`,
  );
});

test('each bucket has an index of its own where the output says so', () => {
  const { files } = emission(skills, {
    name: 'skills-index',
    output: 'skills/{bucket}/README.md',
    options: { exclude: ['', 'old'], description: 'whole' },
  });
  assert.equal(
    [...files],
    [
      [
        'skills/care/README.md',
        `- **[prune](./prune/SKILL.md)** — Prunes trees. Use in winter.
- **[water](./water/SKILL.md)** — Waters trees: little, often. Use when it is dry.
`,
      ],
    ],
  );
});

test('words and order of people stay where that is asked for', () => {
  const before = `-- skills/README.md --
- **[water](./care/water/SKILL.md)** — before noon
- **[prune](./care/prune/SKILL.md)** — with care
`;
  const { files } = emission(`${skills}${before}`, {
    name: 'skills-index',
    options: { exclude: ['', 'old'], description: 'kept', headings: 0 },
  });
  assert.is(
    files.get('skills/README.md'),
    `**Care**

- **[water](./care/water/SKILL.md)** — before noon
- **[prune](./care/prune/SKILL.md)** — with care
`,
  );
});

test('skills that only people call can stand by themselves', () => {
  const names = (invocation: string): readonly string[] => {
    const { files } = emission(skills, { name: 'skills-index', options: { invocation } });
    return [...(files.get('skills/README.md') ?? '').matchAll(/\*\*\[(\w+)\]/g)].map(
      ([, name = '']) => name,
    );
  };
  assert.equal(names('user'), ['prune']);
  assert.equal(names('model'), ['plant', 'water', 'burn']);
});

test('a skill without a name or a description is reported', () => {
  const more = `-- skills/care/a/SKILL.md --\n# A\n-- skills/care/b/SKILL.md --\n---\nname: b\n---\n# B\n`;
  const { problems } = emission(`${skills}${more}`, { name: 'skills-index' });
  assert.equal(problems, [
    '`skills/care/a/SKILL.md` gives its skill no name',
    '`skills/care/b/SKILL.md` does not say what its skill is for',
  ]);
});

test('a manifest keeps what else is in it, and the order of skills', () => {
  const before = `-- .claude-plugin/plugin.json --
{ "version": "1", "name": "trees", "skills": ["./skills/plant", "./skills/gone", "./skills/care/water"], "keywords": [] }
`;
  const { files, problems } = emission(`${skills}${before}`, {
    name: 'plugin-manifest',
    options: { exclude: ['old'] },
  });
  assert.equal(problems, []);
  assert.is(
    files.get('.claude-plugin/plugin.json'),
    `{
  "name": "trees",
  "version": "1",
  "skills": [
    "./skills/plant",
    "./skills/care/water",
    "./skills/care/prune"
  ],
  "keywords": []
}
`,
  );
});

test('a manifest that is not there needs a name, and one that is broken stays', () => {
  const asked = { name: 'plugin-manifest', options: {} };
  assert.equal(emission(skills, asked).problems, ['the plugin has no name: `plugin` is for it']);
  const named = emission(skills, { ...asked, output: 'plugin.json', options: { plugin: 'trees' } });
  assert.match(named.files.get('plugin.json') ?? '', '"name": "trees"');
  const broken = emission(`${skills}-- .claude-plugin/plugin.json --\n{ "name": \n`, asked);
  assert.equal(broken.problems, ['the manifest is not JSON']);
  assert.equal([...broken.files], []);
});

test('settings name the buckets that are there', () => {
  const { files } = emission(skills, { name: 'skill-settings', options: { exclude: ['', 'old'] } });
  assert.is(
    files.get('modules/skills.nix'),
    `{
  programs.agent-skills = {
    enable = true;
    sources.own = {
      path = ../skills;
      filter.nameRegex = "^(care)/.*$";
    };
    skills.enableAll = true;
    targets.claude.enable = true;
  };
}
`,
  );
});

test('skills of no bucket, and those of an input, are named as well', () => {
  const { files } = emission(skills.replaceAll('skills/old', 'skills/c++'), {
    name: 'skill-settings',
    options: { input: 'trees', source: 'mine', targets: ['codex'] },
  });
  const text = files.get('modules/skills.nix') ?? '';
  assert.match(text, 'nameRegex = "^((c\\\\+\\\\+|care)/.*|plant)$"');
  assert.match(text, 'input = "trees";\n      subdir = "skills";');
  assert.match(text, 'targets.codex.enable = true;');
});

test.run();
