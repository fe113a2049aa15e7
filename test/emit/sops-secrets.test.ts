import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { emittedIn, flakeOf } from '../support/emitted-files.ts';

const test = suite('secrets of sops as they are read');

const config = `
-- flakewise.toml --
[[emit]]
name = "sops-secrets"
`;

const region = `
-- flakewise.toml --
[[emit]]
name = "sops-secrets"
part = "secrets"
output = "machines/oak/configuration.nix"
region = "secrets"
`;

/** What the machine `oak` gets from its configuration. */
async function secretsOf(body: string, settings = config) {
  const files = `${flakeOf({ oak: 'nixos' })}-- machines/oak/configuration.nix --\n{ config, ... }:\n{\n${body}}\n${settings}`;
  const { texts, problems } = await emittedIn(files);
  return { text: Object.values(texts).join(''), problems };
}

test('a secret belongs to the unit, the runner or the backup that reads it', async () => {
  const { text, problems } = await secretsOf(`
  systemd.services.blog.serviceConfig = {
    EnvironmentFile = config.sops.secrets."blog/env".path;
    ExecStart = "/bin/blog";
    Group = "writers";
    User = "blog";
  };
  services.github-runners.blog = {
    user = "builder";
    group = "builders";
    tokenFile = "/run/secrets/github/runners/blog";
  };
  services.restic.backups.blog.passwordFile = config.sops.secrets."backup/password".path;
`);
  assert.equal(problems, []);
  assert.is(
    text,
    `{
  sops.secrets = {
    "backup/password" = {
      owner = "root";
      group = "root";
    };
    "blog/env" = {
      owner = "blog";
      group = "writers";
    };
    "github/runners/blog" = {
      owner = "builder";
      group = "builders";
    };
  };
}
`,
  );
});

test('an owner that is not known is left out with its secret, and said', async () => {
  const { text, problems } = await secretsOf(`
  services.mail.tokenFile = config.sops.secrets.mail.path;
  services.nginx.enable = true;
  systemd.services.nginx.serviceConfig.EnvironmentFile = config.sops.secrets.web.path;
`);
  assert.is(text, '');
  assert.equal(problems, [
    'the owner of the secret `mail` of `oak` is not known: the user that `services.mail.tokenFile` runs as is not known',
    'the owner of the secret `web` of `oak` is not known: the user that unit `nginx` runs as is not known',
  ]);
});

test('where secrets may be declared in a way that cannot be seen, that is said', async () => {
  const { text, problems } = await secretsOf(`
  sops.secrets = config.vars;
  systemd.services.a.serviceConfig = { User = "a"; Group = "a"; EnvironmentFile = config.sops.secrets.a.path; };
`);
  assert.is(text, '');
  assert.match(problems.join(), 'it is not known whether `oak` declares the secret `a` anyway');
});

test('two readers that are different accounts leave it open whose a secret is', async () => {
  const { text, problems } = await secretsOf(`
  systemd.services = {
    ant.serviceConfig = { User = "ant"; Group = "ant"; EnvironmentFile = config.sops.secrets.both.path; };
    bee.serviceConfig = { User = "bee"; Group = "bee"; EnvironmentFile = config.sops.secrets.both.path; };
  };
`);
  assert.is(text, '');
  assert.equal(problems, [
    'the owner of the secret `both` of `oak` is not known: unit `ant` and unit `bee` read it as different accounts',
  ]);
});

test('what only root reads is root’s, and what users are made from is there before them', async () => {
  const { text } = await secretsOf(`
  users.users.ada = { isNormalUser = true; hashedPasswordFile = config.sops.secrets."oak/password".path; };
  services.tailscale.authKeyFile = config.sops.secrets."tailscale/auth".path;
  systemd.services.start = { script = "start"; serviceConfig.EnvironmentFile = config.sops.secrets.start.path; };
  sops.templates.a.content = config.sops.placeholder.template;
`);
  assert.is(
    text,
    `{
  sops.secrets = {
    "oak/password".neededForUsers = true;
    start = {
      owner = "root";
      group = "root";
    };
    "tailscale/auth" = {
      owner = "root";
      group = "root";
    };
    template = {
      owner = "root";
      group = "root";
    };
  };
}
`,
  );
});

test('what another file declares is left to it', async () => {
  const { text } = await secretsOf(`
  sops.secrets.hand = { owner = "ada"; group = "users"; };
  systemd.services.a.serviceConfig = { User = "a"; Group = "a"; EnvironmentFile = config.sops.secrets.hand.path; };
`);
  assert.is(text, '');
});

test('what people have written beside the owner stays in the words that they have chosen', async () => {
  const { text, problems } = await secretsOf(
    `
  users.users.ada = { isNormalUser = true; group = "ada"; };
  systemd.services.a.serviceConfig = { User = "ada"; Group = "ada"; EnvironmentFile = config.sops.secrets.kept.path; };
  sops.secrets = {
    # flakewise:begin secrets
    gone = { owner = "ada"; group = "ada"; };
    kept = {
      sopsFile = ./vault.env;
      group = "wrong";
      owner = config.users.users.ada.name;
    };
    placed.path = "/etc/key";
    # flakewise:end secrets
  };
`,
    region,
  );
  assert.is(
    text,
    `    kept = {
      sopsFile = ./vault.env;
      group = "ada";
      owner = config.users.users.ada.name;
    };
    placed.path = "/etc/key";
`.replace(/^ {4}/gm, '    '),
  );
  assert.equal(problems, [
    'nothing on `oak` reads the secret `gone`: it is left out',
    'the owner of the secret `placed` of `oak` is not known: nothing reads it',
  ]);
});

test('names with quotes and dollar signs stay texts', async () => {
  const { text } = await secretsOf(String.raw`
  systemd.services.a.serviceConfig = {
    User = "a"; Group = "b\"\${c}";
    EnvironmentFile = config.sops.secrets."x\"\${y}".path;
  };
`);
  assert.match(text, String.raw`"x\"\${y}" = {`);
  assert.match(text, String.raw`group = "b\"\${c}";`);
});

test('names follow a declared order, or their owners', async () => {
  const units = ['b', 'a']
    .map((user) =>
      ['venus', 'mercury']
        .map((name) => {
          return `  systemd.services.${user}-${name}.serviceConfig = { User = "${user}"; Group = "${user}"; EnvironmentFile = config.sops.secrets."${name === 'venus' ? 'z' : 'y'}-${user}/${name}".path; };\n`;
        })
        .join(''),
    )
    .join('');
  const { text: byName } = await secretsOf(units);
  assert.equal(namesIn(byName), ['y-a/mercury', 'y-b/mercury', 'z-a/venus', 'z-b/venus']);
  const { text: byOwner } = await secretsOf(units, `${config}order = "owner"\n`);
  assert.equal(namesIn(byOwner), ['y-a/mercury', 'z-a/venus', 'y-b/mercury', 'z-b/venus']);
});

test('a machine without secrets gets no file', async () => {
  const { text, problems } = await secretsOf('');
  assert.is(text, '');
  assert.equal(problems, []);
});

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/"([\w/-]+)" = \{/g)].map(([, name = '']) => name);
}

test.run();
