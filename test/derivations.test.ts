import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { readConfig } from '#linter/config.ts';
import { defaultConfig } from '#linter/settings.ts';
import { evaluateText, shown } from './support/evaluate.ts';
import { memoryFiles } from './support/fleet.ts';

const test = suite('data behind derivations');
const files = new Map([
  ['config/vm.yml', 'web:\n  ip: 10.0.0.2\n  ports: [80, 443]\n  up: yes\nodd:\n  no: 1\n'],
  ['config/vm.toml', '[web]\nip = "10.0.0.2"\n'],
  ['config/two.yml', 'a: 1\n---\nb: 2\n'],
  ['config/broken.yml', 'a: [1\n'],
]);

/** What `fromJSON` makes of a derivation, with packages that nobody knows. */
function read(derivation: string, selected = ''): string {
  const text = `(builtins.fromJSON (builtins.readFile (${derivation})))${selected}`;
  return shown(evaluateText(text, { files }));
}

function command(script: string, environment = '{ }'): string {
  return `(import <nixpkgs> { }).runCommand "vm.json" ${environment} ''${script}''`;
}

function converts(script: string, environment?: string): boolean {
  const text = `(builtins.fromJSON (builtins.readFile (${command(script, environment)}))).web.ip`;
  return shown(evaluateText(text, { files })) === '"10.0.0.2"';
}

test('programs that convert one file are known', () => {
  const yaml = '${./config/vm.yml}';
  const yj = '${(import <nixpkgs> { }).yj}/bin/yj';
  for (const script of [
    `yq -o=json ${yaml} > $out`,
    `yq -o json '.' ${yaml} > "$out"`,
    `yq eval -j ${yaml} > \${out}`,
    `yq . ${yaml} >$out`,
    `${yj} < ${yaml} > $out`,
    `cat ${yaml} | ${yj} -yj > $out`,
    `yaml2json < ${yaml} > $out`,
    `yaml2json ${yaml} $out`,
    `gojq --yaml-input . ${yaml} > $out`,
    `remarshal -i ${yaml} -o $out -if yaml -of json`,
    `remarshal --if yaml --of json < ${yaml} > $out`,
    'yj -tj < ${./config/vm.toml} > $out',
    `
      # comments and blank lines do nothing
      yq -o=json ${yaml} > $out
    `,
  ])
    assert.ok(converts(script.replaceAll('${out}', "''${out}")), script);
  assert.ok(converts('yq -o=json $src > $out', '{ src = ./config/vm.yml; }'));
  assert.ok(converts('yq -o=json "$src" > $out', '{ src = ./config/vm.yml; buildInputs = []; }'));
});

test('a script that does anything else is not', () => {
  const yaml = '${./config/vm.yml}';
  for (const script of [
    `yq -o=json 'del(.web)' ${yaml} > $out`,
    `yq -o=json ${yaml} ${yaml} > $out`,
    `yq -o=json ${yaml} > other`,
    `yq -o=json ${yaml}`,
    `yq -o=json ${yaml} > $out; echo >> $out`,
    `yq -o=json ${yaml} >> $out`,
    `if true; then yq -o=json ${yaml} > $out; fi`,
    `yq -o=json ${yaml} | sed s/10/11/ > $out`,
    `yq -o=json ${yaml} --arg x > $out`,
    `yq -o=xml ${yaml} > $out`,
    `yj -jy < ${yaml} > $out`,
    `mine -o=json ${yaml} > $out`,
    `yq -o=json ${yaml} \${(import <nixpkgs> { }).flags} > $out`,
    'yq -o=json ${(import <nixpkgs> { }).src}/vm.yml > $out',
    'yq -o=json $unknown > $out',
    `yq -o=json ${yaml} > $out &`,
    'yq -o=json ${./config/two.yml} > $out',
    'yq -o=json ${./config/broken.yml} > $out',
    'yq -o=json ${./config/absent.yml} > $out',
  ])
    assert.not.ok(converts(script), script);
});

test('the part that a filter selects is taken', () => {
  const text = command("yq -o=json '.web.ports' ${./config/vm.yml} > $out");
  assert.is(read(text), '[ 80 443 ]');
});

test('only data is known, not how it is laid out, nor what programs read differently', () => {
  const text = command('yq -o=json ${./config/vm.yml} > $out');
  assert.match(shown(evaluateText(`builtins.readFile (${text})`, { files })), /«depends on/);
  assert.match(read(text, '.web.up'), /«`data that versions of YAML read differently`/);
  assert.match(read(text, '.odd'), /«`data that versions/);
  assert.is(read(text, '.web.ip'), '"10.0.0.2"');
});

test('values know where they stand in the file', () => {
  const text = `lib: lib.importJSON (${command('yq -o=json ${./config/vm.yml} > $out')})`;
  const value = evaluateText(text, { files });
  const web = value.kind === 'attrs' ? value.get('web')?.value.force() : undefined;
  const ip = web?.kind === 'attrs' ? web.get('ip')?.value.site : undefined;
  assert.equal(ip, { file: 'config/vm.yml', expr: 11, content: { start: 0, end: 8 } });
});

test('so do values of JSON and TOML files', () => {
  const texts = new Map([
    ['a.json', '{ "ports": [80, 443] }'],
    ['a.toml', 'ports = [80, 443]\n'],
  ]);
  for (const [text, file, start] of [
    ['builtins.fromJSON (builtins.readFile ./a.json)', 'a.json', 16],
    ['{ importJSON, ... }: importJSON ./a.json', 'a.json', 16],
    ['fromTOML (builtins.readFile ./a.toml)', 'a.toml', 13],
  ] as const) {
    const value = evaluateText(text.replace('fromTOML', 'builtins.fromTOML'), { files: texts });
    const ports = value.kind === 'attrs' ? value.get('ports')?.value.force() : undefined;
    const site = ports?.kind === 'list' ? ports.items[1]?.site : undefined;
    assert.equal(site, { file, expr: start, content: { start: 0, end: 3 } }, text);
  }
});

const flake = `{
  outputs = { nixpkgs, ... }:
    let
      pkgs = import nixpkgs { system = "x86_64-linux"; };
      made = pkgs.stdenv.mkDerivation { name = "inventory"; src = ./.; installPhase = "./make.sh"; };
      inventory = builtins.fromJSON (builtins.readFile "\${made}");
    in {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem {
        modules = [ { networking.hostName = inventory.web.name; } ];
      };
    };
}`;

/** The name of the machine under a configuration. */
function hostName(config: string): unknown {
  const texts = new Map([
    ['flake.nix' as FilePath, flake],
    ['config/inventory.yml' as FilePath, 'web:\n  name: front\n'],
  ]);
  const result = readConfig(config, { rules: [], emitters: [] });
  const settings = (result.kind === 'config' ? result.config : defaultConfig).analyzer;
  const facts = openSnapshot(memoryFiles(texts), [...texts.keys()].sort(), settings).facts();
  return facts.table('host').rows[0]?.['host-name'];
}

test('a configuration says which file a derivation holds', () => {
  assert.is(hostName('[analyzer.derivations]\ninventory = "config/inventory.yml"\n'), 'front');
  assert.match(JSON.stringify(hostName('')), /undecided/);
  assert.match(
    JSON.stringify(hostName('[analyzer.derivations]\ninventory = "config/gone.yml"\n')),
    /`config\/gone.yml` cannot be read/,
  );
});

test.run();
