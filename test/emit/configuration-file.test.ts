import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emitOne } from '../support/emit-one.ts';

const test = suite('emit: configuration-file');

/** Two machines; what `oak.nix` says is given. */
function fleet(oak: string, ...more: readonly string[]): string {
  return `
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
{ networking.hostName = "elm"; }
-- oak.nix --
${oak}
${more.join('\n')}
`;
}

function written(source: string, option: string, asking: { hosts?: readonly string[] } = {}) {
  return emitOne(source, 'configuration-file', { options: { option }, ...asking });
}

test('a text is written as it is, without a line end of ours', () => {
  const source = fleet('{ environment.etc."motd".text = "Grüße\\t\\"hier\\"\\r\\n\\nund da"; }');
  assert.equal(written(source, 'environment.etc.motd.text'), {
    texts: { 'generated/oak/motd': 'Grüße\t"hier"\r\n\nund da' },
    problems: [],
  });
});

test('an entry stands for its text, or for the file that it copies', () => {
  const source = fleet(
    '{ environment.etc = { "a/b.conf".text = "a"; "c".source = ./files/c.conf; }; }',
    '-- files/c.conf --\ncopied',
  );
  assert.equal(written(source, 'environment.etc."a/b.conf"').texts, {
    'generated/oak/b.conf': 'a',
  });
  assert.equal(written(source, 'environment.etc.c').texts, { 'generated/oak/c': 'copied\n' });
});

test('JSON is what Nix makes of it: names by their bytes, nothing but what has to be escaped', () => {
  const source = fleet(
    '{ environment.etc.a.text = builtins.toJSON { b = [ 1 1.5 null true ]; "B é" = "/\\n\\\\\\""; "10" = { }; "9" = [ ]; }; }',
  );
  assert.equal(written(source, 'environment.etc.a').texts, {
    'generated/oak/a': '{"10":{},"9":[],"B é":"/\\n\\\\\\"","b":[1,1.5,null,true]}',
  });
});

test('a file of a home is found on machines that make homes', () => {
  const source = fleet('{ home-manager.users.ada.home.file.".x/y.json".text = "[]"; }');
  const asking = {
    options: { option: 'home.file.".x/y.json".text' },
    output: '{host}-{user}-{file}',
  };
  assert.equal(emitOne(source, 'configuration-file', asking).texts, { 'oak-ada-y.json': '[]' });
});

test('a text with a part that is not known is refused, with the place of that part', () => {
  const source = fleet(`{ pkgs, ... }: {
  environment.etc.a.text = builtins.toJSON {
    ok = 1;
    tool = "\${pkgs.hello}/bin/hello";
  };
}`);
  const { texts, problems } = written(source, 'environment.etc.a.text');
  assert.equal(texts, {});
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'the text of `environment.etc.a.text` is not known');
  assert.match(problems[0] ?? '', 'pkgs.hello');
  assert.match(problems[0] ?? '', '(oak.nix:4)');
});

test('a list with items under a condition that is not known is refused', () => {
  const source = fleet(`{ lib, config, ... }: {
  environment.etc.a.text = builtins.toJSON ([ 1 ] ++ lib.optionals config.services.unknown.here [ 2 ]);
}`);
  const { texts, problems } = written(source, 'environment.etc.a.text');
  assert.equal(texts, {});
  assert.is(problems.length, 1);
});

test('what is turned off, or stands under a condition that does not hold, is not written', () => {
  const off = fleet('{ environment.etc.a = { enable = false; text = "a"; }; }');
  const nobody = ['no module of any machine writes `environment.etc.a.text`'];
  assert.equal(written(off, 'environment.etc.a.text'), { texts: {}, problems: nobody });
  const never = fleet('{ lib, ... }: { environment.etc.a.text = lib.mkIf false "a"; }');
  assert.equal(written(never, 'environment.etc.a.text'), { texts: {}, problems: nobody });
});

test('a chosen machine without the module is told', () => {
  const source = fleet('{ environment.etc.a.text = "a"; }');
  assert.equal(written(source, 'environment.etc.a.text', { hosts: ['elm'] }), {
    texts: {},
    problems: ['no module of `elm` writes `environment.etc.a.text`'],
  });
  assert.equal(written(source, 'environment.etc.a.text').problems, []);
});

test('what looks like a secret is refused', () => {
  const source = fleet('{ environment.etc.a.text = "WIDGET_API_KEY=abcdef\\n"; }');
  assert.equal(written(source, 'environment.etc.a.text'), {
    texts: {},
    problems: [
      'the text of `environment.etc.a.text` looks like it holds a secret (on `oak`) (oak.nix:1)',
    ],
  });
});

test('a text with a part of a file that git keeps encrypted is refused although it can be read here', () => {
  const source = fleet(
    '{ environment.etc = { a.text = "open ${(import ./keys.nix).door} please"; b.source = ./keys.txt; }; }',
    '-- keys.nix --\n{ door = "sesame"; }\n-- keys.txt --\nsesame\n-- .gitattributes --\nkeys.* filter=git-crypt\n',
  );
  const { texts, problems } = written(source, 'environment.etc.a.text');
  assert.equal(texts, {});
  assert.match(problems[0] ?? '', '`keys.nix` is encrypted');
  assert.equal(written(source, 'environment.etc.b'), {
    texts: {},
    problems: [
      '`environment.etc.b.source` copies `./keys.txt`, which cannot be read here (on `oak`) (oak.nix:1)',
    ],
  });
});

test('an option that is none is told', () => {
  const source = fleet('{ }');
  assert.equal(written(source, '').problems.length, 1);
  assert.equal(written(source, 'environment.etc.*.text').problems, [
    '`option` names one file, without `*`',
  ]);
});

test.run();
