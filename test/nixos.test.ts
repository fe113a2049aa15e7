import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, picture } from './support/picture.ts';

const test = suite('nixos');

/** One machine with these modules; the first is `./web.nix`. */
function machine(modules: { readonly [file: string]: string }): string {
  const files = Object.entries(modules).map(([file, text]) => `-- ${file} --\n${text}`);
  return `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  inputs.sops-nix.url = "github:Mic92/sops-nix";
  inputs.mystery.url = "github:someone/mystery";
  inputs.hardware.url = "github:someone/lab-hardware";
  inputs.vault-secrets.url = "github:serokell/vault-secrets";
  inputs.own-secrets.url = "github:someone/secrets";
  inputs.hw = { type = "github"; owner = "NixOS"; repo = "nixos-hardware"; };
  outputs = { nixpkgs, ... }@inputs: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      specialArgs = { inherit inputs; role = "proxy"; };
      modules = [ ./web.nix ];
    };
  };
}
${files.join('\n')}
`;
}

/** The options of the machine, as `path=value`. */
function options(modules: { readonly [file: string]: string }): string[] {
  const { rows } = factsOf(machine(modules)).table('option');
  return rows.map(({ path, value }) => `${path}=${typeof value === 'object' ? '?' : value}`);
}

function ports(modules: { readonly [file: string]: string }): string[] {
  const facts = factsOf(machine(modules));
  return picture(facts, 'open-port').map((line) =>
    line.replace(/ source=\S+| to-port=\d+|^web /g, ''),
  );
}

test('a module is a set, a function, or a file of either', () => {
  const module = `{ imports = [ ./a.nix ./b { c = 3; } ]; }`;
  const files = {
    'web.nix': module,
    'a.nix': '{ ... }: { a = 1; }',
    'b/default.nix': '{ b = 2; }',
  };
  assert.equal(options(files), ['a=1', 'b=2', 'c=3']);
});

test('arguments come from specialArgs and from _module.args', () => {
  const files = {
    'web.nix': `{ role, site, ... }: { imports = [ ./args.nix ]; r = role; s = site; }`,
    'args.nix': `{ _module.args.site = "north"; }`,
  };
  assert.equal(options(files), ['_module.args.site=north', 'r=proxy', 's=north']);
});

test('an argument that nobody passes is unknown, and so is what follows from it', () => {
  assert.equal(options({ 'web.nix': '{ mystery, ... }: { a = mystery; b = 1; }' }), ['a=?', 'b=1']);
});

test('conditions see the configuration that they are part of', () => {
  const files = {
    'web.nix': `{ config, lib, ... }: {
      imports = [ ./switch.nix ];
      config = lib.mkIf config.on { a = 1; services.x.port = 80; };
    }`,
    'switch.nix': '{ on = true; }',
  };
  assert.equal(options(files), ['a=1', 'on=true', 'services.x.port=80']);
});

test('a false condition leaves nothing behind', () => {
  const web = `{ lib, ... }: lib.mkMerge [
    { a = 1; }
    (lib.mkIf false { b = 1; users.users.ghost.uid = 1; })
  ]`;
  assert.equal(picture(factsOf(machine({ 'web.nix': web })), 'user'), []);
});

test('the stronger definition wins, the weaker is no conflict', () => {
  const files = {
    'web.nix': `{ lib, ... }: {
      imports = [ ./low.nix ];
      a = 1; b = lib.mkForce 2; c = lib.mkOverride 10 3;
    }`,
    'low.nix': `{ lib, ... }: { a = lib.mkDefault 9; b = 9; c = lib.mkForce 9; }`,
  };
  assert.equal(options(files), ['a=1', 'b=2', 'c=3']);
});

test('equal scalars agree, others depend on a type declared upstream', () => {
  const files = {
    'web.nix': '{ imports = [ ./other.nix ]; a = "x"; b = "x"; }',
    'other.nix': '{ a = "x"; b = "y"; }',
  };
  assert.equal(options(files), ['a=x', 'b=?']);
});

test('lists concatenate', () => {
  const files = {
    'web.nix': '{ imports = [ ./more.nix ]; networking.firewall.allowedTCPPorts = [ 80 ]; }',
    'more.nix': '{ networking.firewall.allowedTCPPorts = [ 443 ]; }',
  };
  assert.equal(ports(files).sort(), ['protocol=tcp port=443', 'protocol=tcp port=80']);
});

