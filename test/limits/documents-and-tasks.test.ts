import * as assert from 'uvu/assert';
import { limitsBelow, table } from '../support/limits.ts';
import { inFolder } from '../support/run-cli.ts';

const limits = limitsBelow('Workflows, tasks, data and documents');
const { say } = limits;

const workflow = (job: string): string => `
-- .github/workflows/a.yml --
on: push
jobs:
  a:
    ${job.replaceAll('\n', '\n    ')}
`;

say(
  'Workflows: labels, images and environments that an expression or a matrix decides are undecided.',
  () => {
    const jobs = table(
      workflow(
        'runs-on: ${{ matrix.os }}\nenvironment: ${{ inputs.where }}\ncontainer: ${{ inputs.x }}\nsteps: []',
      ),
      'workflow-job',
    );
    assert.match(jobs, /=\?/);
    assert.not.match(table(workflow('runs-on: own\nsteps: []'), 'workflow-job'), /=\?/);
  },
);

say(
  'Commands for other shells than those that are like Bash are gaps, and so is what GitLab includes.',
  () => {
    const run = 'runs-on: own\nsteps:\n  - { run: "dir", shell: pwsh }';
    assert.match(table(workflow(run), 'command'), /^\? /m);
    const included =
      '\n-- .gitlab-ci.yml --\ninclude: [{ remote: "https://x" }]\na: { script: [make] }\n';
    assert.match(table(included, 'workflow-job'), /^\? /m);
  },
);

say('Actions of other repositories are not read.', () => {
  const uses = 'runs-on: own\nsteps:\n  - { uses: someone/action@v1 }';
  assert.match(table(workflow(uses), 'workflow-step'), /someone\/action/);
  assert.is(table(workflow(uses), 'command'), '');
});

say('Tasks: Taskfiles, justfiles, makefiles and scripts of npm.', () => {
  const tasks = table(
    `
-- Taskfile.yml --
version: 3
tasks: { one: { cmds: [a] } }
-- justfile --
two:
  a
-- Makefile --
three:
\ta
-- package.json --
{ "scripts": { "four": "a" } }
-- Rakefile --
task :five
`,
    'task',
  );
  for (const name of ['one', 'two', 'three', 'four'])
    assert.match(tasks, new RegExp(`name=${name}`));
  assert.not.match(tasks, /five/);
});

say(
  'What makefiles include, Taskfiles from the network, and recipes for other shells are gaps; templates in names and commands stay as they are written, and variables that a command of the system works out have no value.',
  () => {
    assert.match(table('\n-- Makefile --\ninclude more.mk\na:\n\tb\n', 'task'), /^\? /m);
    const remote =
      '\n-- Taskfile.yml --\nversion: 3\nincludes: { x: "https://x/Taskfile.yml" }\ntasks: {}\n';
    assert.match(table(remote, 'task'), /^\? /m);
    const worked =
      '\n-- Taskfile.yml --\nversion: 3\nvars: { x: { sh: date } }\ntasks: { a: echo }\n';
    assert.match(table(worked, 'task-variable'), /^\? .*is worked out by the task/m);
    const recipe = '\n-- justfile --\na:\n  #!/usr/bin/env python\n  print(1)\nb:\n  echo {{x}}\n';
    assert.match(table(recipe, 'command'), /^\? /m);
    assert.match(table(recipe, 'command'), /\{\{x\}\}/);
  },
);

say(
  'Data in YAML, JSON and TOML: files of secrets, huge ones and those of several documents are gaps of `data`, and values under keys that name a secret are withheld.',
  () => {
    const huge = `[${'1,'.repeat(2000)}1]`;
    const files = `\n-- secrets/a.yaml --\na: 1\n-- b.json --\n${huge}\n-- c.yaml --\na: 1\n---\nb: 2\n`;
    const data = table(`${files}-- d.toml --\ntoken = "x"\nport = 1\n`, 'data');
    assert.is(data.match(/^\? /gm)?.length, 3);
    assert.match(data, /key=token name=token value=\?/);
    assert.match(data, /key=port name=port value=1/);
  },
);

