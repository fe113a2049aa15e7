import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { emptied, replacing, written } from '../support/published.ts';

const test = suite('backups');

const buckets = '[[emit]]\nname = "backup-buckets"\noutput = "cloud/backup.tf"\n';
const tasks = '[[emit]]\nname = "restore-tasks"\n';
const backups = 'machines/orchard/services/backups.nix';

test('what people wrote into the module and its outputs stays', async () => {
  const { text } = await written(buckets, {
    [backups]: replacing('press = {', 'pages = {'),
    'cloud/backup.tf': (before) =>
      before
        .replace('  source = "./modules/backup"\n', '  source = "../backup"\n  days   = 7\n')
        .replace('sensitive = true', 'sensitive = false'),
  });
  assert.match(
    text,
    /for_each = \{\n {4}git {3}= "orchard.git"\n {4}pages = "orchard.press"\n {2}\}/,
  );
  assert.match(text, /source = "..\/backup"\n {2}days {3}= 7\n/);
  assert.match(text, /output "backup_git_access_key_id" \{\n.*\n {2}sensitive = false/);
  assert.equal(
    [...text.matchAll(/output "(\w+)"/g)].map(([, name]) => name),
    [
      'backup_git_access_key_id',
      'backup_git_secret_access_key',
      'backup_pages_access_key_id',
      'backup_pages_secret_access_key',
    ],
  );
});

test('a module that is not there yet has no outputs that nobody named', async () => {
  const { text } = await written(buckets, { 'cloud/backup.tf': emptied('backup-buckets') });
  assert.is(
    text.trim(),
    `module "backup" {
  for_each = {
    git   = "orchard.git"
    press = "orchard.press"
  }

  source = "./modules/backup"
  name   = each.key
  bucket = each.value
}`,
  );
});

test('names that are no names of HCL are texts', async () => {
  const { text } = await written(`${buckets}outputs = ["id"]\n`, {
    [backups]: replacing('press = {', '"1 ${"$"}{x}" = {'),
    'cloud/backup.tf': emptied('backup-buckets'),
  });
  assert.match(text, /\n {4}"1 \$\$\{x\}" = "orchard.press"\n/);
  assert.match(
    text,
    /output "backup_1_x__id" \{\n {2}value {5}= module.backup\["1 \$\$\{x\}"\].id\n/,
  );
});

test('a bucket that is not known is left out and reported', async () => {
  const { text, problems } = await written(buckets, {
    [backups]: replacing('"s3:s3.eu-central-1.amazonaws.com/orchard.git"', '(import <bucket>)'),
  });
  assert.not.match(text, /git/);
  assert.is(problems.length, 1);
  assert.match(problems[0] ?? '', /^the bucket of `git` is not known: /);
});

test('a whole Taskfile has a task for each backup', async () => {
  const { texts, problems } = await written(tasks);
  const text = texts.get('machines/orchard/Taskfile.yml') ?? '';
  assert.equal(problems, []);
  const taskfile = parse(text);
  assert.equal(Object.keys(taskfile.tasks), ['restore', 'restore:git', 'restore:press']);
  assert.equal(taskfile.tasks['restore:git'], {
    desc: 'Restore Git from the latest backup',
    cmds: [
      {
        task: 'restore',
        vars: {
          SERVICE: 'soft-serve',
          BACKUP: 'git',
          PATH: 'var/lib/soft-serve',
          ROOT: '',
          OWNER: 'git:git',
        },
      },
    ],
  });
});

test('what is kept below another root is restored there', async () => {
  const { text } = await written(tasks, {
    'flake.nix': (before) =>
      before
        .replace(
          'outputs =',
          'inputs.impermanence.url = "github:nix-community/impermanence";\n  outputs =',
        )
        .replace('{ nixpkgs, ... }', '{ nixpkgs, impermanence, ... }')
        .replace(
          './machines/orchard ]',
          './machines/orchard impermanence.nixosModules.impermanence ]',
        ),
    [backups]: replacing(
      'services.restic.backups',
      'environment.persistence."/keep".directories = [ "/var/lib/soft-serve" ];\n  services.restic.backups',
    ),
  });
  assert.equal(
    [...text.matchAll(/ROOT: (.*)/g)].map(([, root]) => root),
    ['/keep', '""', '""'],
  );
});

test('what is not certain is left out and reported', async () => {
  const { text, problems } = await written(tasks, {
    [backups]: (before) =>
      before
        .replace('"/var/lib/soft-serve"', '"/srv/code"')
        .replace('user = "git"', 'user = "backup"')
        .replace('"/var/lib/press/drafts"', '"/var/lib/press/*"'),
  });
  assert.is(text, '');
  assert.equal(problems, [
    'no task restores `git`: which unit uses it is not certain; set `services`',
    'no task restores `press`: its paths are not plain folders',
  ]);
});

test('an option names the unit, and a login that nobody declares has its own group', async () => {
  const { text } = await written(`${tasks}services = { git = "forge" }\n`, {
    [backups]: replacing('user = "git"', 'user = "backup"'),
  });
  assert.match(text, /SERVICE: forge\n/);
  assert.match(text, /OWNER: "backup:"\n/);
});

test('a backup without a command of its own has no task', async () => {
  const { problems } = await written(tasks, {
    [backups]: replacing('user = "git";', 'user = "git";\n      createWrapper = false;'),
  });
  assert.equal(problems, ['no task restores `git`: it has no command of its own']);
});

test('a fleet without backups has neither', async () => {
  const { texts, problems } = await written(buckets + tasks, { [backups]: () => '{ }\n' });
  assert.equal([...texts.keys()], []);
  assert.equal(problems, []);
});

test.run();
