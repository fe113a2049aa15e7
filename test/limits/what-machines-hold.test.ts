import * as assert from 'uvu/assert';
import { parseExample } from '#linter/example.ts';
import { rules } from '#rules/index.ts';
import { limitsBelow, machine, table } from '../support/limits.ts';
import { lintWith } from '../support/lint-example.ts';

const limits = limitsBelow('What machines hold');
const { say } = limits;

say(
  'Commands, variables and options of containers show what is not known as Nix writes it, such as `${config.a.b}`; a command that is a package, such as one of `pkgs.writeShellScript`, is undecided.',
  () => {
    const module = `{ config, pkgs, ... }: {
      systemd.services.x.serviceConfig.ExecStart = "/bin/x \${config.y.z}";
      systemd.services.y.serviceConfig.ExecStart = pkgs.writeShellScript "y" "run";
    }`;
    const services = table(machine(module), 'service');
    assert.match(services, /\/bin\/x \$\{config\.y\.z\}/);
    assert.match(services, /name=y .*exec=\? /);
  },
);

say(
  'The unit of an OCI container is known where the repository says which backend runs it.',
  () => {
    const containers = (backend: string): string =>
      table(
        machine(`{ virtualisation.oci-containers = { ${backend} containers.web.image = "x"; }; }`),
        'container',
      );
    assert.match(containers('backend = "podman";'), /unit=podman-web/);
    assert.match(containers(''), /unit=\?/);
  },
);

