import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, gapsOf, linesOf } from './support/machine.ts';

const test = suite('services');

/** The one unit `app` of a machine, without what all units here have in common. */
function unitOf(text: string): string {
  const facts = factsOf({
    oak: `{ pkgs, config, lib, ... }: { systemd.services.app = { ${text} }; }`,
  });
  const [line = ''] = linesOf(facts, 'service');
  return line.replace('name app, scope system, manager systemd', '').replace(/^, /, '');
}

test('a unit says as whom it runs', () => {
  const settings = 'User = "app"; Group = "www"; DynamicUser = true;';
  assert.is(unitOf(`serviceConfig = { ${settings} };`), 'user app, group www, dynamic-user true');
  assert.is(unitOf('serviceConfig.SupplementaryGroups = "a b";'), 'supplementary-groups a | b');
  assert.is(unitOf('enable = false;'), 'enabled false');
});

test('its commands are listed as they run, and packages keep their names', () => {
  const unit = `
    preStart = "mkdir x";
    script = "run";
    serviceConfig = {
      ExecStartPre = [ "+first" "second" ];
      ExecStart = "\${pkgs.app}/bin/app --port \${toString 80} \${config.services.other.flag}";
    };`;
  assert.is(
    unitOf(unit),
    'exec mkdir x | +first | second | run | ${pkgs.app}/bin/app --port 80 ${config.services.other.flag}',
  );
  assert.is(unitOf('serviceConfig.ExecStart = ./run.sh;'), 'exec ./run.sh');
  assert.is(unitOf('serviceConfig.ExecStart = "${./bin}/run";'), 'exec ./bin/run');
});

test('variables come from both ways to set them', () => {
  const unit = `
    environment = { PORT = "80"; HOME = "/var/lib/app"; NOTHING = null; CONF = "\${pkgs.conf}/x"; };
    serviceConfig.Environment = [ "PORT=81" "\\"NAME=two words\\" LAST=b" ];`;
  assert.is(
    unitOf(unit),
    'environment CONF=${pkgs.conf}/x | HOME=/var/lib/app | PORT=81 | NAME=two words | LAST=b',
  );
});

test('values that look secret are withheld', () => {
  const unit = `
    environment = {
      API_TOKEN = "abc";
      DB_PASSWORD = "abc";
      KEY = "abc";
      PASSWORD_FILE = "/run/x";
      URL = "postgres://app:abc@db/app";
    };
    script = "curl --token abc -H x; PASSWORD=abc run --password=/run/file $TOKEN TOKEN=$OTHER";`;
  const line = unitOf(unit);
  assert.not.match(line, /abc/);
  assert.match(
    line,
    'API_TOKEN | DB_PASSWORD | KEY | PASSWORD_FILE=/run/x | URL=postgres://app:…@db/app',
  );
  assert.match(
    line,
    'curl --token … -H x; PASSWORD=… run --password=/run/file $TOKEN TOKEN=$OTHER',
  );
});

test('directories, files, credentials and capabilities are read', () => {
  const unit = `serviceConfig = {
    StateDirectory = "a b/c";
    CacheDirectory = [ "d" ];
    EnvironmentFile = [ "-/run/env" "/run/more" ];
    LoadCredential = [ "key:/run/key" ];
    AmbientCapabilities = [ "CAP_NET_BIND_SERVICE" ];
    CapabilityBoundingSet = "";
  };`;
  assert.is(
    unitOf(unit),
    'environment-files /run/env | /run/more, credentials key:/run/key, state-directories a | b/c, ' +
      'cache-directories d, ambient-capabilities CAP_NET_BIND_SERVICE',
  );
});

test('directives without a column of their own are told, and secrets among them by name alone', () => {
  const unit = `serviceConfig = {
    ExecStart = "/bin/app";
    NoNewPrivileges = true;
    ReadWritePaths = [ "/srv" "/var/app" ];
    SetCredential = "key:abc";
    UMask = "0022";
    User = "app";
  };`;
  const line = unitOf(unit);
  assert.not.match(line, /abc/);
  assert.match(
    line,
    'directives NoNewPrivileges=true | ReadWritePaths=/srv /var/app | SetCredential | UMask=0022',
  );
});

test('its place among other units is read from options and sections', () => {
  const unit = `
    wantedBy = [ "multi-user.target" ];
    after = [ "a.service" ];
    bindsTo = [ "b.service" ];
    unitConfig = { After = [ "c.service" ]; Requires = "d.service"; };`;
  assert.is(
    unitOf(unit),
    'wanted-by multi-user.target, after a.service | c.service, requires d.service | b.service',
  );
});

