import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { known } from '#analyzer/facts/cell.ts';
import { type Emission, emissionOf, textsOf } from '../support/emitting.ts';
import { snapshotOf, textsBelow } from '../support/fleet.ts';

const test = suite('rules of agenix');

const keys = {
  oak: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIM3B3Q+kD1rhpvp4wAeag82NWb45C0HCMT16kY0bkXt',
  elm: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJU/L4oe/aJYm96+VLAGQGxcg86ZsQkjgfuThucgFCGd',
  ada: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMwcwA/XsOrx5IS81xECQEM4IbHyQFYt9yAyTIfWkqfA',
  bob: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO04tSGKZ4GmRCEq8g6ufBVwVGCXphZtVnCssH4t+GU5',
};

const flake = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      elm = nixpkgs.lib.nixosSystem { modules = [ ./elm.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
    };
  };
}
-- elm.nix --
{
  services.openssh.enable = true;
  age.secrets.shared.file = ./secrets/shared.age;
}
-- oak.nix --
{
  services.openssh.enable = true;
  age.secrets.own.file = ./secrets/own.age;
  age.secrets.shared.file = ./secrets/shared.age;
}
-- secrets/keys.nix --
{
  machines = {
    elm = "${keys.elm}";
    oak = "${keys.oak} root@oak";
  };
  people = {
    ada = "${keys.ada}";
    bob = "${keys.bob}";
  };
}
`;

function rulesOf(
  source: string,
  options: Parameters<typeof emissionOf>[1]['options'] = {},
): Emission {
  return emissionOf(textsOf(source), { name: 'agenix-rules', options });
}

function textOf({ files }: Emission): string {
  return files.get('secrets/secrets.nix') ?? '';
}

test('each file is for the machines that declare it, and for administrators', () => {
  const emission = rulesOf(flake, { admins: ['ada'] });
  assert.equal(emission.problems, []);
  assert.is(
    textOf(emission),
    `let
  # flakewise:keep keys
  # flakewise:keep end

  machines = {
    elm = "${keys.elm}";
    oak = "${keys.oak}";
  };
  people.ada = "${keys.ada}";
  admins = [ people.ada ];
in
{
  "own.age".publicKeys = admins ++ [ machines.oak ];
  "shared.age".publicKeys = admins ++ [
    machines.elm
    machines.oak
  ];

  # flakewise:keep rules
  # flakewise:keep end
}
`,
  );
});

test('more keys are for single files', () => {
  const emission = rulesOf(flake, { admins: ['ada'], extra: { 'own.age': 'bob' } });
  assert.match(
    textOf(emission),
    '"own.age".publicKeys = admins ++ [\n    people.bob\n    machines.oak\n  ];',
  );
});

test('a file has no rule where the key of a machine is not known', () => {
  const unknown = flake.replace(/ {4}elm = "ssh.*\n/, '');
  const emission = rulesOf(unknown, { admins: ['ada'] });
  assert.not.match(textOf(emission), '"shared.age"');
  assert.match(textOf(emission), '"own.age"');
  assert.equal(emission.problems, ['`shared.age` has no rule: no public key of `elm` is known']);
});

test('two files with different keys of a machine are nobody’s to choose from', () => {
  const other = `${flake}-- more.nix --\n{ elm = "${keys.bob}"; }\n`;
  assert.equal(rulesOf(other, { admins: ['ada'] }).problems, [
    '`shared.age` has no rule: several files have different keys of `elm`: `more.nix`, `secrets/keys.nix`',
  ]);
  assert.equal(rulesOf(other, { admins: ['ada'], keys: 'secrets/keys.nix' }).problems, []);
});

test('it is said where nobody but machines could open files', () => {
  assert.equal(rulesOf(flake).problems, [
    'no person can open any file: `admins` is for the names of their keys',
  ]);
});

test('a secret whose file is not known, or lies elsewhere, is reported', () => {
  const elsewhere = flake.replace('./secrets/own.age', '"/etc/own.age"');
  assert.equal(rulesOf(elsewhere, { admins: ['ada'] }).problems, [
    '`own` on `oak` is in another repository: `/etc/own.age`',
  ]);
  const unknown = flake.replace('./secrets/own.age', 'builtins.getEnv "OWN"');
  const { problems } = rulesOf(unknown, { admins: ['ada'] });
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'the file of `own` on `oak` is not known: ');
});

test('rules that people wrote are taken over without a loss', () => {
  const written = `${flake}