say(
  'Modules of inputs are taken to leave alone what the repository itself defines: they may add units and users, but no settings to a unit or user that is defined here.',
  () => {
    const module = `{ inputs, ... }: {
      imports = [ inputs.other.nixosModules.x ];
      users.users.ada = { isNormalUser = true; };
    }`;
    const users = table(machine(module), 'user');
    assert.match(users, /^web .*name=ada/m);
    assert.not.match(users, /uid=\?/);
    assert.match(users, /^\? .*depends on the input `other/m);
  },
);

say(
  'What a service listens on is known where the repository sets it, or declares a default; what upstream chooses is a gap of `listener`, but for OpenSSH, Grafana and Prometheus.',
  () => {
    const listeners = (service: string): string =>
      table(machine(`{ services.${service}.enable = true; }`), 'listener');
    assert.match(listeners('jotter'), /^\? .*listens where upstream decides/);
    assert.match(listeners('openssh'), /port=22/);
    assert.match(listeners('grafana'), /port=3000/);
    assert.match(listeners('prometheus'), /port=9090/);
    const set = '{ services.jotter = { enable = true; port = 81; }; }';
    assert.match(table(machine(set), 'listener'), /port=81/);
  },
);

say('A long-running unit that names no port is a gap as well.', () => {
  const module = '{ systemd.services.x.serviceConfig.ExecStart = "/bin/x"; }';
  assert.match(table(machine(module), 'listener'), /^\? .*may listen on any port/);
});

say('Services of homes are not looked at.', () => {
  const module = `{ inputs, ... }: {
    imports = [ inputs.home-manager.nixosModules.home-manager ];
    home-manager.users.ada.systemd.user.services.x.Service.ExecStart = "/bin/x --port 81";
  }`;
  assert.match(table(machine(module), 'service'), /name=x/);
  assert.is(table(machine(module), 'listener'), '');
});

say('Units, users and groups that only modules of nixpkgs make have no rows.', () => {
  const source = machine('{ services.nginx.enable = true; services.postgresql.enable = true; }');
  for (const name of ['service', 'user', 'group'] as const) assert.is(table(source, name), '');
});

say(
  'Which modules of inputs a machine imports is in no table; that one with `environment.persistence` imports impermanence is for Nix to say.',
  () => {
    const module = '{ environment.persistence."/keep".directories = [ "/var/log" ]; }';
    assert.match(table(machine(module), 'persisted'), /path=\/var\/log/);
    assert.not.match(table(machine(module), 'module'), /impermanence/);
  },
);

say(
  'What changes from one commit to the next is no fact, such as keys in `initial_admin_keys` of Soft Serve, which count at its first start only.',
  () => {
    const options = (key: string): string =>
      table(
        machine(`{ services.soft-serve.settings.initial_admin_keys = [ "${key}" ]; }`),
        'option',
      );
    assert.match(options('ssh-ed25519 A'), /initial_admin_keys/);
    assert.is(options('ssh-ed25519 A'), options('ssh-ed25519 B'));
  },
);

say(
  'NixOS containers, microvm guests, Kubernetes and files of docker-compose are no rows of `container`.',
  () => {
    const module =
      '{ containers.a.config = { }; microvm.vms.b = { }; services.k3s.enable = true; }';
    const compose = '-- docker-compose.yml --\nservices: { web: { image: nginx } }\n';
    assert.is(table(machine(module, compose), 'container'), '');
  },
);

const layers = (web: string, shared: string, more = ''): string => `
-- flake.nix --
{
  outputs = { nixpkgs, ... }: let
    lib = nixpkgs.lib;
    make = file: let
      defaults = import ./defaults.nix;
      settings = lib.recursiveUpdate defaults.settings (import file).settings ${more};
    in lib.nixosSystem { specialArgs = { inherit settings; }; modules = [ { } ]; };
  in { nixosConfigurations = lib.mapAttrs (_: make) { web = ./web.nix; db = ./db.nix; }; };
}
-- defaults.nix --
{ settings = { own = 0; port = 1; ${shared} }; }
-- web.nix --
{ settings = { own = 1; ${web} }; }
-- db.nix --
{ settings = { own = 2; }; }
`;

say(
  'A section of flags is an argument of modules of which two files or more hold a layer under the section’s own name, one of them shared by all profiles.',
  () => {
    const settings = table(layers('gui = true;', 'gui = false;'), 'profile-setting');
    assert.match(settings, /gui/);
    const single = machine('{ flags, ... }: { _module.args.flags = { gui = true; }; }');
    assert.is(table(single, 'profile-setting'), '');
  },
);

say('Settings that are merged from other places have no rows.', () => {
  const source = layers('gui = true;', 'gui = false;', '// { other = 1; }');
  assert.match(table(source, 'flag-set'), /gui/);
  assert.not.match(table(source, 'flag-set'), /other/);
});

say('Values whose names look secret are withheld.', () => {
  const settings = table(layers('', 'apiToken = "hunter2";'), 'profile-setting');
  assert.match(settings, /apiToken/);
  assert.not.match(settings, /hunter2/);
});

say(
  'That nothing reads a Nix file is told of fleets alone, and undecided where anything may read it: a folder that is read as a whole, a path with a hole, a flake that is handed to an input which may look around in it, a command, a document or a comment that names the file, and what people give to Nix by name.',
  () => {
    const file = '-- services/mail.nix --\n{ }\n';
    const reached = (source: string): string =>
      table(source, 'nix-file').match(/file=services\/mail.nix .*reached=(\w+|\?)/)?.[1] ?? '';
    assert.is(reached(machine('{ }', file)), 'false');
    assert.is(reached(`-- flake.nix --\n{ outputs = _: { }; }\n${file}`), '?');
    assert.is(reached(machine('{ x = builtins.readDir ./services; }', file)), '?');
    assert.is(reached(machine('{ config, ... }: { x = ./services/${config.y}.nix; }', file)), '?');
    assert.is(reached(machine('{ inputs, ... }: { x = inputs.other inputs; }', file)), '?');
    for (const text of ['Makefile', 'README.md']) {
      const naming = `${file}-- ${text} --\nmail:\n\tnix build -f services/mail.nix\n`;
      assert.is(reached(machine('{ }', naming)), '?');
    }
    const comment = `${file}-- shell.nix --\n# services/mail.nix\n{ }\n`;
    assert.is(reached(machine('{ }', comment)), '?');
    assert.match(table(machine('{ }', comment), 'nix-file'), /file=shell.nix .*reached=\?/);
  },
);

say(
  'Of options, only those that NixOS or Home Manager certainly do not have, and that two conventions list, are told to be in a module of the wrong class.',
  () => {
    const rule = rules.find(({ meta }) => meta.name === 'structure/home-option-in-system');
    const wrong = (module: string): number => {
      const { files } = parseExample(machine(module));
      return rule ? lintWith(rule, files).diagnostics.length : -1;
    };
    assert.is(wrong('{ home.username = "ada"; }'), 1);
    assert.is(wrong('{ services.dunst.enable = true; }'), 0);
  },
);

say('Files that an expression imports (`import ./a.nix`) are not looked for; modules are.', () => {
  const rule = rules.find(({ meta }) => meta.name === 'structure/missing-import');
  const missing = (module: string): number => {
    const { files } = parseExample(machine(module));
    return rule ? lintWith(rule, files).diagnostics.length : -1;
  };
  assert.is(missing('{ imports = [ ./gone.nix ]; }'), 1);
  assert.is(missing('{ environment.etc.a.text = (import ./gone.nix).a; }'), 0);
});

limits.run();