say(
  'Lock files, settings of programs, playbooks, manifests of clusters and boards of graphs have no rows, told by names and first keys.',
  () => {
    const files = `
-- flake.lock --
{ "a": 1 }
-- package-lock.json --
{ "a": 1 }
-- .eslintrc.json --
{ "a": 1 }
-- play.yml --
- hosts: all
-- pod.yaml --
apiVersion: v1
-- board.json --
{ "panels": [1] }
`;
    assert.is(table(files, 'data'), '');
  },
);

say(
  'Documents: a path that inline code, a comment, a command or a drawn tree names counts as missing only where its first folder is there and the word can be nothing else; what sentences say of files that are gone, to come or elsewhere is told by words of English, and a document that names more of what is missing than of what is there is taken to speak of another repository.',
  () => {
    const page = `
-- README.md --
See \`hosts/web.nix\`, \`hosts/db.nix\`, \`elsewhere/x.nix\` and \`a/b\`.

\`hosts/old.nix\` was removed.
-- theirs.md --
See \`hosts/apu.nix\`.
-- hosts/db.nix --
{ }
`;
    const mentions = table(page, 'path-mention');
    assert.match(mentions, /path=hosts\/web\.nix exists=false tone=plain/);
    assert.match(mentions, /path=hosts\/old\.nix exists=false tone=hedged/);
    assert.match(mentions, /path=hosts\/apu\.nix exists=false tone=hedged/);
    assert.not.match(mentions, /elsewhere|a\/b/);
  },
);

say(
  'What sentences say, such as how long something is kept, is compared with the configuration only where a rule or a convention knows their form.',
  () => {
    const page = `
-- README.md --
Old roots are kept for 30 days.
-- start.sh --
find /old -mtime +20
`;
    for (const name of ['doc-table', 'code-span', 'path-mention', 'data', 'command'] as const)
      assert.is(table(page, name), '');
  },
);

say(
  'Links to pages of a site, to files that git ignores, and to headings of documents that take in others are undecided.',
  () => {
    const page = `
-- .gitignore --
build/
-- README.md --
[a](/guide/) [b](build/x.html) [c](missing.md) [d](all.md#x) [e](own.md#x)
-- all.md --
{{#include other.md}}
-- own.md --
# Y
`;
    const links = table(page, 'doc-link').split('\n');
    const stateOf = (text: string): string => links.find((line) => line.includes(text)) ?? '';
    assert.match(stateOf('/guide/'), /=\?/);
    assert.match(stateOf('build/x.html'), /=\?/);
    assert.not.match(stateOf('missing.md'), /=\?/);
    assert.match(stateOf('all.md'), /=\?/);
    assert.not.match(stateOf('own.md'), /=\?/);
  },
);

/** A fleet with runners of two repositories that have the same label, and a job for it. */
const runnersOfTwo = (configuration: string): string => `
-- flakewise.toml --
${configuration}
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{ pkgs, ... }:
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners.blog = {
    enable = true;
    url = "https://github.com/ada/blog";
    extraLabels = [ "oak" ];
  };
  services.github-runners.shop = {
    enable = true;
    url = "https://github.com/ada/shop";
    extraLabels = [ "oak" ];
    extraPackages = [ pkgs.gh ];
  };
}
-- .github/workflows/a.yml --
on: push
jobs:
  a:
    runs-on: [self-hosted, oak]
    steps:
      - run: gh pr list
`;

async function foundAmongRunners(configuration: string): Promise<string> {
  let printed = '';
  await inFolder(runnersOfTwo(configuration), async ({ run }) => {
    printed = (await run(['check', '--select', 'runners/job-tools', '--coverage'])).output;
  });
  return printed;
}

say(
  'A job is held against runners where its labels, or the option `repository`, leave those of one repository; what jobs of other repositories call, and what they need of their runners, is not known.',
  async () => {
    const both = await foundAmongRunners('');
    assert.not.match(both, /calls/);
    assert.match(both, /runners of several repositories have these labels/);
    const own = 'rules."runners/job-tools" = { repository = "https://github.com/ada/blog" }';
    assert.match(await foundAmongRunners(own), /job `a` calls `gh`, which runner `blog` of oak/);
  },
);

limits.run();