test('a list of which a part is not known is undecided, and so is what hides behind a part of a unit', () => {
  assert.is(unitOf('after = [ "a" ] ++ lib.optional config.x.y "b";'), 'after ?');
  assert.is(
    unitOf('serviceConfig.SupplementaryGroups = [ config.x.y ];'),
    'supplementary-groups ?',
  );
  assert.match(unitOf('serviceConfig = config.x.y;'), /user \?.*exec \?.*ambient-capabilities \?/);
  const unsure = factsOf({
    oak: '{ config, lib, ... }: { systemd.services.app = lib.mkIf config.x.y { script = ""; }; }',
  });
  assert.equal(linesOf(unsure, 'service'), []);
  assert.equal(gapsOf(unsure, 'service'), ['oak system systemd app']);
});

test('a foreign module leaves a unit that is defined here as it is', () => {
  const facts = factsOf({
    oak: `{ inputs, ... }: {
      imports = [ inputs.other.nixosModules.default ];
      systemd.services.app.serviceConfig.Group = "www";
    }`,
  });
  assert.equal(linesOf(facts, 'service'), ['name app, scope system, manager systemd, group www']);
  assert.equal(gapsOf(facts, 'service'), ['oak']);
});

test('units of users are those of the machine, and those of homes', () => {
  const facts = factsOf({
    oak: `{
      systemd.user.services.all.script = "x";
      home-manager.users.ada.systemd.user.services.own = {
        Unit.After = [ "a.service" ];
        Service = { ExecStart = "run"; Environment = "A=b"; };
        Install.WantedBy = [ "default.target" ];
      };
    }`,
    ada: '{ home.username = "ada"; systemd.user.services.alone.Service.Type = "oneshot"; }',
  });
  assert.equal(linesOf(facts, 'service'), [
    'name all, scope user, manager systemd, exec x',
    'account ada, name own, scope user, manager systemd, exec run, environment A=b, ' +
      'wanted-by default.target, after a.service',
    'account ada, name alone, scope user, manager systemd, type oneshot',
  ]);
});

test('jobs of launchd are services as well', () => {
  const facts = factsOf({
    elm: `{
      launchd.daemons.sync = {
        script = "sync";
        serviceConfig = {
          UserName = "ada";
          GroupName = "staff";
          StandardOutPath = "/tmp/out";
          EnvironmentVariables.A = "b";
          StartInterval = 60;
        };
      };
      launchd.user.agents.tidy.serviceConfig = {
        ProgramArguments = [ "/bin/sh" "-c" "tidy" ];
        StartCalendarInterval = [ { Hour = 3; Minute = 0; } ];
      };
      home-manager.users.ada.launchd.agents.own = { enable = true; config.Program = "/bin/own"; };
    }`,
  });
  assert.equal(linesOf(facts, 'service'), [
    'name sync, scope system, manager launchd, user ada, group staff, exec sync, environment A=b, log-files /tmp/out',
    'name tidy, scope user, manager launchd, exec /bin/sh -c tidy',
    'account ada, name own, scope user, manager launchd, enabled true, exec /bin/own',
  ]);
  assert.equal(linesOf(facts, 'trigger'), [
    'name sync, scope system, kind timer, unit sync, conditions StartInterval=60',
    'name tidy, scope user, kind timer, unit tidy, conditions StartCalendarInterval=Hour=3 Minute=0',
  ]);
});

test('timers, sockets and paths start units', () => {
  const facts = factsOf({
    oak: `{
      systemd.services.clean = { script = ""; startAt = "daily"; };
      systemd.timers.sync = {
        wantedBy = [ "timers.target" ];
        timerConfig = { OnCalendar = "hourly"; Persistent = true; Unit = "other.service"; };
      };
      systemd.sockets.app = { listenStreams = [ "8080" ]; socketConfig.ListenDatagram = 53; };
      systemd.paths.watch.pathConfig.PathChanged = "/x";
    }`,
    ada: '{ systemd.user.timers.own = { Timer.OnBootSec = "5m"; Install.WantedBy = [ "timers.target" ]; }; }',
  });
  assert.equal(linesOf(facts, 'trigger'), [
    'name sync, scope system, kind timer, unit other, conditions OnCalendar=hourly, persistent true, wanted-by timers.target',
    'name app, scope system, kind socket, unit app, conditions ListenStream=8080 | ListenDatagram=53',
    'name watch, scope system, kind path, unit watch, conditions PathChanged=/x',
    'name clean, scope system, kind timer, unit clean, conditions OnCalendar=daily',
    'name own, scope user, kind timer, unit own, conditions OnBootSec=5m, wanted-by timers.target',
  ]);
});

test.run();
