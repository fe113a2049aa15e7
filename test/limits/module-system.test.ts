import * as assert from 'uvu/assert';
import { limitsBelow, machine, option, table, value } from '../support/limits.ts';

const limits = limitsBelow('The module system');
const { say } = limits;

const both = (left: string, right: string): string =>
  `{ imports = [ { a = ${left}; } ]; a = ${right}; }`;

/** An option that the repository declares with a type, and how it is defined. */
const declared = (
  type: string,
  ...values: readonly string[]
): string => `{ lib, pkgs, inputs, ... }: {
  options.a = lib.mkOption { type = ${type}; };
  imports = [ ${values.map((each) => `{ config.a = ${each}; }`).join(' ')} ];
}`;

say(
  'Options that only upstream declares merge by shape: sets merge, lists concatenate, equal scalars agree.',
  () => {
    const read = (text: string): string =>
      option(`{ config, ... }: { imports = [ (${text}) ]; b = builtins.toJSON config.a; }`, 'b');
    assert.is(read(both('{ x = 1; }', '{ y = 2; }')), '"{\\"x\\":1,\\"y\\":2}"');
    assert.is(read(both('[ 1 ]', '[ 2 ]')), '"[1,2]"');
    assert.is(option(both('"x"', '"x"')), '"x"');
  },
);

say(
  'Different scalars are unknown, because upstream may join them (`types.lines`) or reject them.',
  () => assert.match(option(both('"x"', '"y"')), /merge by a type declared upstream/),
);

say('Options that the repository declares merge by their types.', () => {
  assert.is(option(declared('lib.types.lines', '"x"', '"y"')), '"y\\nx"');
  assert.match(option(declared('lib.types.str', '"x"', '"y"')), /fails: /);
});

say(
  'Not known are `lib.types.attrListOf`, `serializableValueWith`, `optionDeclaration` and types that inputs make; `pkgs.formats` take values of any form, merged by shape.',
  () => {
    for (const name of ['attrListOf', 'serializableValueWith', 'optionDeclaration'])
      assert.is(value(`lib: lib.types.${name}`), `«\`lib.types.${name}\` is not evaluated»`);
    assert.match(option(declared('inputs.other.type', '1')), /depends on the input `other\.type`/);
    assert.is(option(declared('(pkgs.formats.json { }).type', '1', '1')), '1');
  },
);

say(
  'Of the value of a type, `getSubOptions` and `typeMerge` are unknown, and so is the `description` of a submodule that may take more than its options.',
  () => {
    for (const name of ['getSubOptions', 'typeMerge'])
      assert.match(value(`lib: lib.types.str.${name}`), /is not evaluated/);
    const described = (module: string): string =>
      value(`lib: (lib.types.submodule { ${module} }).description`);
    assert.match(described('freeformType = lib.types.attrs;'), /is not evaluated/);
    assert.is(described('options = { };'), '"submodule"');
  },
);

say('Of `options.x`, the places of declarations are unknown.', () => {
  const module = `{ lib, options, ... }: {
    options.x = lib.mkEnableOption "x";
    config.a = builtins.head options.x.declarations;
  }`;
  assert.match(option(module), /is not evaluated/);
});

const imported = (input: string, more: string): string =>
  `{ lib, config, inputs, ... }: { imports = [ inputs.${input}.nixosModules.x ]; ${more} }`;

say(
  'Modules of inputs that everybody can fetch are taken not to define options that only this repository declares, nor attributes of secrets that this repository names.',
  () => {
    const own = 'options.x = lib.mkEnableOption "x"; config.a = config.x;';
    assert.is(option(imported('other', own)), 'false');
    const secret = 'sops.secrets.x = { }; a = config.sops.secrets.x.owner or "nobody";';
    assert.not.match(table(machine(imported('other', secret)), 'secret'), /name=x .*owner=\?/);
  },
);

