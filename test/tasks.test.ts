import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, placeIn, shownTable } from './support/tables.ts';

const test = suite('tasks');

const taskfile = factsOf(`-- Taskfile.yml --
version: "3"
includes:
  docs: ./docs
  deploy: { taskfile: deploy/Tasks.yml }
  flat: { taskfile: ./flat.yml, flatten: true }
  gone: ./gone
  maybe: { taskfile: ./maybe, optional: true }
  web: https://example.org/Taskfile.yml
tasks:
  default: task --list
  build:
    desc: Build a machine
    aliases: [b]
    deps: [check, { task: docs:build }]
    requires: { vars: [HOST] }
    cmds:
      - nix build .#{{.HOST}}
      - task: check
      - cmd: echo done
      - defer: { task: clean }
      - |
        if true; then
          sudo systemctl restart web
        fi
  check: [nix flake check, nix fmt]
  clean: { internal: true, cmd: rm -rf result }
-- docs/Taskfile.yml --
tasks:
  build: { deps: [":check", list], cmds: [mdbook build] }
  list: ls
-- deploy/Tasks.yml --
tasks: { all: { cmds: ["deploy ."] } }
-- flat.yml --
tasks: { extra: { cmds: [task: build] } }
`);

test('Taskfile: tasks under the names they are called by', () => {
  assert.fixture(
    shownTable(taskfile, 'task'),
    `Taskfile.yml:10 «default» runner=task name=default internal=false
Taskfile.yml:11 «build» runner=task name=build aliases=[b] parameters=[HOST] dependencies=[check docs:build clean] description=Build a machine internal=false
Taskfile.yml:25 «check» runner=task name=check internal=false
Taskfile.yml:26 «clean» runner=task name=clean internal=true
docs/Taskfile.yml:2 «build» runner=task name=docs:build dependencies=[check docs:list] internal=false
docs/Taskfile.yml:3 «list» runner=task name=docs:list internal=false
deploy/Tasks.yml:1 «all» runner=task name=deploy:all internal=false
flat.yml:1 «extra» runner=task name=extra dependencies=[build] internal=false
? the tasks of \`gone\` are not in the repository Taskfile.yml:6 «gone»
? the tasks of \`web\` are not in the repository Taskfile.yml:8 «web»`,
  );
});

test('Taskfile: variables, of files, tasks and calls', () => {
  const facts = factsOf(`-- Taskfile.yml --
version: "3"
vars: { REGION: eu }
includes:
  web: { taskfile: ./web, vars: { PORT: 80 } }
tasks:
  restore:
    vars: { TARGET: { sh: mktemp -d }, KEEP: "{{.REGION}}/all" }
    cmds: [restic restore latest]
  blog:
    deps: [{ task: restore, vars: { BUCKET: oak.blog } }]
    cmds:
      - { task: restore, vars: { BUCKET: oak.git } }
      - { defer: { task: web:stop, vars: { FORCE: true } } }
-- web/Taskfile.yml --
tasks: { stop: { cmds: ["stop {{.FORCE}}"] } }
`);
  assert.fixture(
    shownTable(facts, 'task-variable', ['task', 'caller', 'name', 'value']),
    `Taskfile.yml:2 «eu» name=REGION value=eu
Taskfile.yml:7 «"{{.REGION}}/all"» task=restore name=KEEP value={{.REGION}}/all
Taskfile.yml:10 «oak.blog» task=restore caller=blog name=BUCKET value=oak.blog
Taskfile.yml:12 «oak.git» task=restore caller=blog name=BUCKET value=oak.git
Taskfile.yml:13 «true» task=web:stop caller=blog name=FORCE value=true
Taskfile.yml:4 «80» name=PORT value=80
? is worked out by the task Taskfile.yml:7 «{ sh: mktemp -d }»`,
  );
});

