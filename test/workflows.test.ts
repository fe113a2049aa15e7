import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, placeIn, shownTable } from './support/tables.ts';

const test = suite('workflows');

const github = factsOf(`-- .github/workflows/update.yml --
name: Update
on:
  schedule:
    - cron: "0 4 * * *"
  push:
    branches: [main]
    paths-ignore: ['docs/**']
permissions:
  contents: write
defaults:
  run:
    shell: bash
jobs:
  build:
    name: Build
    runs-on: [self-hosted, tim]
    env:
      CACHE: \${{ secrets.CACHE_TOKEN }}
    steps:
      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567 # v4
      - name: Build both
        env:
          TARGET: tom
        run: |
          nix build .#nixosConfigurations.tom
          nix build ".#\${{ matrix.attr }}"
      - uses: docker://alpine:3.19
      - uses: ./.github/actions/setup
      - run: print(1)
        shell: python
  merge:
    needs: build
    runs-on: \${{ matrix.os }}
    if: success()
    environment: { name: production }
    steps:
      - name: Merge
        run: gh pr merge --auto
        env:
          GH_TOKEN: \${{ secrets['MERGE'] || secrets.GITHUB_TOKEN }}
  call:
    uses: ./.github/workflows/other.yml
    secrets: inherit
-- .forgejo/workflows/a.yaml --
on: [push, pull_request]
jobs: { a: { runs-on: docker, container: { image: "node:20" }, steps: [{ run: sudo systemctl restart web }] } }
-- .github/actions/setup/action.yml --
name: Set up
runs:
  using: composite
  steps:
    - run: nix profile list
      shell: bash
`);

test('GitHub and its kin: what starts a workflow', () => {
  assert.fixture(
    shownTable(github, 'workflow'),
    `.forgejo/workflows/a.yaml:1 «on» system=forgejo kind=workflow triggers=[push pull_request]
.github/actions/setup/action.yml:1 «Set up» system=github kind=action name=Set up triggers=[call]
.github/workflows/update.yml:1 «Update» system=github kind=workflow name=Update triggers=[schedule push] branches=[main] paths=[!docs/**] schedules=[0 4 * * *] permissions=[contents: write]`,
  );
  assert.is(placeIn(github, 'workflow', 'Update', 'paths[0]'), "'docs/**'");
  assert.is(placeIn(github, 'workflow', 'Update', 'schedules[0]'), '"0 4 * * *"');
});

test('GitHub and its kin: jobs', () => {
  assert.fixture(
    shownTable(github, 'workflow-job'),
    `.forgejo/workflows/a.yaml:2 «a» system=forgejo job=a runs-on=[docker] image=node:20
.github/workflows/update.yml:14 «build» system=github job=build name=Build runs-on=[self-hosted tim] secrets=[CACHE_TOKEN]
.github/workflows/update.yml:31 «merge» system=github job=merge runs-on=? needs=[build] environment=production condition=success()
.github/workflows/update.yml:41 «call» system=github job=call uses=./.github/workflows/other.yml secrets=[*]`,
  );
});

test('GitHub and its kin: steps, and what they are pinned to', () => {
  assert.fixture(
    shownTable(github, 'workflow-step', [
      'job',
      'index',
      'name',
      'action',
      'image',
      'ref',
      'ref-kind',
      'shell',
      'secrets',
      'environment',
    ]),
    `.forgejo/workflows/a.yaml:2 «run» job=a index=0
.github/actions/setup/action.yml:5 «run» job=runs index=0 shell=bash
.github/workflows/update.yml:20 «actions/checkout@0123456789abcdef0123456789abcdef01234567» job=build index=0 action=actions/checkout ref=0123456789abcdef0123456789abcdef01234567 ref-kind=commit
.github/workflows/update.yml:21 «Build both» job=build index=1 name=Build both environment=[TARGET]
.github/workflows/update.yml:27 «docker://alpine:3.19» job=build index=2 image=alpine:3.19 ref=3.19 ref-kind=version
.github/workflows/update.yml:28 «./.github/actions/setup» job=build index=3 action=./.github/actions/setup ref-kind=local
.github/workflows/update.yml:29 «run» job=build index=4 shell=python
.github/workflows/update.yml:37 «Merge» job=merge index=0 name=Merge secrets=[MERGE GITHUB_TOKEN] environment=[GH_TOKEN]`,
  );
});

