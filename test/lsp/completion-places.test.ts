import { suite } from 'uvu';
import { type CompletionCase, checkCompletion } from '../support/completions.ts';

const test = suite('completion of paths, flakes, rules and configurations');

const cases: Readonly<Record<string, CompletionCase>> = {
  'files and folders beside a file': {
    source: `
      -- a.nix --
      { imports = [ ./$0 ]; }
      -- b/c.nix --
      1
      -- d.nix --
      1
      -- notes.txt --
      -
    `,
    has: ['b', 'd.nix', 'notes.txt'],
    isAll: true,
  },
  'files in a folder that is begun': {
    source: `
      -- a.nix --
      { imports = [ ./b/c$0 ]; }
      -- b/cc.nix --
      1
    `,
    has: ['cc.nix'],
    isAll: true,
  },
  'one part in the middle of a path': {
    source: `
      -- hosts/a.nix --
      import ../mod$0/c.nix
      -- modules/c.nix --
      1
    `,
    has: ['modules'],
    isAll: true,
  },
  'nothing outside of the workspace': {
    source: '-- a.nix --\nimport ../../$0',
    has: [],
    isAll: true,
  },
  'what a flake has': {
    source: '-- flake.nix --\n{ description = "a fleet"; $0 }',
    has: ['inputs', 'outputs', 'nixConfig', 'inherit'],
    isAll: true,
  },
  'what an input has': {
    source: '-- flake.nix --\n{ inputs.nixpkgs.$0 }',
    has: ['url', 'follows', 'flake', 'inputs'],
    lacks: ['inherit'],
  },
  'what an input in a set has': {
    source: '-- flake.nix --\n{ inputs = { nixpkgs = { url = "x"; $0 }; }; }',
    has: ['follows', 'flake', 'inputs'],
    lacks: ['url'],
  },
  'what an input of an input has': {
    source: '-- flake.nix --\n{ inputs.home.inputs.nixpkgs.$0 }',
    has: ['follows'],
  },
  'what the outputs of a flake can ask for': {
    source:
      '-- flake.nix --\n{ inputs.nixpkgs.url = "x"; inputs.home.url = "y"; outputs = { home, $0 }: { }; }',
    has: ['nixpkgs', 'self'],
    lacks: ['home'],
  },
  'what a flake gives': {
    source: '-- flake.nix --\n{ outputs = { self }: { nixosModules = { }; $0 }; }',
    has: ['packages', 'nixosConfigurations'],
    lacks: ['nixosModules', 'inputs'],
  },
  'inputs behind the argument of the outputs': {
    source:
      '-- flake.nix --\n{ inputs.nixpkgs.url = "x"; outputs = inputs: { lib = inputs.$0; }; }',
    has: ['nixpkgs', 'self'],
    isAll: true,
  },
  'outputs behind self': {
    source: '-- flake.nix --\n{ outputs = { self }: { lib.x = 1; checks = self.$0 }; }',
    has: ['checks', 'lib'],
  },
  'rules in a comment, those of the next line first': {
    source: '-- a.nix --\n# flakewise-ignore $0\nlet apple = 1; in 2',
    has: ['unused/let-binding', 'accounts/declared-group'],
  },
  'a second rule in a comment': {
    source: '-- a.nix --\n{ } # flakewise-ignore order/imports, unus$0',
    has: ['unused/let-binding'],
  },
  'rules in a comment of OpenTofu': {
    source: '-- a.tf --\n// flakewise-ignore secrets/root$0',
    has: ['secrets/root-owner'],
  },
  'rules in a comment of YAML': {
    source: '-- a.yaml --\na: 1 # flakewise-ignore secrets/root$0',
    has: ['secrets/root-owner'],
  },
  'rules in a comment of Markdown': {
    source: '-- a.md --\n<!-- flakewise-ignore docs/missing$0 -->',
    has: ['docs/missing-path'],
  },
  'the words that begin such a comment': {
    source: '-- a.nix --\n{ } # fl$0',
    has: ['flakewise-ignore', 'flakewise-ignore-file'],
    isAll: true,
  },
  'no rules behind the colon': {
    source: '-- a.nix --\n# flakewise-ignore order/imports: because $0',
    has: [],
    isAll: true,
  },
  'no rules in a text that looks like a comment': {
    source: '-- a.nix --\n{ x = "# flakewise-ignore $0"; }',
    has: [],
    isAll: true,
  },
  'keys of a configuration': {
    source: '-- flakewise.toml --\nex$0',
    has: ['extends', 'exclude'],
  },
  'presets in quotes': {
    source: '-- flakewise.toml --\nextends = ["rec$0"]',
    has: ['recommended'],
    isAll: true,
  },
  'presets without quotes': {
    source: '-- flakewise.toml --\nextends = ["recommended", $0',
    has: ['recommended = "recommended"', 'proxied-fleet = "proxied-fleet"'],
  },
  'rules of a configuration, with quotes where they have none': {
    source: '-- flakewise.toml --\n[rules]\nsecrets/root$0',
    has: ['secrets/root-owner = "secrets/root-owner"'],
  },
  'rules of a configuration in quotes': {
    source: '-- flakewise.toml --\n[rules]\n"secrets/root$0',
    has: ['secrets/root-owner'],
  },
  'levels of a rule': {
    source: '-- flakewise.toml --\n[rules]\n"order/imports" = "$0"',
    has: ['off', 'hint', 'warning', 'error'],
    isAll: true,
  },
  'options of a rule': {
    source: '-- flakewise.toml --\n[rules]\n"secrets/root-owner" = { $0',
    has: ['severity', 'root-allowed'],
    isAll: true,
  },
  'parameters of a preset': {
    source: '-- flakewise.toml --\n[preset.proxied-fleet]\nroot$0',
    has: ['root-allowed'],
  },
  'rules of an override': {
    source: '-- flakewise.toml --\n[[overrides]]\nfiles = ["a"]\n[overrides.rules]\n"order/imp$0',
    has: ['order/imports'],
  },
  'headers of a configuration': {
    source: '-- flakewise.toml --\n[ru$0',
    has: ['rules'],
  },
  'tables of a convention, although more is broken': {
    source: '-- flakewise.toml --\nextends = [\n[[convention]]\neach = "secret-$0"',
    has: ['secret-file', 'secret-key'],
  },
  'columns of a convention': {
    source: '-- flakewise.toml --\n[[convention]]\neach = "secret"\nwhere = { own$0',
    has: ['owner'],
  },
  'columns of another table': {
    source:
      '-- flakewise.toml --\n[[convention]]\neach = "secret"\nneeds = { table = "group", gi$0 }',
    has: ['gid'],
  },
  'columns in a list': {
    source: '-- flakewise.toml --\n[[convention]]\neach = "secret"\nmust-set = ["owner", $0]',
    has: ['group = "group"', 'owner = "owner"'],
  },
  'words of a column': {
    source: '-- flakewise.toml --\n[[convention]]\neach = "secret"\nwhere = { manager = "$0" }',
    has: ['sops', 'agenix'],
    lacks: ['true'],
  },
  'what a convention demands': {
    source: '-- flakewise.toml --\n[[convention]]\nid = "a/b"\nmust$0',
    has: ['must-set'],
  },
};

for (const [name, each] of Object.entries(cases)) test(name, () => checkCompletion(each));

test.run();
