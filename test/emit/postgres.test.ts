import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';
import { verdictOf } from '../support/tools.ts';

const test = suite('what is emitted of PostgreSQL');

const machines = {
  oak: `{
    server.database.postgres = {
      wiki = { database = "wiki"; user = "wiki"; password.path = "/run/secrets/WIKI"; };
      it's = { password.path = "/run/it's"; };
    };
  }`,
  elm: `{
    server.network.subnets = [ { ipv4.cidr = "192.0.2.0/24"; ipv6.cidr = "2001:db8::/32"; } { ipv4.cidr = null; } ];
    server.database.postgres.Shop = { user = "seller"; };
  }`,
};

test('every database once, and users own what is called like them', async () => {
  const { texts, problems } = await emitted('postgres-databases');
  const text = texts.get('postgres-databases.nix') ?? '';
  assert.equal(problems, []);
  assert.match(text, /ensureDatabases = \[\n {6}"Shop"\n {6}"it's"\n {6}"wiki"\n {4}\];/);
  const verdict = verdictOf(['nix-instantiate', '--eval', '--strict', '--json', '$file'], text);
  if (verdict === undefined) return;
  assert.ok(verdict.isFine, verdict.output);
  assert.equal(JSON.parse(verdict.output), {
    services: {
      postgresql: {
        ensureDatabases: ['Shop', "it's", 'wiki'],
        ensureUsers: [
          { name: "it's", ensureDBOwnership: true },
          { name: 'seller' },
          { name: 'wiki', ensureDBOwnership: true },
        ],
      },
    },
  });
});

test('only bindings go into a set that somebody else wrote', async () => {
  const { texts } = await emitted('postgres-databases', {
    options: 'form = "bindings"\noutput = "elm.nix"\nregion = "here"',
    machines: { ...machines, elm: '{\n  # flakewise:begin here\n  # flakewise:end here\n}\n' },
  });
  assert.match(texts.get('elm.nix') ?? '', /^ {2}services\.postgresql = \{\n {4}ensureDatabases/m);
});

test('two machines that ask for one database are told', async () => {
  const { problems } = await emitted('postgres-databases', {
    machines: { ...machines, ash: '{ server.database.postgres.wiki = { }; }' },
  });
  assert.equal(problems, ['`oak` and `ash` both ask for the database `wiki`']);
});

test('passwords are read from their files by the server', async () => {
  const { texts, problems } = await emitted('postgres-passwords');
  assert.is(
    texts.get('postgres-passwords.sql'),
    `DO $$
DECLARE
  password text;
BEGIN
  password := btrim(replace(pg_read_file('/run/it''s'), chr(10), ''));
  EXECUTE format('ALTER ROLE %I WITH PASSWORD %L', 'it''s', password);
END
$$;

DO $$
DECLARE
  password text;
BEGIN
  password := btrim(replace(pg_read_file('/run/secrets/WIKI'), chr(10), ''));
  EXECUTE format('ALTER ROLE %I WITH PASSWORD %L', 'wiki', password);
END
$$;
`,
  );
  assert.equal(problems, ['the file with the password of `seller` is not known']);
});

test('a name with two dollar signs does not end the statement', async () => {
  const { texts } = await emitted('postgres-passwords', {
    machines: { oak: '{ server.database.postgres."a$$b".password.path = "/p"; }' },
  });
  const text = texts.get('postgres-passwords.sql') ?? '';
  assert.ok(text.startsWith('DO $q$\n') && text.endsWith('\n$q$;\n'));
});

test('everybody is reached from every network', async () => {
  const { texts } = await emitted('postgres-access', { options: 'local = ["peer", "md5"]' });
  assert.is(
    texts.get('pg_hba.conf'),
    `# TYPE  DATABASE  USER  ADDRESS        METHOD
local   all       all                  peer
local   all       all                  md5
host    all       all   192.0.2.0/24   scram-sha-256
host    all       all   2001:db8::/32  scram-sha-256
`,
  );
});

test('or only by the databases that there are, whose names may need quotation marks', async () => {
  const { texts } = await emitted('postgres-access', { options: 'each = true\nmethod = "cert"' });
  assert.match(
    texts.get('pg_hba.conf') ?? '',
    /^host {4}"Shop" {4}seller {2}192\.0\.2\.0\/24 {3}cert$/m,
  );
  assert.match(texts.get('pg_hba.conf') ?? '', /^host {4}"it's" {4}"it's" /m);
});

test('a database that is called like a word of the file stands in quotation marks', async () => {
  const { texts } = await emitted('postgres-access', {
    options: 'each = true',
    machines: {
      oak: `{
        server.network.subnets = [ { ipv4.cidr = "192.0.2.0/24"; } ];
        server.database.postgres.replication = { };
      }`,
    },
  });
  assert.match(texts.get('pg_hba.conf') ?? '', /^host +"replication" +"replication" +192/m);
});

test('the server is given the secrets of those who ask, under their names', async () => {
  const { texts, problems } = await emitted('postgres-secrets', {
    machines: {
      oak: `{ config, ... }: {
        sops.secrets."db/wiki" = { };
        server.database.postgres.wiki.password.path = config.sops.secrets."db/wiki".path;
      }`,
      elm: '{ server.database.postgres.shop.password.path = "/etc/shop"; }',
      ash: '{ server.database.postgres.club = { }; }',
    },
  });
  assert.is(
    texts.get('postgres-secrets.nix'),
    `{
  sops.secrets."db/wiki" = {
    owner = "postgres";
    group = "postgres";
    restartUnits = [ "postgresql.service" ];
  };
}
`,
  );
  assert.equal(problems, [
    'the secret with the password of `club` is not known',
    'the secret with the password of `shop` is not known',
  ]);
});

test('names that are not known are left out and told', async () => {
  const { texts, problems } = await emitted('postgres-databases', {
    machines: {
      oak: '{ lib, elsewhere, ... }: { server.database.postgres = lib.mkMerge [ { a = { }; } elsewhere.more ]; }',
    },
  });
  assert.match(texts.get('postgres-databases.nix') ?? '', /ensureDatabases = \[ "a" \];/);
  assert.equal(problems.length, 1);
  assert.match(problems[0] ?? '', /^`server\.database\.postgres` of `oak` is not wholly known: /);
});

interface Wanted {
  readonly machines?: Readonly<Record<string, string>>;
  readonly options?: string;
}

function emitted(name: string, wanted: Wanted = {}): Promise<Emission> {
  const emit = `name = "${name}"\n${wanted.options ?? ''}`;
  return emissionOf({ machines: wanted.machines ?? machines, emit });
}

test.run();