test('GitHub and its kin: commands', () => {
  assert.fixture(
    shownTable(github, 'command'),
    `.forgejo/workflows/a.yaml:2 «sudo systemctl restart web» source=workflow in=a step=0 text=sudo systemctl restart web program=systemctl arguments=[restart web] wrappers=[sudo]
.github/actions/setup/action.yml:5 «nix profile list» source=workflow in=runs step=0 text=nix profile list program=nix arguments=[profile list]
.github/workflows/update.yml:25 «nix build .#nixosConfigurations.tom» source=workflow in=build step=1 text=nix build .#nixosConfigurations.tom program=nix arguments=[build .#nixosConfigurations.tom]
.github/workflows/update.yml:26 «nix build ".#\${{ matrix.attr }}"» source=workflow in=build step=1 text=nix build ".#\${{ matrix.attr }}" program=nix arguments=[build ".#\${{ matrix.attr }}"]
.github/workflows/update.yml:38 «gh pr merge --auto» source=workflow in=merge step=0 text=gh pr merge --auto program=gh arguments=[pr merge --auto]
? commands for the shell \`python\` are not read .github/workflows/update.yml:29 «print(1)»`,
  );
  assert.is(
    placeIn(github, 'command', 'nixosConfigurations.tom', 'arguments[1]'),
    '.#nixosConfigurations.tom',
  );
});

test('what a pin is: a commit, a digest, a version, another name, or nothing', () => {
  const uses = [
    'a/b@v4',
    'a/b@main',
    'a/b',
    'docker://a:5000/b',
    'docker://b@sha256:0',
    'docker://a:latest',
  ];
  const steps = uses.map((text) => `      - uses: ${text}\n`).join('');
  const facts = factsOf(`-- .github/workflows/a.yml --\njobs:\n  a:\n    steps:\n${steps}`);
  assert.equal(
    facts.table('workflow-step').rows.map((row) => row['ref-kind']),
    ['version', 'name', 'none', 'none', 'digest', 'name'],
  );
});

const woodpecker = factsOf(`-- .woodpecker/check.yaml --
when:
  - event: [push, pull_request]
    branch: { exclude: [gh-pages] }
    path:
      include: [flake.lock, 'hosts/**']
  - event: cron
    cron: nightly
labels:
  platform: linux/amd64
depends_on: [lint]
steps:
  - name: build
    image: registry.example/nix:2.18
    environment:
      TOKEN:
        from_secret: deploy_token
      PLAIN: a
    commands: |
      nix flake check
      nix build .#tom
  - name: notify
    image: plugins/webhook@sha256:abc
    secrets: [old_style]
-- .woodpecker.yml --
pipeline:
  first:
    image: alpine
    commands:
      - echo one
      - |
        cat <<END
        two
        END
`);

test('Woodpecker: a file is a workflow of one job, with a list or a map of steps', () => {
  assert.fixture(
    shownTable(woodpecker, 'workflow'),
    `.woodpecker.yml:1 «pipeline» system=woodpecker kind=workflow name=woodpecker
.woodpecker/check.yaml:1 «when» system=woodpecker kind=workflow name=check triggers=[push pull_request cron] branches=[!gh-pages] paths=[flake.lock hosts/**] schedules=[nightly]`,
  );
  assert.fixture(
    shownTable(woodpecker, 'workflow-job'),
    `.woodpecker.yml:1 «pipeline» system=woodpecker job=woodpecker
.woodpecker/check.yaml:8 «labels» system=woodpecker job=check runs-on=[platform=linux/amd64] needs=[lint]`,
  );
  assert.fixture(
    shownTable(woodpecker, 'workflow-step'),
    `.woodpecker.yml:2 «first» system=woodpecker job=woodpecker index=0 name=first image=alpine ref-kind=none
.woodpecker/check.yaml:12 «build» system=woodpecker job=check index=0 name=build image=registry.example/nix:2.18 ref=2.18 ref-kind=version secrets=[deploy_token] environment=[TOKEN PLAIN]
.woodpecker/check.yaml:21 «notify» system=woodpecker job=check index=1 name=notify image=plugins/webhook@sha256:abc ref=sha256:abc ref-kind=digest secrets=[old_style]`,
  );
  assert.fixture(
    shownTable(woodpecker, 'command', ['in', 'program', 'arguments']),
    `.woodpecker.yml:5 «echo one» in=woodpecker program=echo arguments=[one]
.woodpecker.yml:7 «cat <<END» in=woodpecker program=cat
.woodpecker/check.yaml:19 «nix flake check» in=check program=nix arguments=[flake check]
.woodpecker/check.yaml:20 «nix build .#tom» in=check program=nix arguments=[build .#tom]`,
  );
});