say(
  'Inputs that git fetches, that lie on the machine, or whose names speak of secrets, of a person or of a configuration may belong to its owner, and may define anything.',
  () => {
    const own = 'options.x = lib.mkEnableOption "x"; config.a = config.x;';
    assert.match(option(imported('private', own)), /depends on the input `private/);
  },
);

say(
  'A module that Nix would refuse (an attribute beside `config`, a value that is no set) is a gap; what else it says counts.',
  () => {
    const beside = table(machine('{ config.users.users.ada.isNormalUser = true; a = 1; }'), 'user');
    assert.match(beside, /name=ada/);
    assert.match(beside, /^\? /m);
    assert.match(table(machine('{ imports = [ 1 ]; }'), 'user'), /^\? /m);
  },
);

say('Whether two declarations of one option contradict each other is not checked.', () => {
  const module = `{ lib, ... }: {
    imports = [ { options.a = lib.mkOption { type = lib.types.str; }; } ];
    options.a = lib.mkOption { type = lib.types.int; };
    config.a = 1;
  }`;
  assert.not.match(option(module), /contradict/);
});

say(
  'A set under `mkDefault` beside another definition of the same path keeps its attributes; a set under `mkForce` hides the other definitions of its path.',
  () => {
    const module = (wrap: string): string =>
      `{ lib, ... }: { imports = [ { a = lib.${wrap} { x = 1; }; } ]; a.y = 2; }`;
    assert.is(option(module('mkDefault'), 'a.x'), '1');
    assert.is(option(module('mkDefault'), 'a.y'), '2');
    assert.is(option(module('mkForce'), 'a.x'), '1');
    assert.is(option(module('mkForce'), 'a.y'), 'no row');
  },
);

say('`options` shows what the repository declares.', () => {
  const module =
    '{ lib, options, ... }: { options.x = lib.mkEnableOption "x"; config.a = options ? x; }';
  assert.is(option(module), 'true');
});

say(
  'Of upstream, only names at the top level are known (`options ? homebrew`, and so `config ? homebrew`), those of well-known projects included; deeper ones are unknown.',
  () => {
    assert.is(option('{ options, ... }: { a = options ? homebrew; }'), 'false');
    assert.is(option('{ config, ... }: { a = config ? homebrew; }'), 'false');
    assert.is(option('{ options, ... }: { a = options ? services; }'), 'true');
    assert.match(
      option('{ options, ... }: { a = options.services ? nginx; }'),
      /`options\.services` is not declared/,
    );
  },
);

say(
  'A value joined from definitions (`types.lines`) is unknown where a module that cannot be read might add to it; so is an option of which only the default is known.',
  () => {
    const text =
      'options.t = lib.mkOption { type = lib.types.lines; }; config.t = "x"; config.a = config.t;';
    assert.match(option(imported('private', text)), /depends on the input `private/);
    const byDefault = 'options.t = lib.mkOption { default = 1; }; config.a = config.t;';
    assert.match(option(imported('private', byDefault)), /depends on the input `private/);
  },
);

say('The table of options holds what modules define down to twelve names.', () => {
  const path = (length: number): string => Array.from({ length }, () => 'x').join('.');
  assert.is(option(`{ ${path(12)} = 1; }`, path(12)), '1');
  assert.is(option(`{ ${path(13)} = 1; }`, path(13)), 'no row');
});

say(
  'It ends at packages and flakes, does not enter sets that modules are called with (`_module.args`, `extraSpecialArgs`), and does not tell texts whose names say that they are secrets.',
  () => {
    const module = `{ pkgs, inputs, ... }: {
      package = pkgs.nginx; _module.args.x.y = 1; users.users.ada.password = "hunter2";
    }`;
    const options = table(machine(module), 'option');
    assert.match(options, /path=package value=\?/);
    assert.not.match(options, /x\.y|hunter2/);
    assert.match(options, /path=users\.users\.ada\.password value=\?/);
  },
);

say(
  'Specialisations, containers, guests of microvm.nix and tests are not machines of their own.',
  () => {
    const module = `{
    specialisation.quiet.configuration = { }; containers.a.config = { }; microvm.vms.b.config = { };
    virtualisation.vmVariant.networking.hostName = "x";
  }`;
    assert.is(table(machine(module), 'host').split('\n').length, 1);
  },
);

say('What the configuration of a guest or a specialisation is as a whole is unknown.', () => {
  for (const path of ['specialisation.x.configuration', 'microvm.vms.x.config']) {
    const module = `{ config, ... }: { ${path}.b = 1; a = builtins.toJSON config.${path}; }`;
    assert.match(option(module), /is not evaluated/);
  }
});

limits.run();
