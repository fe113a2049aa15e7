import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { snapshotOf } from './support/fleet.ts';
import { factsOf, gapsOf, linesOf } from './support/machine.ts';

const test = suite('what machines hold');

test('machines are told apart by the folders that they are in, and by tags', () => {
  const texts = {
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nixpkgs, ... }: {
        nixosConfigurations = {
          oak = nixpkgs.lib.nixosSystem { modules = [ ./hosts/server/oak ]; };
          elm = nixpkgs.lib.nixosSystem { modules = [ ./hosts/laptop/elm.nix ]; };
        };
      };
    }`,
    'hosts/server/oak/default.nix': `{
      imports = [ ../../../shared.nix ];
      deployment.tags = [ "web" ];
      home-manager.users.ada = ../../../ada.nix;
    }`,
    'hosts/laptop/elm.nix': '{ imports = [ ../../shared.nix ]; }',
    'shared.nix': '{ }',
    'ada.nix': '{ }',
  };
  const facts = snapshotOf(new Map(Object.entries(texts)) as Map<FilePath, string>).facts();
  assert.equal(
    facts.table('host').rows.map(({ name, type, tags }) => [name, type, tags]),
    [
      ['elm', 'laptop', []],
      ['oak', 'server', ['web']],
    ],
  );
  assert.equal(
    facts.table('module').rows.map(({ file, classes, hosts }) => [file, classes, hosts]),
    [
      ['ada.nix', ['home'], ['oak']],
      ['hosts/laptop/elm.nix', ['nixos'], ['elm']],
      ['hosts/server/oak/default.nix', ['nixos'], ['oak']],
      ['shared.nix', ['nixos'], ['elm', 'oak']],
    ],
  );
});

test('the entry of a machine is the file of its own that code makes it from', () => {
  const texts = {
    'flake.nix': `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { self, nixpkgs, ... }: {
        nixosConfigurations = nixpkgs.lib.genAttrs [ "elm" "fir" "oak" ]
          (name: import ./lib/machine.nix { inherit self nixpkgs name; });
      };
    }`,
    'lib/machine.nix': `{ self, nixpkgs, name }:
    nixpkgs.lib.nixosSystem {
      modules = builtins.attrValues (import ../modules) ++ [
        { networking.hostName = name; imports = [ ../users/\${name}.nix ]; }
        "\${self}/hosts/\${name}"
      ];
    }`,
    'modules/default.nix': '{ core = import ./core.nix; }',
    'modules/core.nix': '{ ... }: { imports = [ ../network/fir.nix ]; }',
    'network/fir.nix': '{ ... }: { }',
    ...Object.fromEntries(
      ['elm', 'fir', 'oak'].flatMap((name) => [
        [`hosts/${name}/default.nix`, '{ imports = [ ./disks.nix ]; }'],
        [`hosts/${name}/disks.nix`, '{ }'],
        [`users/${name}.nix`, '{ users.users.ada.isNormalUser = true; }'],
      ]),
    ),
  };
  const facts = snapshotOf(new Map(Object.entries(texts)) as Map<FilePath, string>).facts();
  assert.equal(
    facts.table('host').rows.map(({ name, entry, folder, type }) => [name, entry, folder, type]),
    [
      ['elm', 'hosts/elm/default.nix', 'hosts/elm', undefined],
      ['fir', 'hosts/fir/default.nix', 'hosts/fir', undefined],
      ['oak', 'hosts/oak/default.nix', 'hosts/oak', undefined],
    ],
  );
});

test('machines that are made of the same files have no entry', () => {
  const texts = {
    'flake.nix': `{
      inputs.nix-darwin.url = "github:nix-darwin/nix-darwin";
      inputs.nixpkgs.url = "github:NixOS/nixpkgs";
      outputs = { nix-darwin, nixpkgs, ... }: {
        nixosConfigurations = nixpkgs.lib.genAttrs [ "aarch64-linux" "x86_64-linux" ]
          (system: nixpkgs.lib.nixosSystem { inherit system; modules = [ ./hosts/lab.nix ]; });
        darwinConfigurations.elm = nix-darwin.lib.darwinSystem { modules = [ (import ./macs/elm.nix) ]; };
      };
    }`,
    'hosts/lab.nix': '{ }',
    'macs/elm.nix': '{ ... }: { networking.hostName = "elm"; }',
  };
  const facts = snapshotOf(new Map(Object.entries(texts)) as Map<FilePath, string>).facts();
  assert.equal(
    facts.table('host').rows.map(({ name, entry }) => [name, entry]),
    [
      ['aarch64-linux', undefined],
      ['x86_64-linux', undefined],
      ['elm', 'macs/elm.nix'],
    ],
  );
});

test('users have shells, homes, groups and keys, and no passwords', () => {
  const facts = factsOf({
    oak: `{ pkgs, ... }: {
      users.users.ada = {
        isNormalUser = true;
        extraGroups = [ "wheel" "docker" ];
        shell = pkgs.zsh;
        hashedPassword = "$6$abc";
        hashedPasswordFile = "/run/secrets/ada";
        openssh.authorizedKeys = { keys = [ "ssh-ed25519 A" "ssh-ed25519 B" ]; keyFiles = [ ./ada.pub ]; };
        linger = true;
      };
      users.users.app = { isSystemUser = true; uid = 900; group = "app"; home = "/srv/app"; };
      users.groups.app = { gid = 900; members = [ "ada" ]; };
    }`,
  });
  assert.equal(linesOf(facts, 'user'), [
    'key ada, name ada, kind normal, extra-groups wheel | docker, home /home/ada, shell pkgs.zsh, ' +
      'authorized-keys 2, authorized-key-files ./ada.pub, hashed-password-file /run/secrets/ada, linger true',
    'key app, name app, uid 900, group app, kind system, home /srv/app, authorized-keys 0',
  ]);
  assert.equal(linesOf(facts, 'group'), ['name app, gid 900, members ada']);
});

test('nix-darwin manages the accounts that it knows', () => {
  const facts = factsOf({
    elm: `{
      users.knownUsers = [ "build" "gone" ];
      users.knownGroups = [ "build" ];
      users.users = { build = { uid = 501; gid = 501; }; ada = { }; };
      users.groups.build.gid = 501;
    }`,
  });
  assert.equal(linesOf(facts, 'user'), [
    'key ada, name ada, authorized-keys 0, known false',
    'key build, name build, uid 501, gid 501, authorized-keys 0, known true',
  ]);
  assert.equal(linesOf(facts, 'group'), ['name build, gid 501, known true']);
  assert.equal(linesOf(facts, 'known-account'), [
    'kind user, name build',
    'kind user, name gone',
    'kind group, name build',
  ]);
});

test('runners of every kind are runners', () => {
  const facts = factsOf({
    oak: `{ pkgs, config, ... }: {
      services.github-runners.site-oak = {
        enable = true;
        name = "oak";
        url = "https://example.org/a/b";
        tokenFile = "/run/secrets/runner";
        user = "site";
        group = "site";
        extraLabels = [ "nix" ];
        extraPackages = [ pkgs.gh pkgs.rsync ];
      };
      services.gitea-actions-runner.instances.own = {
        enable = true;
        name = "own";
        url = "https://git.example.org";
        tokenFile = "/run/token";
        labels = [ "native:host" ];
        hostPackages = with pkgs; [ git ];
      };
      services.gitlab-runner.services.lab = { registrationConfigFile = "/run/lab"; tagList = [ "nix" ]; };
      services.woodpecker-agents.agents.wood = {
        enable = true;
        environment.WOODPECKER_SERVER = "wood:9000";
        environmentFile = [ "/run/wood" ];
      };
      services.buildkite-agents.kite = { tokenPath = "/run/kite"; tags.queue = "x"; };
      services.hercules-ci-agent = { enable = true; settings.clusterJoinTokenPath = "/run/join"; };
      services.buildbot-worker.enable = false;
    }`,
  });
  assert.equal(linesOf(facts, 'runner'), [
    'tool github, attribute site-oak, enabled true, name oak, url https://example.org/a/b, user site, ' +
      'group site, token-file /run/secrets/runner, labels nix, packages pkgs.gh | pkgs.rsync',
    'tool gitea, attribute own, enabled true, name own, url https://git.example.org, ' +
      'token-file /run/token, labels native:host, packages pkgs.git',
    'tool gitlab, attribute lab, token-file /run/lab, labels nix',
    'tool woodpecker, attribute wood, enabled true, url wood:9000, token-file /run/wood',
    'tool buildkite, attribute kite, user buildkite-agent-kite, token-file /run/kite, labels queue=x',
    'tool hercules, attribute hercules-ci-agent, enabled true, user hercules-ci-agent, ' +
      'group hercules-ci-agent, token-file /run/join',
    'tool buildbot, attribute buildbot-worker, enabled false',
  ]);
});

test('a runner without a name registers as its attribute', () => {
  const facts = factsOf({ oak: '{ services.github-runners.a.url = "https://x"; }' });
  assert.equal(linesOf(facts, 'runner'), ['tool github, attribute a, name a, url https://x']);
});

test('what is kept over a reboot is a path, below the home for users', () => {
  const facts = factsOf({
    oak: `{ config, ... }: {
      environment.persistence."/persist" = {
        directories = [ "/var/log" { directory = "/var/lib/app"; user = "app"; mode = "0700"; } ];
        files = [ "/etc/machine-id" { file = "/etc/key"; } ];
        users.ada.directories = [ "Documents" ];
        users.bob.directories = [ "Music" ];
      };
      environment.persistence."/off" = { enable = false; files = [ "/x" ]; };
      users.users.ada.isNormalUser = true;
      preservation = {
        enable = true;
        preserveAt."/keep" = { directories = [ { directory = "/srv"; group = "www"; } config.x.y ]; };
      };
    }`,
  });
  assert.equal(linesOf(facts, 'persisted'), [
    'root /persist, path /var/log, kind directory, source impermanence',
    'root /persist, path /var/lib/app, kind directory, user app, mode 0700, source impermanence',
    'root /persist, path /etc/machine-id, kind file, source impermanence',
    'root /persist, path /etc/key, kind file, source impermanence',
    'account ada, root /persist, path /home/ada/Documents, kind directory, source impermanence',
    'account bob, root /persist, path ?, kind directory, source impermanence',
    'root /keep, path /srv, kind directory, group www, source preservation',
  ]);
  assert.equal(gapsOf(facts, 'persisted'), ['oak preservation /keep directory']);
});

test('preservation that is not turned on keeps nothing', () => {
  const oak = '{ preservation.preserveAt."/keep".files = [ "/x" ]; }';
  assert.equal(linesOf(factsOf({ oak }), 'persisted'), []);
});

test('backups say what they keep where', () => {
  const facts = factsOf({
    oak: `{
      services.restic.backups.site = {
        paths = [ "/srv/site" ];
        exclude = [ "*.tmp" ];
        repository = "s3:s3.example.org/site-backups/oak";
        passwordFile = "/run/secrets/restic";
        environmentFile = "/run/env";
        user = "site";
        timerConfig.OnCalendar = "daily";
        pruneOpts = [ "--keep-daily 7" ];
      };
      services.borgbackup.jobs.all = {
        paths = "/srv";
        repo = "ssh://u:secret@store/./oak";
        encryption = { mode = "repokey"; passCommand = "cat /run/borg"; };
        startAt = "hourly";
        prune.keep.daily = 7;
      };
      services.borgmatic.configurations.own = {
        source_directories = [ "/home" ];
        repositories = [ { path = "/mnt/borg"; label = "local"; } ];
      };
      services.syncoid.commands."tank/data".target = "backup@store:tank/oak";
      services.sanoid.datasets."tank/data" = { daily = 7; weekly = 4; };
    }`,
    ada: '{ services.restic.backups.own.repository = "b2:own-bucket:path"; }',
  });
  assert.equal(linesOf(facts, 'backup'), [
    'tool restic, name site, user site, paths /srv/site, excludes *.tmp, ' +
      'repository s3:s3.example.org/site-backups/oak, bucket site-backups, ' +
      'password-file /run/secrets/restic, environment-file /run/env, schedule daily, prune --keep-daily 7',
    'tool borgbackup, name all, paths /srv, repository ssh://u:…@store/./oak, ' +
      'password-file /run/borg, schedule hourly, prune --keep-daily 7',
    'tool borgmatic, name own, paths /home, repository /mnt/borg',
    'tool syncoid, name tank/data, paths tank/data, repository backup@store:tank/oak',
    'tool sanoid, name tank/data, paths tank/data, prune daily 7 | weekly 4',
    'tool restic, name own, repository b2:own-bucket:path, bucket own-bucket',
  ]);
});

test('databases are made with their owners', () => {
  const facts = factsOf({
    oak: `{ config, ... }: {
      services.postgresql = {
        enable = true;
        ensureDatabases = [ "site" "shared" config.x.y ];
        ensureUsers = [ { name = "site"; ensureDBOwnership = true; } { name = "reader"; } ];
      };
      services.mysql = { enable = false; ensureDatabases = [ "off" ]; };
      services.redis.servers.cache = { enable = true; port = 6380; };
      services.redis.servers.off.port = 1;
    }`,
  });
  assert.equal(linesOf(facts, 'database'), [
    'engine postgresql, name site, owner site',
    'engine postgresql, name shared',
    'engine redis, name cache, port 6380',
  ]);
  assert.equal(gapsOf(facts, 'database'), ['oak postgresql']);
  assert.equal(linesOf(facts, 'database-user'), [
    'engine postgresql, name site, owns true',
    'engine postgresql, name reader, owns false',
  ]);
});

test('file systems are mounted by both options', () => {
  const facts = factsOf({
    oak: `{
      fileSystems."/" = { device = "/dev/disk/by-label/root"; fsType = "ext4"; options = [ "noatime" ]; };
      systemd.mounts = [ { what = "store:/x"; where = "/mnt/x"; type = "nfs"; options = "ro,soft"; } ];
    }`,
  });
  assert.equal(linesOf(facts, 'mount'), [
    'path /, device /dev/disk/by-label/root, type ext4, options noatime, source fileSystems',
    'path /mnt/x, device store:/x, type nfs, options ro | soft, source systemd.mounts',
  ]);
});

test('Homebrew installs by four lists', () => {
  const facts = factsOf({
    elm: `{
      homebrew = {
        brews = [ "jq" { name = "gh"; link = true; } ];
        casks = [ "firefox" ];
        taps = [ "a/b" ];
        masApps.Xcode = 497799835;
      };
    }`,
  });
  assert.equal(linesOf(facts, 'homebrew'), [
    'kind brew, name jq',
    'kind brew, name gh',
    'kind cask, name firefox',
    'kind tap, name a/b',
    'kind app, name Xcode',
  ]);
});

test.run();
