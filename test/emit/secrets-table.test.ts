import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emission } from '../support/emitting.ts';

const test = suite('tables of secrets');

const fleet = (oak: string): string => `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations = {
      elm = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ]; };
      oak = nixpkgs.lib.nixosSystem { modules = [ ./shared.nix ./oak.nix ]; };
    };
  };
}
-- shared.nix --
{ age.secrets.token = { file = ./token.age; owner = "web"; mode = "0400"; }; }
-- oak.nix --
{ config, ... }: { ${oak} }
`;

test('a secret that machines have alike is one row', () => {
  const { files, problems } = emission(fleet(''), { name: 'secrets-table' });
  assert.equal(problems, []);
  assert.is(
    files.get('docs/secrets.md'),
    `| Name    | File        | Hosts        | Owner | Group | Mode   | Readers |
| ------- | ----------- | ------------ | ----- | ----- | ------ | ------- |
| \`token\` | \`token.age\` | \`elm\`, \`oak\` | \`web\` |       | \`0400\` |         |
`,
  );
});

test('units that read a secret are named, and nothing of what is in it', () => {
  const unit = `
    systemd.services.web.serviceConfig.EnvironmentFile = config.age.secrets.token.path;
    environment.variables.TOKEN_PASSWORD = "hunter2";
  `;
  const options = { columns: ['name', 'hosts', 'readers'] };
  const { files } = emission(fleet(unit), { name: 'secrets-table', output: 's.json', options });
  assert.equal(JSON.parse(files.get('s.json') ?? ''), {
    secrets: [{ name: 'token', hosts: ['elm', 'oak'], readers: ['web'] }],
  });
});

test('another owner on one machine is another row', () => {
  const { files } = emission(fleet('age.secrets.other = { file = ./token.age; group = "x"; };'), {
    name: 'secrets-table',
    hosts: ['oak'],
    options: { columns: ['name', 'group'] },
  });
  assert.is(
    files.get('docs/secrets.md'),
    '| Name    | Group |\n| ------- | ----- |\n| `other` | `x`   |\n| `token` |       |\n',
  );
});

test('an owner that is not known is left out and reported', () => {
  const owner = 'age.secrets.other = { file = ./o.age; owner = builtins.getEnv "WHO"; };';
  const { files, problems } = emission(fleet(owner), {
    name: 'secrets-table',
    options: { columns: ['name', 'owner'] },
  });
  assert.match(files.get('docs/secrets.md') ?? '', '| `other` |       |');
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', 'the owner of `other` on `oak` is not known: ');
});

test.run();
