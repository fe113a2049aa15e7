import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readConfig } from '#linter/config.ts';
import { exampleFailures } from '#linter/example-run.ts';
import { rules } from '#rules/index.ts';
import { inFolder } from './support/run-cli.ts';

const test = suite('conventions of a repository');

const fleet = `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- oak.nix --
{
  users.users.ada = { isNormalUser = true; home = "/home/us"; };
  users.users.bob = { isNormalUser = true; home = "/home/us"; };
}
-- flakewise.toml --
[[convention]]
id = "users/unique-home"
each = "user"
unique = ["home"]
per = ["host"]
message = "\`{key}\` has the home of another user of {host}"
why = "Files would belong to both."
good = ["{ }"]
`;

test('check reports them, and the whole command line knows their names', async () => {
  await inFolder(fleet, async ({ run }) => {
    const { code, output } = await run(['check']);
    assert.is(code, 1);
    assert.match(
      output,
      /^warning\[users\/unique-home\]: `bob` has the home of another user of oak$/m,
    );
    assert.match(output, /\^\^\^ has the same/);
    assert.is((await run(['check', '--ignore', 'users/unique-home'])).code, 0);
    assert.is((await run(['check', '--select', 'users'])).code, 1);
    assert.match(
      (await run(['rules'])).output,
      /^users\/unique-home +warning .*\[flakewise\.toml\]$/m,
    );
    assert.match(
      (await run(['explain', 'users/unique-home'])).output,
      /^Files would belong to both\.$/m,
    );
    const sarif = JSON.parse((await run(['check', '--format', 'sarif'])).output);
    const ids = sarif.runs[0].tool.driver.rules.map(({ id }: { readonly id: string }) => id);
    assert.ok(ids.includes('users/unique-home'));
  });
});

test('levels, overrides and suppressions hold for them', async () => {
  await inFolder(`${fleet}\n[rules]\n"users/unique-home" = "off"\n`, async ({ run }) => {
    assert.is((await run(['check'])).code, 0);
  });
  const reason = '# flakewise-ignore users/unique-home: one person';
  const silenced = fleet.replace('  users.users.bob', `  ${reason}\n  users.users.bob`);
  await inFolder(silenced, async ({ run }) => {
    assert.is((await run(['check'])).code, 0);
  });
});

test('a parameter has its default until the configuration says otherwise', async () => {
  const lenient = fleet.replace(
    'each = "user"',
    'each = "user"\nunless = { key = "{parameter.free}" }\nparameters.free = { default = [] }',
  );
  const setting = '[rules]\n"users/unique-home" = { free = ["b*"] }\n';
  await inFolder(lenient, async ({ run }) => assert.is((await run(['check'])).code, 1));
  await inFolder(`${lenient}\n${setting}`, async ({ run }) => {
    assert.is((await run(['check'])).code, 0);
  });
});

test('rules --test runs their examples', async () => {
  await inFolder(fleet, async ({ run }) => {
    const { code, output } = await run(['rules', '--test']);
    assert.equal([code, output], [0, 'ok    users/unique-home: 1 example\n']);
  });
  await inFolder(
    fleet.replace('good = ["{ }"]', String.raw`bad = ["{ }\n#^ nothing"]`),
    async ({ run }) => {
      const { code, output } = await run(['rules', '--test']);
      assert.is(code, 1);
      assert.match(output, /^FAIL {2}users\/unique-home: 1 of 1 example$/m);
    },
  );
  const wrongFix = String.raw`bad = [{ code = "{ }", fixed = "-- default.nix --\n{ a = 1; }" }]`;
  await inFolder(fleet.replace('good = ["{ }"]', wrongFix), async ({ run }) => {
    const { code, output } = await run(['rules', '--test']);
    assert.is(code, 1);
    assert.match(output, /a = 1/);
  });
  await inFolder('{ }', async ({ run }) => {
    const { code, output } = await run(['rules', '--test']);
    assert.equal([code, output], [0, 'there are no conventions in `flakewise.toml`\n']);
  });
});

test('files that the configuration names have conventions, too', async () => {
  const named = fleet.replace(
    '-- flakewise.toml --',
    '-- flakewise.toml --\nconventions = ["rules/ours.toml"]\n-- rules/ours.toml --',
  );
  await inFolder(named, async ({ run }) => {
    const { code, output } = await run(['check']);
    assert.is(code, 1);
    assert.match(output, /^warning\[users\/unique-home\]/m);
    assert.match((await run(['rules'])).output, /users\/unique-home .*\[rules\/ours\.toml\]$/m);
    assert.is((await run(['rules', '--test'])).code, 0);
  });
  await inFolder(named.replace('"home"', '"homes"'), async ({ run }) => {
    const { code, output } = await run(['check']);
    assert.is(code, 2);
    assert.match(output, /rules\/ours\.toml:4:11/);
    assert.match(output, /no column `homes`, did you mean `home`\?/);
  });
  await inFolder(`${named}\n[rules]\n"users/unique-home" = "off"`, async ({ run }) => {
    const { output } = await run(['check']);
    assert.match(output, /rules\/ours\.toml:\d+:2.*\n/);
    assert.match(output, /a file of conventions has nothing but `\[\[convention\]\]`/);
  });
  await inFolder(named.replace('["rules/ours.toml"]', '["ours.toml"]'), async ({ run }) => {
    const { code, output } = await run(['check']);
    assert.is(code, 2);
    assert.match(output, /`ours\.toml` is not there/);
  });
  await inFolder(named.replace('["rules/ours.toml"]', '["/etc/ours.toml"]'), async ({ run }) => {
    assert.match(
      (await run(['check'])).output,
      /`conventions` must name TOML files of the workspace/,
    );
  });
});

test('a wrong convention is a finding in the configuration, and nothing runs', async () => {
  await inFolder(fleet.replace('"home"', '"homes"'), async ({ run }) => {
    const { code, output } = await run(['check']);
    assert.is(code, 2);
    assert.match(output, /the table `user` has no column `homes`, did you mean `home`\?/);
    assert.is((await run(['rules', '--test'])).code, 2);
    assert.match((await run(['rules'])).error, /its conventions are left out/);
  });
});

test('what the documents show is right', () => {
  for (const file of ['README.md', 'docs/conventions.md']) {
    const blocks = readFileSync(file, 'utf8').matchAll(/^```toml\n([\s\S]*?)^```$/gm);
    for (const [, toml = ''] of blocks) {
      const result = readConfig(toml, { rules, emitters: [] });
      assert.is(result.kind, 'config', `${file}: ${toml}`);
      if (result.kind !== 'config') continue;
      for (const rule of result.config.conventions) assert.equal(exampleFailures(rule), []);
    }
  }
});

test.run();
