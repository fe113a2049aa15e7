import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emittedIn, flakeOf } from '../support/emitted-files.ts';

const test = suite('tables and sentences of documents');

const gate = `-- machines/gate/configuration.nix --
{
  networking.hostName = "gate";
  networking.wireguard.interfaces.wg0.ips = [ "10.0.0.1/24" ];
  services.nginx = {
    enable = true;
    streamConfig = ''
      upstream git { server 10.0.0.2:2323; }
      server { listen 22; proxy_pass git; }
    '';
    virtualHosts = {
      "a.example.org".locations."/".proxyPass = "http://10.0.0.2:8081";
      "b.example.org".locations."/".proxyPass = "http://10.0.0.2:8082";
      "here.example.org".locations."/".proxyPass = "http://127.0.0.1:80";
    };
  };
}
-- machines/oak/configuration.nix --
{
  networking.wireguard.interfaces.wg0.ips = [ "10.0.0.2/24" ];
  networking.firewall.allowedTCPPorts = [
    2323
    8081 # Wiki
    8082
  ];
  systemd.services.blog = {
    environment.PORT = "8082";
    serviceConfig.ExecStart = "/bin/blog";
  };
}
`;

const domains = `${flakeOf({ gate: 'nixos', oak: 'nixos' })}${gate}-- flakewise.toml --
[[emit]]
name = "domain-table"
output = "AGENTS.md"
region = "domains"
`;

test('domains with the port behind the proxy, and what listens there', async () => {
  const { texts, problems } = await emittedIn(
    `${domains}streams = { "git.example.org" = "22", "no.example.org" = "23" }
-- AGENTS.md --
<!-- flakewise:begin domains -->
<!-- flakewise:end domains -->
`,
  );
  assert.is(
    texts['AGENTS.md#domains'],
    `| Domain          | Port              | Service |
| --------------- | ----------------- | ------- |
| a.example.org   | 8081              | wiki    |
| b.example.org   | 8082              | blog    |
| git.example.org | 2323 (TCP stream) |         |
`,
  );
  assert.equal(problems, ['no stream is known for `no.example.org`: it is left out']);
});

test('what people have written about a domain stays while its port does', async () => {
  const { texts } = await emittedIn(
    `${domains}-- AGENTS.md --
<!-- flakewise:begin domains -->
| Domain | Port | Service |
|---|---|---|
| a.example.org | 8081 (tunnel only) | our wiki |
| b.example.org | 9999 (tunnel only) | \`the blog\` |
| git.example.org | 2323 (SSH stream) | git |
| gone.example.org | 1 | gone |
<!-- flakewise:end domains -->
`,
  );
  assert.is(
    texts['AGENTS.md#domains'],
    `| Domain          | Port               | Service  |
| --------------- | ------------------ | -------- |
| a.example.org   | 8081 (tunnel only) | our wiki |
| b.example.org   | 8082               | the blog |
| git.example.org | 2323 (SSH stream)  | git      |
`,
  );
});

const runners = `${flakeOf({ oak: 'nixos', fig: 'darwin' })}-- machines/oak/configuration.nix --
{
  nixpkgs.hostPlatform = "x86_64-linux";
  services.github-runners = {
    a = { url = "https://github.com/ada/blog"; name = "venus"; tokenFile = "/a"; extraLabels = [ "oak" ]; };
    b = { url = "https://github.com/ada/blog"; name = "mercury"; tokenFile = "/b"; extraLabels = [ "oak" "big" ]; };
    c = { enable = false; url = "https://github.com/ada/blog"; name = "off"; tokenFile = "/c"; };
  };
}
-- machines/fig/configuration.nix --
{
  nixpkgs.hostPlatform = "aarch64-darwin";
  services.github-runners.d = { url = "https://github.com/ada/shop"; name = "fig"; user = "_d"; tokenFile = "/d"; };
  users.knownUsers = [ "_d" "_e" ];
  users.users._d = { uid = 540; gid = 541; };
  users.users._e = { uid = 539; gid = 539; };
}
`;

test('runners by repository, and there in the order of the Sun', async () => {
  const { texts } = await emittedIn(
    `${runners}-- flakewise.toml --
[[emit]]
name = "runner-table"
columns = ["url", "name", "host"]

[[emit]]
name = "runner-table"
output = "runners.md"
style = "sentences"

[[emit]]
name = "runner-table"
output = "runners.json"
columns = ["url", "name", "labels"]
`,
  );
  assert.is(
    texts['docs/runners.md'],
    `| Repository | Runner    | Runs on |
| ---------- | --------- | ------- |
| \`ada/blog\` | \`mercury\` | \`oak\`   |
| \`ada/blog\` | \`venus\`   | \`oak\`   |
| \`ada/shop\` | \`fig\`     | \`fig\`   |
`,
  );
  assert.is(
    texts['runners.md'],
    '- `ada/blog` has two runners named mercury and venus.\n- `ada/shop` has one runner named fig.\n',
  );
  assert.match(texts['runners.json'] ?? '', '"url": "https://github.com/ada/blog"');
});

test('numbers of accounts, with the highest that was ever given', async () => {
  const { texts } = await emittedIn(
    `${runners}-- flakewise.toml --
[[emit]]
name = "account-numbers"
output = "AGENTS.md"
region = "numbers"
-- AGENTS.md --
<!-- flakewise:begin numbers -->
- The highest UID that \`fig\` ever gave is \`560\`.
<!-- flakewise:end numbers -->
`,
  );
  assert.is(
    texts['AGENTS.md#numbers'],
    `- \`_e\` on \`fig\` uses UID/GID \`539\`.
- \`_d\` on \`fig\` uses UID \`540\` and GID \`541\`.
- The highest UID that \`fig\` ever gave is \`560\`.
`,
  );
});

test('a matrix runs each build on its machine, on one like it, or on a hosted runner', async () => {
  const { texts, problems } = await emittedIn(
    `${runners.replace('nixosConfigurations.oak', 'nixosConfigurations."oak.local"')}-- flakewise.toml --
[[emit]]
name = "build-matrix"
repository = "https://github.com/ada/blog"

[[emit]]
name = "build-matrix"
output = "none.yaml"
hosted = {}
`,
  );
  assert.is(
    texts['.github/machines.json'],
    `{
  "include": [
    {
      "machine": "fig",
      "system": "aarch64-darwin",
      "attribute": "darwinConfigurations.fig.system",
      "runs-on": "macos-latest"
    },
    {
      "machine": "oak.local",
      "system": "x86_64-linux",
      "attribute": "nixosConfigurations.\\"oak.local\\".config.system.build.toplevel",
      "runs-on": [
        "self-hosted",
        "oak"
      ]
    }
  ]
}
`,
  );
  assert.is(texts['none.yaml'], undefined);
  assert.equal(problems, [
    'it is not known what builds `fig`: nothing builds for aarch64-darwin',
    'it is not known what builds `oak.local`: nothing builds for x86_64-linux',
  ]);
});

test.run();
