import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';

const test = suite('machines that need databases');

const machines = {
  oak: `{
    server.ioPrimaryHost = "oak";
    server.database.postgres.own = { };
  }`,
  elm: `{
    networking.hostName = "elm-1";
    server.database = {
      postgres = { wiki = { }; photos = { }; };
      redis.photos = { };
      dependentServices = [ "wiki" "photos.socket" "wiki.service" ];
    };
    sops = { defaultSopsFile = ./elm.yaml; secrets.IO_GUARDIAN_PSK = { }; };
  }`,
  ash: '{ server.database.redis.queue = { }; }',
  fir: '{ server.database.dependentServices = [ "idle" ]; }',
};

test('all but the one that has them, with their databases and units', async () => {
  const { texts } = await emitted('output = "clients.yaml"\nsecret = ""');
  assert.is(
    texts.get('clients.yaml'),
    `hosts:
  - ash
  - elm-1
clients:
  - name: ash
    databases:
      - queue
    units: []
  - name: elm-1
    databases:
      - photos
      - wiki
    units:
      - photos.socket
      - wiki.service
`,
  );
});

test('as a table', async () => {
  const { texts } = await emitted('output = "clients.md"\nhosts = ["elm"]');
  assert.match(
    texts.get('clients.md') ?? '',
    /^\| `elm-1` \| `photos`, `wiki` +\| `photos\.socket`, `wiki\.service` \|$/m,
  );
});

test('one without units, and one without the secret, are told', async () => {
  const { problems } = await emitted('');
  assert.equal(problems, [
    'no unit of `ash` is known to need its databases',
    '`ash` does not declare the secret `IO_GUARDIAN_PSK`',
    '`elm.yaml` has no key `IO_GUARDIAN_PSK`, which `elm` needs',
  ]);
});

test('each has a target that its units stop and start with', async () => {
  const { texts } = await emissionOf({
    machines,
    emit: 'name = "guardian-target"\ndescription = "Databases"\nwaits = "wait.service"',
  });
  assert.equal([...texts.keys()], ['systemd/elm/io-databases.target']);
  assert.is(
    texts.get('systemd/elm/io-databases.target'),
    `[Unit]
Description=Databases
After=network-online.target wait.service
Wants=network-online.target
BindsTo=wait.service
PartOf=multi-user.target
Upholds=photos.socket
Upholds=wiki.service

[Install]
WantedBy=multi-user.target
RequiredBy=photos.socket
RequiredBy=wiki.service
`,
  );
});

test('machines that disagree on who has the databases are told', async () => {
  const { problems } = await emissionOf({
    machines: { ...machines, fir: '{ server.ioPrimaryHost = "fir"; }' },
    emit: 'name = "guardian-target"',
  });
  assert.equal(problems, ['`server.ioPrimaryHost` is `fir` on `fir` and `oak` on `oak`']);
});

function emitted(options: string): Promise<Emission> {
  const enc = 'ENC[AES256_GCM,data:bm90IHJlYWw=,iv:ZmFrZQ==,tag:ZmFrZQ==,type:str]';
  return emissionOf({
    machines,
    files: { 'elm.yaml': `other: ${enc}\nsops:\n  mac: ${enc}\n  version: 3.9.4\n` },
    emit: `name = "guardian-clients"\n${options}`,
  });
}

test.run();
