import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { rulesFileTable } from '#analyzer/polkit/files.ts';
import { polkitText } from '#emit/print/polkit.ts';
import { emittedIn, flakeOf } from '../support/emitted-files.ts';

const test = suite('rules of polkit');

async function rulesOf(body: string, more: string) {
  const files = `${flakeOf({ oak: 'nixos' })}-- machines/oak/configuration.nix --\n{\n${body}}\n${more}`;
  const { texts, problems } = await emittedIn(files);
  return { text: texts['machines/oak/security/polkit/50-units.rules'], problems };
}

const runner = `
  services.github-runners.blog = { user = "blog"; tokenFile = "/t"; url = "https://github.com/ada/blog"; extraLabels = [ "oak" ]; };
  systemd.services = {
    blog.serviceConfig = { User = "blog"; ExecStart = "/blog"; };
    blog-setup.serviceConfig = { User = "blog"; ExecStart = "/setup"; Type = "oneshot"; };
    shop.serviceConfig = { User = "shop"; ExecStart = "/shop"; };
  };
`;

test('let users manage what options say, what jobs restart, and for runners what runs as them', async () => {
  const { text, problems } = await rulesOf(
    runner,
    `-- .github/workflows/deploy.yml --
on: push
jobs:
  deploy:
    runs-on: [self-hosted, oak]
    steps:
      - run: systemctl restart mail
-- flakewise.toml --
[[emit]]
name = "polkit-rules"
own-units = true
grants = { shop = "blog.service, backup.timer", stranger = "blog" }
`,
  );
  assert.is(
    text,
    `polkit.addRule(function(action, subject) {
  if (action.id == "org.freedesktop.systemd1.manage-units") {
    var unit = action.lookup("unit");
    if (subject.user == "blog" && (unit == "blog.service" || unit == "mail.service")) {
      return polkit.Result.YES;
    }
    if (subject.user == "shop" && (unit == "backup.timer" || unit == "blog.service")) {
      return polkit.Result.YES;
    }
  }
});
`,
  );
  assert.equal(problems, ['no machine is known to have the user `stranger`: it is left out']);
});

test('without anybody there is no file', async () => {
  const { text } = await rulesOf(runner, '-- flakewise.toml --\n[[emit]]\nname = "polkit-rules"\n');
  assert.is(text, undefined);
});

const hostile = [
  { user: 'a"b', units: ['x\\y.service', 'line\u2028end.service'] },
  { user: 'c', units: ['d.service'] },
];

test('say the same to the reader of rules, whatever names have in them', () => {
  const { rows, gaps } = rulesFileTable('a.rules' as FilePath, polkitText(hostile));
  assert.equal(gaps, []);
  assert.equal(
    rows.map(({ user, unit, result }) => [user, unit, result]),
    hostile.flatMap(({ user, units }) => units.map((unit) => [user, unit, 'yes'])),
  );
});

test('run in an engine of ECMAScript 5', () => {
  if (spawnSync('duk', ['-e', '1']).error) {
    process.stdout.write('skipped: no duk\n');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-'));
  const script = `
var rule;
var polkit = { Result: { YES: 'yes' }, addRule: function (added) { rule = added; } };
${polkitText(hostile)}
function ask(id, user, unit) {
  return rule({ id: id, lookup: function () { return unit; } }, { user: user });
}
var manage = 'org.freedesktop.systemd1.manage-units';
print(ask(manage, 'a"b', 'x\\\\y.service'));
print(ask(manage, 'c', 'd.service'));
print(ask(manage, 'c', 'x\\\\y.service'));
print(ask('org.freedesktop.login1.reboot', 'c', 'd.service'));
`;
  try {
    writeFileSync(join(folder, 'rules.js'), script);
    const { stdout } = spawnSync('duk', [join(folder, 'rules.js')], { encoding: 'utf8' });
    assert.is(stdout, 'yes\nyes\nundefined\nundefined\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
