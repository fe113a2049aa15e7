import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { factsOf } from './support/picture.ts';
import { writtenAt } from './support/written.ts';

const test = suite('references to outputs');

const flake = '-- flake.nix --\n{ outputs = { ... }: { }; }';

/** References as `tool kind directory attribute`, each checked to stand where its place says. */
function references(source: string): string[] {
  const facts = factsOf(source);
  return facts.table('output-reference').rows.map((row) => {
    const written = writtenAt(facts, row.at);
    assert.ok(written.includes(row.text), `${row.text} does not stand at “${written}”`);
    const attribute = isUndecided(row.attribute) ? '?' : (row.attribute ?? '-');
    return `${row.tool} ${row.kind} ${row.directory ?? '-'}:${attribute}`;
  });
}

test('commands of nix: installables, and neither options nor their arguments', () => {
  const source = `${flake}
-- scripts/build.sh --
#!/usr/bin/env bash
nix build .#web ".#db" --out-link x --option builders "" path:.#nixosConfigurations.web.config.x
nix --extra-experimental-features flakes run nixpkgs#hello -- .#argument
sudo nix develop .#ci -c make check
nix flake check
nix flake show github:someone/thing
nix eval --raw ".#hosts.\${HOST}.name" | jq .
nix build -f default.nix x
nix shell nixpkgs#a nixpkgs#b --command x .#no
nix copy --to ssh://web .#web ./result /run/current-system
nix build /nix/store/abc.drv
# nix build .#comment`;
  assert.equal(references(source), [
    'nix build installable :web',
    'nix build installable :db',
    'nix build installable :nixosConfigurations.web.config.x',
    'nix run installable -:hello',
    'nix develop installable :ci',
    'nix flake show installable -:-',
    'nix eval installable :?',
    'nix shell installable -:a',
    'nix shell installable -:b',
    'nix copy installable :web',
  ]);
});

test('tools that build and deploy machines', () => {
  const source = `${flake}
-- deploy.sh --
nixos-rebuild switch --flake .#web --target-host root@web
nixos-rebuild --flake=.#mail boot
darwin-rebuild switch --flake ~/.config/nix#mac
home-manager switch --flake .#ada@web
nh os switch . -H web
nh os switch -H db
nh home switch . -c ada@web
nixos-anywhere --flake .#new root@192.0.2.1
deploy .#web.system -- --verbose
deploy --skip-checks
colmena apply --on web,@servers,db
nix run github:serokell/deploy-rs .#web
nixos-install --flake "$DIR#new"`;
  assert.equal(references(source), [
    'nixos-rebuild nixos :web',
    'nixos-rebuild nixos :mail',
    'darwin-rebuild darwin -:mac',
    'home-manager home :ada@web',
    'nh os nixos :-',
    'nh os nixos :web',
    'nh os nixos -:db',
    'nh home home :-',
    'nh home home :ada@web',
    'nixos-anywhere nixos :new',
    'deploy deploy :web.system',
    'colmena apply colmena :web',
    'colmena apply colmena :db',
    'nix run installable -:-',
    'nixos-install nixos -:new',
  ]);
});

test('justfiles, Makefiles, Taskfiles, workflows', () => {
  const source = `${flake}
-- justfile --
default: check
switch host=\`hostname\`:
  @sudo nixos-rebuild switch --flake ".#{{ host }}"
vm:
  nix run '.#nixosConfigurations.vm.config.system.build.vm'
-- Makefile --
web:
\t@nix build .#web \\
\t  .#db
-- Taskfile.yml --
tasks:
  web:
    cmds:
      - nix build .#packages.x86_64-linux.web
      - cmd: "nix flake check ./sub"
-- .github/workflows/ci.yml --
jobs:
  build:
    steps:
      - run: nix build --no-link .#checks.x86_64-linux.lint
      - run: |
          nix build .#\${{ matrix.package }}
-- sub/flake.nix --
{ outputs = { ... }: { }; }`;
  assert.equal(references(source), [
    'nix build installable :checks.x86_64-linux.lint',
    'nix build installable :?',
    'nix build installable :web',
    'nix build installable :db',
    'nix build installable :packages.x86_64-linux.web',
    'nix flake check installable sub:-',
    'nixos-rebuild nixos :?',
    'nix run installable :nixosConfigurations.vm.config.system.build.vm',
  ]);
});

test('documents: code in blocks and in lines, and no prose', () => {
  const source = `${flake}
-- README.md --
Run nix build .#prose by hand, or \`nix build .#inline\`.
The package is \`.#mentioned\`; see \`nix build .#packages.<system>.<name>\` and \`nixos-rebuild --flake .#{host}\`.
Any machine: \`.#...\`.

\`\`\`console
$ nix run .#fenced
\`\`\`

~~~sh
nixos-rebuild switch --flake .#web
~~~`;
  assert.equal(references(source), [
    'nix build installable :inline',
    'mention installable :mentioned',
    'nix build installable :?',
    'nixos-rebuild nixos :?',
    'nix run installable :fenced',
    'nixos-rebuild nixos :web',
  ]);
});

test('strings of Nix, also with something put in', () => {
  const source = `${flake}
-- shell.nix --
{ pkgs, flakeDir, host }: {
  a = pkgs.writeShellScriptBin "x" ''
    set -e
    nixos-rebuild switch --flake .#web
  '';
  b = "nh os switch \${flakeDir} -H \${host}";
  c = "sudo nixos-rebuild switch --flake \${flakeDir}#mail";
}`;
  const facts = factsOf(source);
  const found = facts.table('output-reference').rows.map(({ tool, attribute, at }) => {
    return [tool, isUndecided(attribute) ? '?' : (attribute ?? '-'), writtenAt(facts, at)];
  });
  assert.equal(found, [
    ['nixos-rebuild', 'web', '.#web'],
    ['nh os', '-', '"nh os switch ${flakeDir} -H ${host}"'],
    ['nh os', '?', '"nh os switch ${flakeDir} -H ${host}"'],
    ['nixos-rebuild', 'mail', '"sudo nixos-rebuild switch --flake ${flakeDir}#mail"'],
  ]);
});

test('a relative address below a flake of its own could mean either flake', () => {
  const source = `${flake}
-- sub/flake.nix --
{ outputs = { ... }: { }; }
-- sub/build.sh --
nix build .#x`;
  assert.equal(references(source), ['nix build installable -:x']);
});

test.run();