const gitlab = factsOf(`-- .gitlab-ci.yml --
include: other.yml
stages: [build]
image: nixos/nix:2.18
variables: { LEVEL: "1" }
.base: &base
  tags: [nix, x86]
  before_script:
    - nix --version
check:
  extends: .base
  stage: build
  script:
    - &build nix build .#tom
    - [echo a, echo b]
  rules:
    - if: $CI_COMMIT_BRANCH == "main"
  variables: { TARGET: tom }
deploy:
  <<: *base
  needs: [{ job: check }]
  image: { name: "$IMAGE" }
  environment: production
  script: [*build]
`);

test('GitLab: jobs take what they extend, what is merged in, and the defaults', () => {
  assert.fixture(
    shownTable(gitlab, 'workflow-job'),
    `.gitlab-ci.yml:9 «check» system=gitlab job=check runs-on=[nix x86] image=nixos/nix:2.18 condition=$CI_COMMIT_BRANCH == "main"
.gitlab-ci.yml:18 «deploy» system=gitlab job=deploy runs-on=[nix x86] image=? needs=[check] environment=production
? what the pipeline includes is not read .gitlab-ci.yml:1 «other.yml»`,
  );
  assert.fixture(
    shownTable(gitlab, 'command', ['in', 'text']),
    `.gitlab-ci.yml:8 «nix --version» in=check text=nix --version
.gitlab-ci.yml:13 «nix build .#tom» in=check text=nix build .#tom
.gitlab-ci.yml:14 «echo a» in=check text=echo a
.gitlab-ci.yml:14 «echo b» in=check text=echo b
.gitlab-ci.yml:8 «nix --version» in=deploy text=nix --version
.gitlab-ci.yml:13 «nix build .#tom» in=deploy text=nix build .#tom
? what the pipeline includes is not read .gitlab-ci.yml:1 «other.yml»`,
  );
});

test('a broken file is a gap in every table, and what could be read counts', () => {
  const facts = factsOf(`-- .github/workflows/a.yml --
jobs:
  a:
    steps:
      - run: echo
  b: [
`);
  assert.match(shownTable(facts, 'command'), /«echo».*\n\? the file is no valid YAML/);
  for (const table of ['workflow', 'workflow-job', 'workflow-step'] as const)
    assert.is(facts.table(table).gaps[0]?.known.file, '.github/workflows/a.yml');
});

test('other files are no workflows', () => {
  const facts = factsOf(`-- .github/dependabot.yml --
jobs: { a: { steps: [{ run: a }] } }
-- workflows/a.yml --
jobs: { a: { steps: [{ run: a }] } }
-- .github/workflows/README.md --
jobs
`);
  assert.is(shownTable(facts, 'workflow'), '');
});

test('secret values are never part of a command', () => {
  const facts = factsOf(`-- .github/workflows/a.yml --
jobs:
  a:
    steps:
      - run: |
          curl -u me --password hunter2 https://me:hunter3@example.org
          API_TOKEN=hunter4 deploy --token=hunter5
          login --token "$TOKEN"
`);
  assert.fixture(
    shownTable(facts, 'command', ['text', 'arguments']).replaceAll(/«[^»]*»/g, '«…»'),
    `.github/workflows/a.yml:5 «…» text=curl -u me --password … https://me:…@example.org arguments=[-u me --password … https://me:…@example.org]
.github/workflows/a.yml:6 «…» text=API_TOKEN=… deploy --token=… arguments=[--token=…]
.github/workflows/a.yml:7 «…» text=login --token "$TOKEN" arguments=[--token "$TOKEN"]`,
  );
});

test.run();