-- secrets/secrets.nix --
let
  ada = "${keys.ada}";
  ash = "${keys.bob}";
  oak = "${keys.oak}";
  elm = "${keys.elm}";
in
{
  "own.age" = { publicKeys = [ ada oak ash ]; armor = true; };
  "shared.age".publicKeys = [ ada oak elm ];
  "recovery.age".publicKeys = [ ash ];
}
`.replace(/ {2}people = \{[^}]*\};\n/, '');
  const emission = rulesOf(written);
  assert.equal(emission.problems, [
    '`ash` may open `own.age` so far, and no machine with that key declares it; `extra` is for those who should',
  ]);
  const text = textOf(emission);
  assert.match(text, `# flakewise:keep keys\n  ada = "${keys.ada}";\n  # flakewise:keep end`);
  assert.match(text, 'admins = [ ada ];');
  assert.match(
    text,
    '"own.age" = {\n    publicKeys = admins ++ [ machines.oak ];\n    armor = true;\n  };',
  );
  assert.match(
    text,
    `"recovery.age".publicKeys = [\n    "${keys.bob}" # ash\n  ];\n  # flakewise:keep end`,
  );
  const texts = textsOf(written);
  texts.set('secrets/secrets.nix' as FilePath, text);
  const again = emissionOf(texts, { name: 'agenix-rules' });
  assert.is(textOf(again), text);
  assert.equal(again.problems, []);
});

test('what people keep stays, and is not written twice', () => {
  const kept = `${flake}
-- secrets/secrets.nix --
let
  # flakewise:keep keys
  bob = "${keys.bob}"; # by phone
  # flakewise:keep end
in
{
  # flakewise:keep rules
  "own.age".publicKeys = [ bob ];
  # flakewise:keep end
}
`;
  const text = textOf(rulesOf(kept, { admins: ['bob', 'ada'] }));
  assert.match(
    text,
    `  # flakewise:keep keys\n  bob = "${keys.bob}"; # by phone\n  # flakewise:keep end\n`,
  );
  assert.match(
    text,
    '  # flakewise:keep rules\n  "own.age".publicKeys = [ bob ];\n  # flakewise:keep end\n',
  );
  assert.is(text.split('"own.age"').length, 2);
  assert.match(text, 'admins = [\n    bob\n    people.ada\n  ];');
});

test('files of other rules are left to those', () => {
  const other = `${flake}
-- other/secrets.nix --
{ "../secrets/own.age".publicKeys = [ "${keys.oak}" ]; }
`;
  assert.not.match(textOf(rulesOf(other, { admins: ['ada'] })), 'own.age');
});

test('nothing is written where nobody declares anything', () => {
  const emission = rulesOf('-- flake.nix --\n{ outputs = _: { }; }\n');
  assert.equal([...emission.files], []);
  assert.equal(emission.problems, []);
});

test('Nix and flakewise read the same rules', () => {
  const texts = textsBelow('fixtures/fleets/rekeyed');
  const rules = snapshotOf(texts).facts().table('secret-rule').rows;
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-'));
  writeFileSync(join(folder, 'rules.nix'), texts.get('secrets/secrets.nix' as FilePath) ?? '');
  const nix = spawnSync(
    'nix-instantiate',
    ['--eval', '--strict', '--json', join(folder, 'rules.nix')],
    {
      encoding: 'utf8',
    },
  );
  if (nix.error !== undefined) {
    process.stdout.write('skipped: no nix-instantiate\n');
    return;
  }
  const ours = rules.map(({ id, recipients }): [string, unknown] => [
    id.slice('secrets/secrets.nix#'.length),
    { publicKeys: [...(known(recipients) ?? [])].sort() },
  ]);
  const theirs: { readonly [file: string]: { readonly publicKeys: readonly string[] } } =
    JSON.parse(nix.stdout);
  const sorted = Object.entries(theirs).map(([file, { publicKeys }]) => [
    file,
    { publicKeys: [...publicKeys].sort() },
  ]);
  assert.equal(Object.fromEntries(ours), Object.fromEntries(sorted));
  assert.is(rules.length, 6);
});

test.run();
