import { suite } from 'uvu';
import { textsBelow } from './support/fleet.ts';
import { checkWaking, type WakingEdit } from './support/waking.ts';

const test = suite('edits of sets that machines read in part');
const fleet = textsBelow('fixtures/fleets/apart');

function check(file: string, edits: readonly Omit<WakingEdit, 'file'>[]): void {
  checkWaking(
    fleet,
    edits.map((edit) => ({ file, ...edit })),
  );
}

const both = ['oak', 'yew'];

test('outputs, inputs and descriptions come and go without any machine', () => {
  check('flake.nix', [
    { from: 'packages =', to: 'formatter = 1;\n      packages =', wakes: [] },
    { from: 'two machines', to: 'some machines', wakes: [] },
    {
      from: 'description = "two machines that each read a part of what the flake has";',
      to: '',
      wakes: [],
      back: both,
    },
    {
      from: '    tools.url',
      to: '    other.url = "github:example/other";\n    tools.url',
      wakes: [],
    },
    { from: 'github:example/tools', to: 'github:example/tooling', wakes: [] },
    { from: 'packages = lib', to: 'checks = lib', wakes: [] },
    { from: 'systems = [ "x86_64-linux" ];', to: 'systems = [ ];', wakes: [] },
    { from: 'systems = [', to: 'extra = 1;\n      systems = [', wakes: [] },
  ]);
});

test('an input wakes who asks for it, also in vain', () => {
  check('flake.nix', [
    { from: '    tools.url', to: '    renamed.url', wakes: ['oak'] },
    { from: 'github:Mic92/sops-nix', to: 'github:example/sops-nix', wakes: ['yew'] },
    { from: 'github:NixOS/nixpkgs', to: 'github:NixOS/nixpkgs/nixos-unstable', wakes: both },
  ]);
});

test('a machine of its own wakes no other', () => {
  check('flake.nix', [
    {
      from: '        yew = machine',
      to: '        elm = machine "elm" [ ];\n        yew = machine',
      wakes: ['elm'],
      back: [],
    },
    { from: '[ ./machines/oak.nix ]', to: '[ ./machines/oak.nix { x.y = 1; } ]', wakes: both },
    { from: 'inputs.sops-nix.nixosModules.sops', to: '', wakes: ['yew'] },
  ]);
});

test('an attribute wakes who asks for it', () => {
  const file = 'lib/table.nix';
  check(file, [
    { from: 'wiki = first', to: 'mail = 26; wiki = first', wakes: [] },
    { from: 'web = first + 1;', to: '', wakes: ['oak'] },
    { from: 'step = 2;', to: 'step = 3;', wakes: ['oak'] },
    { from: 'soft = 10;', to: '', wakes: ['oak'] },
    { from: 'hard = 20', to: 'mild = 5; hard = 20', wakes: [] },
    { from: 'hard = 20', to: 'hard = 21', wakes: ['oak'] },
  ]);
});

test('an attribute that somebody has asked for in vain wakes who did', () => {
  const file = 'lib/table.nix';
  check(file, [
    { from: 'mail = 25;', to: 'mail = 25; web = 9;', wakes: ['oak'] },
    { from: 'more = {', to: 'spare = 98;\n  more = {', wakes: ['oak'] },
    { from: 'hard = 20', to: 'soft = 5; hard = 20', wakes: ['oak'] },
    { from: 'more = {', to: 'feature = true;\n  more = {', wakes: ['oak'] },
  ]);
});

test('names that are listed wake who lists them', () => {
  const file = 'lib/table.nix';
  check(file, [
    { from: 'oak = "192.0.2.1";', to: 'oak = "192.0.2.1"; elm = "192.0.2.3";', wakes: ['yew'] },
    { from: 'ada.uid = 2001;', to: 'ada.uid = 2001; eve.uid = 2003;', wakes: ['oak'] },
  ]);
});

test('a name that hides another one wakes who reads that', () => {
  check('lib/table.nix', [
    { from: 'step = 2;', to: 'step = 2; first = 1;', wakes: ['oak'] },
    { from: 'step = 2;', to: 'step = 2; more = 1;', wakes: [] },
    { from: 'first = 8000;', to: 'first = 8000; lib = { };', wakes: both },
    { from: 'first = 8000;', to: 'first = 8000; more-of-it = { };', wakes: [] },
  ]);
  check('modules/base.nix', [
    { from: 'cfg = config.base;', to: 'cfg = config.base; toString = x: "0";', wakes: both },
    { from: 'cfg = config.base;', to: 'cfg = config.base; mkForce = lib.mkForce;', wakes: [] },
  ]);
  check('machines/yew.nix', [{ from: 'other = self', to: 'port = 1; other = self', wakes: [] }]);
});