test('Taskfile: commands, also those in blocks', () => {
  assert.fixture(
    shownTable(taskfile, 'command', ['in', 'text', 'wrappers']),
    `Taskfile.yml:10 «task --list» in=default text=task --list
Taskfile.yml:17 «nix build .#{{.HOST}}» in=build text=nix build .#{{.HOST}}
Taskfile.yml:19 «echo done» in=build text=echo done
Taskfile.yml:22 «true» in=build text=true
Taskfile.yml:23 «sudo systemctl restart web» in=build text=sudo systemctl restart web wrappers=[sudo]
Taskfile.yml:25 «nix flake check» in=check text=nix flake check
Taskfile.yml:25 «nix fmt» in=check text=nix fmt
Taskfile.yml:26 «rm -rf result» in=clean text=rm -rf result
docs/Taskfile.yml:2 «mdbook build» in=docs:build text=mdbook build
docs/Taskfile.yml:3 «ls» in=docs:list text=ls
deploy/Tasks.yml:1 «deploy .» in=deploy:all text=deploy .
? the tasks of \`gone\` are not in the repository Taskfile.yml:6 «gone»
? the tasks of \`web\` are not in the repository Taskfile.yml:8 «web»`,
  );
  assert.is(placeIn(taskfile, 'task', 'Build a machine', 'dependencies[1]'), 'docs:build');
});

const just = factsOf(`-- justfile --
# Settings come first
set shell := ["bash", "-uc"]
set dotenv-load

export NAME := \`hostname\`
flake := justfile_directory() / "flake"
long := """
  fake: recipe
"""
import 'more.just'
import? 'absent.just'
mod tools
mod? extra
mod gone 'gone.just'

alias s := switch
alias t := tools::list

# List the recipes
default:
  @just --list

# Build and switch
[group('hosts')]
[confirm("sure?"), no-cd]
switch host=\`hostname\` *args="--fast": (build host) && clean tools::list
  -@sudo nixos-rebuild switch --flake {{ flake }}#{{host}} \\
    {{args}}
  # nothing
  echo "{{ if host == "a" { "b" } else { "c" } }}"

build $host +targets: _check
    #!/usr/bin/env bash
    set -e
    cat <<EOF
    not a command
    EOF
    nix build .#$host

[private]
clean:
  rm -rf result

[doc('Check all')]
_check:

[script("python3")]
report:
  print("a")

quiet := "x"
@quietly:
  true
-- more.just --
more: default
  echo more
-- tools/mod.just --
list:
  ls
`);

test('just: recipes with what they take, run and say about themselves', () => {
  assert.fixture(
    shownTable(just, 'task'),
    `justfile:20 «default» runner=just name=default description=List the recipes internal=false
justfile:26 «switch» runner=just name=switch aliases=[s] parameters=[host=\`hostname\` *args="--fast"] dependencies=[build clean tools::list] description=Build and switch internal=false
justfile:32 «build» runner=just name=build parameters=[$host +targets] dependencies=[_check] internal=false
justfile:41 «clean» runner=just name=clean internal=true
justfile:45 «_check» runner=just name=_check description=Check all internal=true
justfile:48 «report» runner=just name=report internal=false
justfile:52 «quietly» runner=just name=quietly internal=false
more.just:1 «more» runner=just name=more dependencies=[default] internal=false
tools/mod.just:1 «list» runner=just name=tools::list aliases=[t] internal=false
? the recipes of \`gone\` are not in the repository justfile:14 «gone»`,
  );
});

test('just: commands of lines and of scripts', () => {
  assert.fixture(
    shownTable(just, 'command', ['in', 'text', 'wrappers']),
    `justfile:21 «just --list» in=default text=just --list
justfile:27 «sudo nixos-rebuild switch --flake {{ flake }}#{{host}} \\⏎    {{args}}» in=switch text=sudo nixos-rebuild switch --flake {{ flake }}#{{host}} \\
    {{args}} wrappers=[sudo]
justfile:30 «echo "{{ if host == "a" { "b" } else { "c" } }}"» in=switch text=echo "{{ if host == "a" { "b" } else { "c" } }}"
justfile:34 «set -e» in=build text=set -e
justfile:35 «cat <<EOF» in=build text=cat <<EOF
justfile:38 «nix build .#$host» in=build text=nix build .#$host
justfile:42 «rm -rf result» in=clean text=rm -rf result
justfile:53 «true» in=quietly text=true
more.just:2 «echo more» in=more text=echo more
tools/mod.just:2 «ls» in=tools::list text=ls
? recipes for \`python3\` are not read justfile:49 «  print("a")⏎»
? the recipes of \`gone\` are not in the repository justfile:14 «gone»`,
  );
});

