import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runIn } from './support/run-cli.ts';

const test = suite('facts as JSON');

const ajv = new Ajv({ allErrors: true, strictTypes: false, allowUnionTypes: true });
const validate = ajv.compile(JSON.parse(readFileSync('docs/facts.schema.json', 'utf8')));

function problemsOf(document: unknown): string {
  return validate(document) ? '' : ajv.errorsText(validate.errors);
}

const machine = (body: string): string => `
-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.web = nixpkgs.lib.nixosSystem { system = "x86_64-linux"; modules = [ ./web.nix ]; };
}; }
-- web.nix --
{ config, lib, pkgs, extra, ... }: { ${body} }
`;

/** The options of a machine with this configuration. */
async function optionsOf(body: string): Promise<{ readonly [path: string]: { value?: unknown } }> {
  let options = {};
  await inFolder(machine(body), async ({ run }) => {
    const { output } = await run(['facts', '--format', 'json']);
    const document = JSON.parse(output);
    assert.is(problemsOf(document), '');
    options = document.hosts[0].options;
  });
  return options;
}

for (const fleet of ['proxied/healthy', 'proxied/broken', 'dormant']) {
  test(`what is printed of the fleet ${fleet} fits the schema`, async () => {
    for (const argv of [[], ['--gaps'], ['secret', '--gaps'], ['--option', 'networking']]) {
      const { code, output } = await runIn(`fixtures/fleets/${fleet}`, [
        'facts',
        '--format',
        'json',
        ...argv,
      ]);
      assert.is(code, 0);
      assert.is(problemsOf(JSON.parse(output)), '');
    }
  });
}

test('two runs print the same bytes, with every option and every row on a line', async () => {
  const { output } = await runIn('fixtures/fleets/proxied/healthy', ['facts', '--format', 'json']);
  const again = await runIn('fixtures/fleets/proxied/healthy', ['facts', '--format', 'json']);
  assert.is(again.output, output);
  const { hosts, tables } = JSON.parse(output);
  const lines = output.split('\n');
  for (const host of hosts) {
    for (const [path, option] of Object.entries(host.options)) {
      const line = `${JSON.stringify(path)}: ${JSON.stringify(option)}`;
      assert.ok(lines.includes(line) || lines.includes(`${line},`), path);
    }
  }
  for (const row of tables.secret) {
    const line = JSON.stringify(row);
    assert.ok(lines.includes(line) || lines.includes(`${line},`));
  }
});

test('values are JSON, and what is not known in them is marked', async () => {
  const options = await optionsOf(`
    a.truth = true;
    a.nothing = null;
    a.list = [ 1 2.5 "three" [ ] { b = ./web.nix; } ];
    a.large = 9007199254740993;
    a.most = 9007199254740991;
    a.package = [ pkgs.git ];
    a.hole = "\${pkgs.git}/bin";
    a.function = x: x;
    a.open = [ 1 ] ++ extra.list;
    a.confusing = [ { unknown = "x"; failure = 1; "\\"a\\"" = 2; } ];
    a.fails = throw "no";
    a.inside = [ (throw "no") ];
  `);
  const value = (name: string): unknown => options[`a.${name}`]?.value;
  assert.is(value('truth'), true);
  assert.is(value('nothing'), null);
  assert.equal(value('list'), [1, 2.5, 'three', [], { b: './web.nix' }]);
  assert.is(value('large'), '9007199254740993');
  assert.is(value('most'), 9007199254740991);
  assert.equal(value('package'), [{ unknown: 'depends on the package set at `pkgs.git`' }]);
  assert.equal(value('hole'), {
    unknown: 'of `…/bin` only parts are known: depends on the package set at `pkgs.git`',
  });
  assert.equal(value('function'), { unknown: 'is a function' });
  assert.equal(value('confusing'), [{ '"unknown"': 'x', '"failure"': 1, '"\\"a\\""': 2 }]);
  assert.equal(value('inside'), [{ failure: 'no' }]);
  assert.is((options['a.fails'] as { failure?: string }).failure, 'no');
});

test('values without an end are cut, and say so', async () => {
  const options = await optionsOf(
    'a = let s = { again = s; }; in [ s ]; b = [ (lib.range 1 30000) ];',
  );
  assert.match(JSON.stringify(options.a?.value), /"unknown":"holds itself"/);
  const [numbers = []] = (options.b?.value ?? []) as unknown[][];
  assert.is(numbers.length, 30000);
  assert.equal(numbers.at(-1), { unknown: 'is too large to be shown' });
});

test('definitions say where, how strong, on what condition, and what became of them', async () => {
  const options = await optionsOf(`
    imports = [ { a = lib.mkDefault 1; } { a = lib.mkIf false 3; } { a = lib.mkIf extra 4; } ];
    a = lib.mkOrder 500 2;
  `);
  const { definitions } = options.a as { definitions?: { [name: string]: unknown }[] };
  assert.equal(
    definitions?.map(({ state, priority, order, value }) => ({ state, priority, order, value })),
    [
      { state: 'undecided', priority: 100, order: undefined, value: 4 },
      { state: 'inactive', priority: 100, order: undefined, value: 3 },
      { state: 'overridden', priority: 1000, order: undefined, value: 1 },
      { state: 'used', priority: 100, order: 500, value: 2 },
    ],
  );
  const [undecided] = definitions ?? [];
  assert.equal(undecided?.conditions, [
    {
      at: { file: 'web.nix', line: 2, column: 83 },
      holds: { unknown: 'the argument `extra` is not passed in this repository' },
    },
  ]);
});

test('reasons are counted over options and tables, with examples', async () => {
  await inFolder(
    machine('a = [ extra.b extra.c ]; users.users.x.group = extra.d;'),
    async ({ run }) => {
      const { unknown } = JSON.parse((await run(['facts', '--format', 'json'])).output);
      assert.equal(unknown, [
        {
          reason: 'the argument `extra` is not passed in this repository',
          count: 4,
          examples: [
            { host: 'web', option: 'a', at: { file: 'web.nix', line: 1, column: 44 } },
            { host: 'web', option: 'a', at: { file: 'web.nix', line: 1, column: 52 } },
            {
              host: 'web',
              option: 'users.users.x.group',
              at: { file: 'web.nix', line: 1, column: 85 },
            },
          ],
        },
      ]);
    },
  );
});

test.run();