test('what stands for another name, is computed or replaced wakes who reads it', () => {
  const file = 'lib/table.nix';
  check(file, [
    { from: 'base = 10;\n    in\n    lib', to: 'base = 10; first = 1; in lib', wakes: ['oak'] },
    { from: 'inherit lib;\n', to: 'lib = lib; other = 1;\n', wakes: ['oak'] },
    { from: 'ports = {', to: 'ports = rec { first = 1;', wakes: ['oak'] },
    { from: 'first = 8000;', to: 'first = 8000; __overrides = { first = 1; };', wakes: both },
  ]);
});

test('a machine is evaluated again rather than what is not certain', () => {
  check('lib/table.nix', [
    {
      from: 'inherit (limits) soft hard',
      to: 'inherit (limits) soft; inherit (limits) hard',
      wakes: both,
    },
    {
      from: 'ada.uid = 2001;\n    bob.uid = 2002;',
      to: 'bob.uid = 2002;\n    ada.uid = 2001;',
      wakes: ['oak'],
    },
    { from: 'p = 16;\n    };\n    more', to: 'p = 16; q = 17; }; more', wakes: ['oak'] },
    { from: 'p = 16; r = 18; s', to: 'r = 18; s', wakes: ['oak'] },
    {
      from: 'pairs.right.y = 2;\n  pairs.left.z = 3;',
      to: 'pairs.left.z = 3; pairs.right.y = 2;',
      wakes: both,
    },
    { from: 'first = "plain";', to: 'first = lib;', wakes: ['oak'] },
  ]);
  check('machines/oak.nix', [
    { from: '"low" 5', to: '"low" 6', wakes: [] },
    { from: '"low" 5', to: '"low" config', wakes: ['oak'] },
  ]);
  check('modules/base.nix', [
    {
      from: 'cfg = config.base;\n  notes = ./notes.nix;',
      to: 'notes = ./notes.nix;\n  cfg = config.base;',
      wakes: both,
    },
    { from: 'notes = ./notes.nix;\n  spare', to: 'spare = ./notes.nix; notes', wakes: both },
  ]);
});

test('what stands around a name of a secret wakes who has it turned off as well', () => {
  check('modules/site.nix', [
    { from: 'plain = "http://${name}";', to: '', wakes: [] },
    { from: 'hosts = {', to: 'extra = [ name ]; hosts = {', wakes: [] },
    { from: 'locations."/".proxyPass', to: 'locations."/x".proxyPass', wakes: ['oak'] },
    { from: 'TOKEN =', to: 'PLACE =', wakes: both },
    { from: 'TOKEN = config', to: 'TOKEN = lib.mkDefault config', wakes: both },
    { from: 'TOLD =', to: 'MORE = key; environment.TOLD =', wakes: both },
    { from: 'ENTRY = entry.path', to: 'ENTRY = entry.owner', wakes: both },
    { from: '"key:" + key', to: '"key:" == key', wakes: both },
    { from: 'lib.optionalString key', to: 'lib.strings key', wakes: both },
    { from: 'maker = value: {', to: 'maker = {', wakes: both },
    { from: 'maker = value: {', to: 'maker = assert true; {', wakes: both },
    { from: 'maker = value: {', to: 'maker = values: {', wakes: [] },
    { from: '(pick lib.id)', to: '(pick lib.optional)', wakes: both },
    { from: '(pick lib.id)', to: '(pick lib.const)', wakes: [] },
    { from: '= lib.id entry', to: '= lib.mkForce entry', wakes: both },
    { from: '"entry:" + entry', to: '"entry:" // entry', wakes: both },
    { from: '"entry:" + entry', to: 'entry + "entry:"', wakes: both },
    { from: 'sums.value', to: 'sums.values', wakes: both },
    { from: 'third.value = entry.path', to: 'third.value = entry.owner', wakes: both },
    { from: '"entry:" + entry', to: 'if "" == entry then 1 else 2', wakes: both },
    { from: 'hosts = {', to: 'also = value: key; hosts = {', wakes: both },
    { from: 'if key == ""', to: 'if key == "" || true', wakes: both },
    { from: 'if key == "" then "none"', to: 'if "none" == "" then key', wakes: both },
    { from: 'hosts = {', to: 'token = config.sops.secrets.site.path; hosts = {', wakes: both },
  ]);
});

test('a set of which a name is computed is one thing', () => {
  check('lib/table.nix', [
    { from: '"plain";', to: '"plain"; other = 1;', wakes: ['oak'] },
    { from: 'first = "plain";', to: '', wakes: ['oak'] },
    { from: '"computed"', to: '"found"', wakes: ['oak'] },
  ]);
});

test('what has no place of its own keeps the one that it is given', () => {
  check('flake.nix', [
    { from: '  description', to: '  nixConfig = { };\n  description', wakes: both, back: [] },
  ]);
});

test.run();