const others = factsOf(`-- Makefile --
CC := gcc
.PHONY: build clean
# Build it all
build: src/a.o clean ## Build everything
	@nix build .#$(HOST) $$EXTRA
	-echo one \\
	  two
clean:
	rm -rf result
%.o: %.c
	$(CC) -c $<
A ?= b: c
include other.mk
-- package.json --
{ "name": "x", "scripts": { "docs": "mdbook \\"build\\" docs && ls", "n": 1 } }
-- web/package.json --
{ "scripts": { 
`);

test('make and npm: targets that are named, and scripts', () => {
  assert.fixture(
    shownTable(others, 'task'),
    `Makefile:4 «build» runner=make name=build dependencies=[src/a.o clean] description=Build everything internal=false
Makefile:8 «clean» runner=make name=clean internal=false
package.json:1 «"docs"» runner=npm name=docs internal=false
? what a makefile includes is not read Makefile:13 «include other.mk»
? the file is no valid JSON web/package.json:2 «»`,
  );
  assert.fixture(
    shownTable(others, 'command', ['in', 'text']),
    `Makefile:5 «nix build .#$(HOST) $$EXTRA» in=build text=nix build .#$(HOST) $$EXTRA
Makefile:6 «echo one \\⏎	  two» in=build text=echo one \\
	  two
Makefile:9 «rm -rf result» in=clean text=rm -rf result
package.json:1 «mdbook \\"build\\" docs» in=docs text=mdbook "build" docs
package.json:1 «ls» in=docs text=ls
? what a makefile includes is not read Makefile:13 «include other.mk»
? the file is no valid JSON web/package.json:2 «»`,
  );
});

test('files that include each other end', () => {
  const facts = factsOf(`-- Taskfile.yml --
includes: { a: ./a }
tasks: { x: x }
-- a/Taskfile.yml --
includes: { b: ../Taskfile.yml, c: . }
tasks: { y: y }
-- justfile --
import 'a.just'
mod b
one:
-- a.just --
import 'justfile'
two:
-- b.just --
mod justfile
three:
`);
  const names = facts.table('task').rows.map(({ name }) => name);
  assert.ok(names.length < 50);
});

test('damaged files of tasks are read as far as they go', () => {
  const samples = [
    [
      'justfile',
      "a b='c' +d: (e f) && g\n  @x {{y}} \\\n  z\n\n[h('i')]\nalias j := a\nset shell := ['k']\n",
    ],
    ['Makefile', 'a: b ## c\n\t@d $$e $(f) \\\n\tg\nh := i\n'],
    ['Taskfile.yml', 'tasks:\n  a:\n    cmds: [b, {task: c}]\n    deps: [d]\nincludes: {e: .}\n'],
    ['package.json', '{"scripts": {"a": "b \\"c\\" | d"}}'],
  ] as const;
  const damage = fc.tuple(
    fc.constantFrom(...samples),
    fc.nat(80),
    fc.nat(8),
    fc.constantFrom('', '"', "'", '`', '(', '{{', '\\\\', '\\n', '\\t', ':', '$(', '<<E\\n', '\\0'),
  );
  fc.assert(
    fc.property(damage, ([[file, sample], at, length, noise]) => {
      const text = sample.slice(0, at) + noise + sample.slice(at + length);
      const facts = factsOf(`-- ${file} --\n${text}`);
      for (const { at: site } of [...facts.table('task').rows, ...facts.table('command').rows]) {
        const { span } = facts.locate(site);
        assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length);
      }
    }),
    { numRuns: 400 },
  );
});

test.run();
