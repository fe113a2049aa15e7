import { suite } from 'uvu';
import { type CompletionCase, checkCompletion } from '../support/completions.ts';

const test = suite('completion of names');

const cases: Readonly<Record<string, CompletionCase>> = {
  'names of a let, before what Nix brings along': {
    source: 'let apple = 1; in { x = $0; }',
    has: ['apple', 'true', 'builtins', 'if'],
  },
  'closer names first': {
    source: 'let far = 1; in a: { pkgs, ... }: rec { own = 1; x = $0; }',
    has: ['own', 'x', 'pkgs', 'a', 'far'],
  },
  'a shadowed name once': {
    source: 'let twice = 1; in let twice = 2; in $0',
    has: ['twice'],
  },
  'names that a with supplies from a set': {
    source: 'with { plum = 1; }; [ $0 ]',
    has: ['plum'],
  },
  'names that a with supplies from another file': {
    source: `
      -- a.nix --
      with import ./b.nix; p$0
      -- b.nix --
      { plum = 1; }
    `,
    has: ['plum'],
  },
  'names that a with supplies from lib': {
    source: '{ lib, ... }: { x = with lib; mkIf$0 }',
    has: ['mkIf'],
  },
  'attributes of a set that a let binds': {
    source: 'let fruit = { apple = 1; "wild plum" = 2; }; in fruit.$0',
    has: ['apple', 'wild plum = "wild plum"'],
    isAll: true,
  },
  'attributes of a set in a set': {
    source: 'let fruit = { apple.core.seed = 1; }; in fruit.apple.core.$0',
    has: ['seed'],
    isAll: true,
  },
  'before a name that is there, as within it': {
    source: 'let fruit = { apple = 1; plum = 2; }; in fruit.$0plum',
    has: ['apple', 'plum'],
    isAll: true,
  },
  'before an argument of a function': {
    source: '{ config, $0pkgs, ... }: { }',
    has: ['lib', 'pkgs'],
    lacks: ['config'],
  },
  'attributes before another binding': {
    source: `
      let fruit = { apple = 1; }; in {
        x = fruit.$0
        y = 1;
      }
    `,
    has: ['apple'],
    isAll: true,
  },
  'in a binding whose name another one has': {
    source: `
      let fruit = { apple = 1; }; in {
        x = 1;
        y = 2;
        x = fruit.$0
        z = 3;
      }
    `,
    has: ['apple'],
    isAll: true,
  },
  'in a binding of a name that is inherited as well': {
    source: '{ x }: { inherit (x) a; a.b = let apple = 1; in app$0; }',
    has: ['apple'],
    isAll: true,
  },
  'attributes at the end of a text': {
    source: 'let fruit = { apple = 1; }; in { x = { y = [ fruit.$0',
    has: ['apple'],
    isAll: true,
  },
  'attributes of a file': {
    source: `
      -- a.nix --
      { x = (import ./b.nix).$0; }
      -- b.nix --
      let y = 1; in { plum = y; }
    `,
    has: ['plum'],
    isAll: true,
  },
  'attributes of what a function gives': {
    source: 'let make = size: { inherit size; area = size * size; }; in (make 2).$0',
    has: ['area', 'size'],
    isAll: true,
  },
  'attributes of sets that are joined': {
    source: 'let both = { a = 1; } // { b = 2; }; in both.$0',
    has: ['a', 'b'],
    isAll: true,
  },
  'what one asks for with a question mark': {
    source: 'let fruit = { apple = 1; }; in fruit ? $0',
    has: ['apple'],
    isAll: true,
  },
  'names in an interpolation': {
    source: 'let apple = 1; in { x = "an ${$0}"; y = 2; }',
    has: ['apple'],
  },
  'attributes in an interpolation of a long string': {
    source: "let fruit = { apple = 1; }; in ''\n  an ${fruit.$0}\n''",
    has: ['apple'],
    isAll: true,
  },
  'names that can be inherited': {
    source: 'let apple = 1; plum = 2; in rec { own = 1; inherit apple $0; }',
    has: ['plum'],
    lacks: ['apple', 'own', 'map'],
  },
  'names that can be inherited, without a semicolon': {
    source: 'let apple = 1; in { inherit $0\n  y = 1; }',
    has: ['apple'],
  },
  'names that can be inherited from a set': {
    source: 'let fruit = { apple = 1; plum = 2; }; in { inherit (fruit) apple $0; }',
    has: ['plum'],
    isAll: true,
  },
  'names that can be inherited from lib': {
    source: '{ lib, ... }: let inherit (lib) mkOpt$0; in { }',
    has: ['mkOption', 'mkOptionDefault'],
  },
  'builtins behind their name': {
    source: '{ x = builtins.$0 }',
    has: ['attrNames', 'readFile'],
    lacks: ['if'],
  },
  'functions of a namespace': {
    source: '{ lib, ... }: { x = lib.strings.has$0 }',
    has: ['hasInfix', 'hasPrefix'],
  },
  'functions of a namespace under another name': {
    source: '{ lib, ... }: let inherit (lib) types; in types.listO$0',
    has: ['listOf'],
  },
  'functions of the lib of an input': {
    source: '{ inputs, ... }: inputs.nixpkgs.lib.mkDef$0',
    has: ['mkDefault'],
  },
  'names that a let still lacks': {
    source: 'let apple = 1; $0 in apple + plum',
    has: ['plum', 'in', 'inherit'],
    isAll: true,
  },
  'names below a binding that lost what it opened': {
    source: `
      let apple = 1; in {
        plum = {
          $0
            deep = apple;
          };
        };
        late = [ a
      }
    `,
    has: ['inherit'],
  },
  'names behind brackets that nobody has closed': {
    source: `
      let apple = 1; in {
        plum = [ (apple
        late = { x = $0
      }
    `,
    has: ['apple'],
  },
  'names behind a binding that lacks its equals sign': {
    source: 'let apple = 1; in { plum { x = 1; }; late = $0 }',
    has: ['apple'],
  },
  'what an if waits for': {
    source: 'let apple = true; in { x = if apple t$0; }',
    has: ['true', 'then'],
    lacks: ['else'],
  },
  'what an if waits for behind its first branch': {
    source: 'let apple = true; in { x = if apple then 1 e$0\n  y = 2; }',
    has: ['else'],
    lacks: ['then'],
  },
  'a keyword that may become a name': {
    source: 'let inner = 1; in { x = in$0 }',
    has: ['inner'],
  },
  'parameters that a file still lacks': {
    source: '{ lib, $0, ... }: { x = lib.id pkgs; }',
    has: ['pkgs', 'config'],
    lacks: ['lib'],
  },
  'parameters of a file whose calls are known': {
    source: `
      -- a.nix --
      import ./b.nix { apple = 1; plum = 2; }
      -- b.nix --
      { apple, $0 }: apple
    `,
    has: ['plum'],
    lacks: ['apple'],
  },
  'what a function takes': {
    source: 'let make = { size, colour ? 1 }: size; in make { $0 }',
    has: ['size', 'colour', 'inherit'],
    isAll: true,
  },
  'what a function still takes': {
    source: 'let make = { size, colour ? 1 }: size; in make { size = 1; $0 }',
    has: ['colour', 'inherit'],
    isAll: true,
  },
  'what a package takes': {
    source: `
      -- a.nix --
      { pkgs }: pkgs.callPackage ./b.nix { $0
      -- b.nix --
      { stdenv, engine, wheels ? 4 }: stdenv.mkDerivation { }
    `,
    has: ['engine', 'stdenv', 'wheels'],
  },
  'what an option is declared with': {
    source: '{ lib, ... }: { options.x = lib.mkOption { type = 1; $0 }; }',
    has: ['default', 'description', 'example'],
    lacks: ['type'],
  },
  'nothing in a number': { source: '{ x = 12$0; }', has: [], isAll: true },
  'nothing in a comment': { source: '{ x = 12; # then le$0\n}', has: [], isAll: true },
  'nothing in a text': { source: '{ x = "plain $0"; }', has: [], isAll: true },
};

for (const [name, each] of Object.entries(cases)) test(name, () => checkCompletion(each));

test.run();