test('a condition that hangs on another one has one reason', () => {
  const web = `{ lib, config, mystery, ... }: {
    a = lib.mkIf mystery true;
    b = lib.mkIf config.a true;
    networking.firewall.allowedTCPPorts = lib.mkIf config.b [ 80 ];
  }`;
  const [gap] = factsOf(machine({ 'web.nix': web })).table('open-port').gaps;
  assert.is(
    gap?.reason,
    'holds under a condition that is not known: the argument `mystery` is not passed in this repository',
  );
});

test('conditions and priorities on elements of a list count as they do on definitions', () => {
  const web = `{ lib, mystery, ... }: {
    networking.wg-quick.interfaces.wg0.peers = [
      { publicKey = "a"; }
      (lib.mkIf true { publicKey = "b"; allowedIPs = [ "192.0.2.0/24" ]; })
      (lib.mkIf false { publicKey = "c"; })
      (lib.mkMerge [ { publicKey = "d"; } { endpoint = "192.0.2.1:80"; } ])
      (lib.mkForce { publicKey = "e"; })
    ];
    networking.wg-quick.interfaces.wg1.peers = [
      { publicKey = "f"; }
      (lib.mkIf mystery { publicKey = "g"; })
    ];
  }`;
  assert.equal(picture(factsOf(machine({ 'web.nix': web })), 'tunnel-peer'), [
    'web interface=wg0 public-key=a allowed-ips=[]',
    'web interface=wg0 public-key=b allowed-ips=["192.0.2.0/24"]',
    'web interface=wg0 public-key=d endpoint=192.0.2.1:80 endpoint-address=192.0.2.1 endpoint-port=80 allowed-ips=[]',
    'web interface=wg0 public-key=e allowed-ips=[]',
    'web interface=wg1 public-key=f allowed-ips=[]',
    '? web interface=wg1 holds under a condition that is not known: the argument `mystery` is not passed in this repository',
  ]);
});

test('a list under an unknown condition leaves a gap beside what is certain', () => {
  const web = `{ lib, mystery, ... }: {
    networking.firewall.allowedTCPPorts = lib.mkMerge [ [ 80 ] (lib.mkIf mystery [ 81 ]) ];
  }`;
  const [certain, ...gaps] = ports({ 'web.nix': web });
  assert.is(certain, 'protocol=tcp port=80');
  assert.is(gaps.length > 0, true);
  for (const gap of gaps) assert.match(gap, /condition that is not known: the argument `mystery`/);
});

test('a range, and a port on one interface, are open too', () => {
  const web = `{ networking.firewall = {
    allowedUDPPortRanges = [ { from = 60000; to = 61000; } ];
    interfaces.wg0.allowedTCPPorts = [ 9100 ];
  }; }`;
  assert.equal(picture(factsOf(machine({ 'web.nix': web })), 'open-port'), [
    'web protocol=udp source=networking.firewall.allowedUDPPortRanges port=60000 to-port=61000',
    'web protocol=tcp interface=wg0 source=networking.firewall.interfaces.wg0.allowedTCPPorts port=9100 to-port=9100',
  ]);
});

test('a firewall that is off lets everything in', () => {
  const web = '{ networking.firewall.enable = false; }';
  assert.equal(picture(factsOf(machine({ 'web.nix': web })), 'open-port'), [
    'web source=networking.firewall.enable protocol=tcp port=0 to-port=65535',
    'web source=networking.firewall.enable protocol=udp port=0 to-port=65535',
  ]);
});

test('a module from an input may define anything, unless it is known to define nothing', () => {
  const known = '{ inputs, ... }: { imports = [ inputs.sops-nix.nixosModules.sops ]; }';
  const other = '{ inputs, ... }: { imports = [ inputs.mystery.nixosModules.default ]; }';
  assert.equal(ports({ 'web.nix': known }), []);
  assert.match(ports({ 'web.nix': other }).join(), /depends on/);
});

test('an input is known by its repository, whatever the flake calls it', () => {
  const renamed = '{ inputs, ... }: { imports = [ inputs.hw.nixosModules.laptop ]; }';
  const namesake = '{ inputs, ... }: { imports = [ inputs.hardware.nixosModules.laptop ]; }';
  assert.equal(ports({ 'web.nix': renamed }), []);
  assert.match(ports({ 'web.nix': namesake }).join(), /depends on/);
});

test('modules of inputs among others in a flattened list are one module each', () => {
  const web = `{ inputs, lib, ... }: { imports = lib.flatten [
    [ inputs.sops-nix.nixosModules.sops ] [ { a = 1; } ]
  ]; }`;
  assert.equal(options({ 'web.nix': web }), ['a=1']);
  assert.equal(ports({ 'web.nix': web }), []);
});

