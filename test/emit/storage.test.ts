import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';
import { verdictOf } from '../support/tools.ts';

const test = suite('what is kept and mounted');

const paths = [
  '/home/mica/.config/editor/',
  'home/mica/notes.txt',
  '/home/mica/notes.txt',
  '/home/mica-old/x',
  'etc/machine-id',
  '/srv/"odd"/',
  '/nix/store/abc',
];

test('paths of the home lose its folder, all others are of the machine', async () => {
  const { texts } = await snippet({}, 'user = "mica"');
  assert.is(
    texts.get('persistence.nix'),
    `{
  user.persistence = {
    files = [ "notes.txt" ];
    directories = [ ".config/editor" ];
  };
  host.persistence = {
    files = [
      "/etc/machine-id"
      "/home/mica-old/x"
    ];
    directories = [ "/srv/\\"odd\\"" ];
  };
}
`,
  );
});

test('as the script that people know puts it on the clipboard', async () => {
  const { texts } = await snippet(
    {},
    'user = "mica"\nform = "bindings"\nstyle = "list-ephemeral"\noutput = "snippet.txt"\npaths = ["/home/mica/a", "/b/"]',
  );
  assert.is(
    texts.get('snippet.txt'),
    `user.persistence = {
  files =${' '}
  [
    "a"
  ];
  directories =${' '}
  [];
};

host.persistence = {
  files =${' '}
  [];
  directories =${' '}
  [
    "/b"
  ];
};
`,
  );
});

test('what the machine keeps already is left out, also below a folder', async () => {
  const oak = `{
    environment.persistence."/persist" = {
      directories = [ "/srv" ];
      files = [ "/etc/machine-id" ];
    };
  }`;
  const { texts } = await snippet({ oak }, '');
  assert.not.match(texts.get('persistence.nix') ?? '', /machine-id|srv/);
  assert.match(texts.get('persistence.nix') ?? '', /"\/home\/mica\/notes\.txt"/);
});

test('while one machine does not keep it, it is written', async () => {
  const oak = '{ environment.persistence."/persist".files = [ "/etc/machine-id" ]; }';
  const both = await snippet({ oak, elm: '{ }' }, '');
  assert.match(both.texts.get('persistence.nix') ?? '', /machine-id/);
  const one = await snippet({ oak, elm: '{ }' }, 'hosts = ["oak"]');
  assert.not.match(one.texts.get('persistence.nix') ?? '', /machine-id/);
});

test('a block without paths is not there, nor is anything without paths', async () => {
  const { texts } = await snippet({}, 'user = "mica"\npaths = ["/home/mica/a"]');
  assert.not.match(texts.get('persistence.nix') ?? '', /host/);
  const none = await emissionOf({ machines: {}, emit: 'name = "persistence-snippet"' });
  assert.is(none.texts.size, 0);
  assert.equal(none.problems, ['there are no paths to keep']);
});

test('a file with the paths that cannot be read is told', async () => {
  const { texts, problems } = await snippet({}, 'file = "none.txt"');
  assert.is(texts.size, 0);
  assert.equal(problems, ['`none.txt` cannot be read']);
});

const mounts = `{
  sops.secrets."S3FS_AUTH/PHOTOS" = { };
  server.storage.bucketMounts = {
    photos = { umask = 7; uid = 998; requiredByServices = [ "gallery" ]; healthCheck = { enable = true; interval = "5min"; timeout = "9s"; }; };
    odd = { umask = 8; };
    open = { minio.credentialsFile = "/run/50% of $it"; mountLocation = "/mnt/o p"; };
  };
}`;

test('units mount buckets, look after them, and wait for them', async () => {
  const { texts, problems } = await units('');
  const text = texts.get('storage/oak.nix') ?? '';
  assert.match(
    text,
    /ExecStart = "\$\{pkgs\.s3fs\}\/bin\/s3fs photos \/mnt\/buckets\/photos -f -o allow_other -o use_path_request_style -o url=https:\/\/s3\.example\.org -o passwd_file=\/run\/secrets\/S3FS_AUTH\/PHOTOS -o umask=007 -o mp_umask=007 -o uid=998";/,
  );
  assert.match(text, /passwd_file=\/run\/50%% of \$\$it\\"/);
  assert.match(text, /\\"\/mnt\/o p\\"/);
  assert.equal(problems, ['the password file of the bucket `odd` on `oak` is not known']);
});

test('Nix reads the units as they are meant', async () => {
  const { texts } = await units('');
  const text = texts.get('storage/oak.nix') ?? '';
  const called = `(${text}) { pkgs = { coreutils = "C"; s3fs = "S"; fuse3 = "F"; util-linux = "U"; }; }`;
  const verdict = verdictOf(['nix-instantiate', '--eval', '--strict', '--json', '$file'], called);
  if (verdict === undefined) return;
  assert.ok(verdict.isFine, verdict.output);
  const { systemd } = JSON.parse(verdict.output);
  assert.equal(Object.keys(systemd.services).sort(), [
    'gallery',
    'swfs-mount-health-photos',
    'swfs-mount-open',
    'swfs-mount-photos',
  ]);
  assert.equal(systemd.services.gallery.requires, ['swfs-mount-photos.service']);
  assert.is(systemd.timers['swfs-mount-health-photos'].timerConfig.OnActiveSec, '5min');
  assert.match(systemd.services['swfs-mount-open'].serviceConfig.ExecStop, /"\/mnt\/o p"$/);
  const shell = verdictOf(
    ['sh', '-n', '$file'],
    systemd.services['swfs-mount-health-photos'].script,
  );
  if (shell) assert.ok(shell.isFine, shell.output);
});

test('or file systems do, once there is a network', async () => {
  const { texts } = await units('as = "file-systems"');
  assert.match(
    texts.get('storage/oak.nix') ?? '',
    /"\/mnt\/buckets\/photos" = \{\n {6}device = "photos";\n {6}fsType = "fuse\.s3fs";\n {6}options = \[\n {8}"_netdev"/,
  );
});

test('a mount of another kind is told', async () => {
  const { texts, problems } = await emissionOf({
    machines: { oak: '{ server.storage.swfsMount.films = { backend = "seaweedfs"; }; }' },
    emit: 'name = "storage-units"',
  });
  assert.is(texts.size, 0);
  assert.equal(problems, ['`films` on `oak` is mounted by `seaweedfs`, which is not written']);
});

test('a bucket whose server nobody names is told', async () => {
  const { problems } = await units('endpoint = ""');
  assert.ok(problems.includes('the server of the bucket `photos` on `oak` is not known'));
});

function snippet(machines: Readonly<Record<string, string>>, options: string): Promise<Emission> {
  const own = options.includes('paths =') ? '' : `paths = ${JSON.stringify(paths)}\n`;
  return emissionOf({ machines, emit: `name = "persistence-snippet"\n${own}${options}` });
}

function units(options: string): Promise<Emission> {
  const endpoint = options.includes('endpoint') ? '' : 'endpoint = "https://s3.example.org"\n';
  return emissionOf({
    machines: { oak: mounts },
    emit: `name = "storage-units"\n${endpoint}${options}`,
  });
}

test.run();
