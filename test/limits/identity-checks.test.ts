import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { limitsBelow } from '../support/limits.ts';
import { inFolder } from '../support/run-cli.ts';

const limits = limitsBelow('Identity checks');
const { say } = limits;

/** What the rule says of a module that two machines share. */
async function found(condition: string): Promise<string> {
  const fleet = `
-- flakewise.toml --
[rules]
"hosts/host-name-check" = "warning"
-- flake.nix --
{ outputs = { nixpkgs, ... }: let
  machine = name: nixpkgs.lib.nixosSystem {
    specialArgs = { systemSettings.profile = "work"; hostname = name; };
    modules = [ ./shared.nix { networking.hostName = name; } ./hosts/\${name}.nix ];
  };
in { nixosConfigurations = { web = machine "web"; db = machine "db"; }; }; }
-- hosts/web.nix --
{ }
-- hosts/db.nix --
{ }
-- shared.nix --
{ config, lib, hostname, systemSettings, ... }: {
  services.nginx.enable = ${condition};
}
`;
  let printed = '';
  await inFolder(fleet, async ({ run }) => {
    printed = (await run(['check', '--select', 'hosts/host-name-check'])).output;
  });
  return printed;
}

say('Comparisons of profiles and users name no machines, and get no fix.', async () => {
  const output = await found('systemSettings.profile == "work"');
  assert.match(output, /hosts\/host-name-check/);
  assert.not.match(output, /fix/);
});

say(
  'A fix is offered only where every edit is certain; the page of `hosts/host-name-check` says when that is.',
  async () => {
    assert.match(await found('config.networking.hostName == "web"'), /fix/);
    const byTable = await found('{ web = true; }.${config.networking.hostName} or false');
    assert.match(byTable, /hosts\/host-name-check/);
    assert.not.match(byTable, /fix/);
    const page = readFileSync('docs/rules/hosts/host-name-check.md', 'utf8');
    assert.match(
      page.replaceAll('\n', ' '),
      /offered when all names and all files involved are known/,
    );
  },
);

say(
  'That a file by host name is missing is not told where a condition, a priority or the caller of a function decides if anything reads it.',
  async () => {
    const file = './keys/${config.networking.hostName}.yaml';
    assert.match(await found(file), /is missing for 2 machines/);
    for (const asked of [`lib.mkIf config.a.enable ${file}`, `lib.mkDefault ${file}`])
      assert.not.match(await found(asked), /is missing/);
    assert.not.match(await found(`map (user: ${file}) config.a.users`), /is missing/);
  },
);

limits.run();