test('options declared here have defaults, and modules see them', () => {
  const web = `{ config, lib, ... }: {
    options.my.port = lib.mkOption { type = lib.types.port; default = 8080; };
    config.networking.firewall.allowedTCPPorts = [ config.my.port ];
  }`;
  assert.equal(ports({ 'web.nix': web }), ['protocol=tcp port=8080']);
});

test('modules that read each other do not need themselves', () => {
  const files = {
    'web.nix': '{ config, ... }: { imports = [ ./b.nix ]; a.x = config.b.y; a.z = 1; }',
    'b.nix': '{ config, lib, ... }: { b = lib.mkIf (config.a.z == 1) { y = 2; }; }',
  };
  assert.equal(options(files), ['a.x=2', 'a.z=1', 'b.y=2']);
});

test('a disabled module is no part of the machine', () => {
  const files = {
    'web.nix': '{ imports = [ ./a.nix ./b.nix ]; disabledModules = [ ./b.nix ]; }',
    'a.nix': '{ a = 1; }',
    'b.nix': '{ b = 1; }',
  };
  assert.equal(options(files), ['a=1']);
});

test('a module that does not exist is a gap, and the others are read', () => {
  const facts = factsOf(machine({ 'web.nix': '{ imports = [ ./gone.nix ]; a = 1; }' }));
  assert.match(picture(facts, 'module').join('\n'), /`gone.nix` does not exist/);
  assert.is(
    facts.table('option').rows.some((row) => row.path === 'a'),
    true,
  );
});

test('imports that hang on an argument which they would have to give end', () => {
  const files = { 'web.nix': '{ more, ... }: { imports = [ more ]; a = 1; }' };
  assert.equal(options(files), ['a=1']);
});

test('a module that prints its arguments ends', () => {
  const files = { 'web.nix': '{ ... }@args: { imports = [ "${args}/x.nix" ]; a = 1; }' };
  assert.equal(options(files), ['a=1']);
});

test('Nix in a file of another name is unknown, not missing', () => {
  const facts = factsOf(
    machine({ 'web.nix': '{ imports = [ ./settings ]; a = 1; }', settings: '{ b = 2; }' }),
  );
  assert.match(picture(facts, 'module').join('\n'), /import of `settings`.* is not evaluated/);
});

test('imports that go in circles end', () => {
  const files = {
    'web.nix': '{ imports = [ ./b.nix ]; a = 1; }',
    'b.nix': '{ imports = [ ./web.nix ]; b = 2; }',
  };
  assert.equal(options(files), ['a=1', 'b=2']);
});

test('a module that may be imported besides opens what it can, and no more', () => {
  const own = `{ lib, ... }: { options.own = lib.mkOption { default = 1; }; }`;
  const importing = (module: string): string => `{ config, inputs, lib, ... }: {
    imports = [ ./own.nix ] ++ lib.optional (inputs.mystery ? nixosModules) ${module};
    a = config.own;
  }`;
  const known = 'inputs.mystery.nixosModules.default';
  assert.equal(options({ 'web.nix': importing(known), 'own.nix': own }), ['a=1']);
  const ours = { 'own.nix': own, 'more.nix': '{ own = 2; }' };
  assert.equal(options({ 'web.nix': importing('./more.nix'), ...ours }), ['a=?']);
  const both = `${importing(known).replace(' = [', ' = lib.optional (inputs.mystery ? b) ./more.nix ++ [')}`;
  assert.equal(options({ 'web.nix': both, ...ours }), ['a=?']);
});

test('a set that may be there makes only what it holds unknown', () => {
  const module = `{ config, inputs, lib, ... }: {
    options.own = lib.mkOption { default = 1; };
    config = lib.mkMerge [
      { a = config.own; b.c = 1; }
      (lib.optionalAttrs (inputs.mystery ? nixosModules) { b.d = 2; })
    ];
  }`;
  assert.equal(options({ 'web.nix': module }), ['a=1', 'b.c=1', 'b.d=?']);
});

test('modules of projects for everybody define no options of ours, whatever they are called', () => {
  const importing = (input: string): string => `{ config, inputs, lib, ... }: {
    imports = [ inputs.${input}.nixosModules.default ];
    options.own = lib.mkOption { default = 1; };
    config.a = config.own;
  }`;
  assert.equal(options({ 'web.nix': importing('vault-secrets') }), ['a=1']);
  assert.equal(options({ 'web.nix': importing('own-secrets') }), ['a=?']);
});

test.run();
