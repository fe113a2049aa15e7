import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { defaultOptions } from '#linter/settings.ts';
import { rules } from '#rules/index.ts';
import { fixWith } from './support/lint-example.ts';

const test = suite('layout');

interface Example {
  readonly rule: string;
  readonly code: string;
  readonly fixed: string;
}

/** Statements that nixfmt has laid out, and what it makes of them once they are fixed. */
const examples: Readonly<Record<string, Example>> = {
  'an argument is opened when its call is too long': {
    rule: 'names/with',
    code: `
{ config, lib, ... }:
{
  flags =
    with config.services.proxy;
    lib.optional (listenAddresses != [ ]) "--listen=\${lib.concatStringsSep "," listenAddresses}";
}
`,
    fixed: `
{ config, lib, ... }:
{
  flags = lib.optional (
    config.services.proxy.listenAddresses != [ ]
  ) "--listen=\${lib.concatStringsSep "," config.services.proxy.listenAddresses}";
}
`,
  },
  'an item of a list gets lines of its own': {
    rule: 'names/with',
    code: `
{ pkgs, ... }:
{
  packages = with pkgs; [
    editor
    (image-editor-with-extensions.override { extensions = [ image-editor-extensions.outlines ]; })
  ];
}
`,
    fixed: `
{ pkgs, ... }:
{
  packages = [
    pkgs.editor
    (pkgs.image-editor-with-extensions.override {
      extensions = [ pkgs.image-editor-extensions.outlines ];
    })
  ];
}
`,
  },
  'a call goes up to the equals sign': {
    rule: 'simplify/empty-list',
    code: `
{
  modules =
    map relativeToRoot [
      # common
      "modules/base.nix"
      "modules/users.nix"
    ]
    ++ [ ];
}
`,
    fixed: `
{
  modules = map relativeToRoot [
    # common
    "modules/base.nix"
    "modules/users.nix"
  ];
}
`,
  },
  'a condition that became short goes on one line': {
    rule: 'names/needless-prefix',
    code: `
{
  hostsOf =
    route:
    if lib.hasAttr "matches" route then builtins.map hostOfOneMatch route.matches else [ defaultHost ];
}
`,
    fixed: `
{
  hostsOf =
    route: if lib.hasAttr "matches" route then map hostOfOneMatch route.matches else [ defaultHost ];
}
`,
  },
  'a default in parentheses gets lines of its own': {
    rule: 'simplify/has-attribute',
    code: `
{
  targetFamily =
    platform:
    if platform ? targetFamily then
      platform.targetFamily
    else if platform.isUnix then
      "the family of all systems that are like Unix"
    else
      throw "no family is known of \${platform.name}";
}
`,
    fixed: `
{
  targetFamily =
    platform:
    platform.targetFamily or (
      if platform.isUnix then
        "the family of all systems that are like Unix"
      else
        throw "no family is known of \${platform.name}"
    );
}
`,
  },
  'a default that is selected stands below what it is for': {
    rule: 'simplify/has-attribute',
    code: `
{
  targetHost =
    if internetMachine.settings ? host then
      internetMachine.settings.host
    else
      (builtins.head (builtins.head internetMachine.settings.imports).imports).host;
}
`,
    fixed: `
{
  targetHost =
    internetMachine.settings.host
      or (builtins.head (builtins.head internetMachine.settings.imports).imports).host;
}
`,
  },
  'operands that become too many for a line stand below each other': {
    rule: 'names/with',
    code: `
{ lib, ... }:
{
  unix = with lib.systems.doubles; sorted (linux ++ darwin ++ freebsd ++ openbsd ++ netbsd ++ redox);
}
`,
    fixed: `
{ lib, ... }:
{
  unix = lib.systems.doubles.sorted (
    lib.systems.doubles.linux
    ++ lib.systems.doubles.darwin
    ++ lib.systems.doubles.freebsd
    ++ lib.systems.doubles.openbsd
    ++ lib.systems.doubles.netbsd
    ++ lib.systems.doubles.redox
  );
}
`,
  },
  'comments between two scopes move in': {
    rule: 'simplify/nested-let',
    code: `
let
  packages = import ./packages.nix;
in
# They are started with the name.
# All of them are small.
let
  apps = map toApp packages;
in
apps
`,
    fixed: `
let
  packages = import ./packages.nix;
  # They are started with the name.
  # All of them are small.
  apps = map toApp packages;
in
apps
`,
  },
  'names that follow each other stand below each other from four on': {
    rule: 'simplify/inherit-from',
    code: `
{
  environment = {
    NAME = settings.NAME;
    HOST = settings.HOST;
    BACKEND = settings.BACKEND;
    FRONTEND = settings.FRONTEND;
    PORT = "8080";
  };
}
`,
    fixed: `
{
  environment = {
    inherit (settings)
      NAME
      HOST
      BACKEND
      FRONTEND
      ;
    PORT = "8080";
  };
}
`,
  },
  'an operand is laid out beside others with comments': {
    rule: 'names/with',
    code: `
{ config, lib, ... }:
{
  lines =
    with config.terminal;
    [ "# made" ]
    ++ lib.optional (color != null) "color \${color}"

    # The rest is for screens.
    ++ lib.optional (indentWidth != null) "indent \${toString indentWidth} # columns"
    ++ lib.optional wide "wide";
}
`,
    fixed: `
{ config, lib, ... }:
{
  lines = [
    "# made"
  ]
  ++ lib.optional (config.terminal.color != null) "color \${config.terminal.color}"

  # The rest is for screens.
  ++ lib.optional (
    config.terminal.indentWidth != null
  ) "indent \${toString config.terminal.indentWidth} # columns"
  ++ lib.optional config.terminal.wide "wide";
}
`,
  },
  'parentheses around a block go without a trace': {
    rule: 'simplify/parentheses',
    code: `
{
  folders = (
    with config.folders;
    [
      inbox
      sent
    ]
  );
  set = ({ a = 1; } // others);
}
`,
    fixed: `
{
  folders = with config.folders; [
    inbox
    sent
  ];
  set = {
    a = 1;
  }
  // others;
}
`,
  },
  'code in a text gets lines of its own': {
    rule: 'names/with',
    code: `
{ config, lib, ... }:
{
  text = with config.account; ''
    set address = \${address}
    set secure = \${lib.boolToYesNo (imap.tls.enable || imap.tls.useStartTls || smtp.tls.enable)}
    set name = \${if real then name else ""}
  '';
}
`,
    fixed: `
{ config, lib, ... }:
{
  text = ''
    set address = \${config.account.address}
    set secure = \${
      lib.boolToYesNo (
        config.account.imap.tls.enable
        || config.account.imap.tls.useStartTls
        || config.account.smtp.tls.enable
      )
    }
    set name = \${if config.account.real then config.account.name else ""}
  '';
}
`,
  },
  'code in a text goes on one line': {
    rule: 'simplify/parentheses',
    code: `
{
  text = ''
    find \${
      (lib.concatStrings (map (package: (package + "/share/emacs/site-lisp ")) (inputs ++ more)))
    } -type d
  '';
}
`,
    fixed: `
{
  text = ''
    find \${
      lib.concatStrings (map (package: package + "/share/emacs/site-lisp ") (inputs ++ more))
    } -type d
  '';
}
`,
  },
  'a long condition stands below assert': {
    rule: 'names/with',
    code: `
{ lib, ... }:
with lib.types;
assert (attrsOf str).description == "attribute set of string and no more";
assert (attrsOf (either int str)).description == "attribute set of (signed integer or string)";
{ }
`,
    fixed: `
{ lib, ... }:
assert (lib.types.attrsOf lib.types.str).description == "attribute set of string and no more";
assert
  (lib.types.attrsOf (lib.types.either lib.types.int lib.types.str)).description
  == "attribute set of (signed integer or string)";
{ }
`,
  },
  'a comment below let is no hindrance': {
    rule: 'names/with',
    code: `
{ config, lib, ... }:
let
  # It is made from names.
  flags =
    with config.services.proxy;
    lib.optional (listenAddresses != [ ]) "--listen=\${lib.concatStringsSep "," listenAddresses}";
in
flags
`,
    fixed: `
{ config, lib, ... }:
let
  # It is made from names.
  flags = lib.optional (
    config.services.proxy.listenAddresses != [ ]
  ) "--listen=\${lib.concatStringsSep "," config.services.proxy.listenAddresses}";
in
flags
`,
  },
  'an attribute stands below the set that it is taken from': {
    rule: 'deprecated/old-let',
    code: `
let {
  x = 1;
  y = 2;
  body = x + y;
}
`,
    fixed: `
(rec {
  x = 1;
  y = 2;
  body = x + y;
}).body
`,
  },
  'the value of a long name begins below it': {
    rule: 'names/needless-prefix',
    code: `
{
  xdg.configFile."\${name}/settings.json".source =
    builtins.toString cfg.settings.of.the.program.that.is.started;
}
`,
    fixed: `
{
  xdg.configFile."\${name}/settings.json".source =
    toString cfg.settings.of.the.program.that.is.started;
}
`,
  },
  'conditions in parentheses become a chain': {
    rule: 'simplify/parentheses',
    code: `
input:
if lib.isAttrs input then
  {
    name = "set";
  }
else
  (
    if lib.isList input then
      # Of anything.
      {
        name = "list";
      }
    else
      {
        name = "other";
      }
  )
`,
    fixed: `
input:
if lib.isAttrs input then
  {
    name = "set";
  }
else if lib.isList input then
  # Of anything.
  {
    name = "list";
  }
else
  {
    name = "other";
  }
`,
  },
  'blank lines between operands stay': {
    rule: 'names/with',
    code: `
{ config, lib, ... }:
{
  lines =
    with config.terminal;
    [ "# made" ]
    ++ lib.optional (color != null) "color \${color}"

    ++ [ "# screens" ]
    ++ lib.optional (scrollOff != null) "set-option scrolloff \${toString scrollOff.lines},0";
}
`,
    fixed: `
{ config, lib, ... }:
{
  lines = [
    "# made"
  ]
  ++ lib.optional (config.terminal.color != null) "color \${config.terminal.color}"

  ++ [ "# screens" ]
  ++ lib.optional (
    config.terminal.scrollOff != null
  ) "set-option scrolloff \${toString config.terminal.scrollOff.lines},0";
}
`,
  },
  'what an argument is by default is laid out': {
    rule: 'names/with',
    code: `
{
  python3,
  python ? (
    python3.withPackages (
      packages: with packages; [
        numpy
      ]
    )
  ),
}:
python
`,
    fixed: `
{
  python3,
  python ? (
    python3.withPackages (packages: [
      packages.numpy
    ])
  ),
}:
python
`,
  },
  'a set beside its arguments stays there': {
    rule: 'names/with',
    code: `
{ pkgs, ... }: {
  path = with pkgs; [
    git
    jq
  ];
}
`,
    fixed: `
{ pkgs, ... }: {
  path = [
    pkgs.git
    pkgs.jq
  ];
}
`,
  },
  'a condition with words above its parts': {
    rule: 'names/with',
    code: `
{ config, ... }:
{
  address =
    with config.server;
    if
      isSocket
    # Sockets have no port.
    then
      path
    # Everything else has.
    else
      "\${host}:\${toString port}";
}
`,
    fixed: `
{ config, ... }:
{
  address =
    if
      config.server.isSocket
    # Sockets have no port.
    then
      config.server.path
    # Everything else has.
    else
      "\${config.server.host}:\${toString config.server.port}";
}
`,
  },
  'what was laid out in another way is left as the fix leaves it': {
    rule: 'simplify/parentheses',
    code: `
{
  long   =   (lib.concatMapStringsSep ", " (name: "the name of the machine is \${name}") (lib.attrNames machines));
  short = (x);
}
`,
    fixed: `
{
  long   =   lib.concatMapStringsSep ", " (name: "the name of the machine is \${name}") (lib.attrNames machines);
  short = x;
}
`,
  },
};

for (const [name, { rule, code, fixed }] of Object.entries(examples)) {
  test(name, () => {
    const found = rules.find(({ meta }) => meta.name === rule);
    if (!found) return assert.unreachable(rule);
    const texts = new Map([['default.nix' as FilePath, code.trimStart()]]);
    const options = {
      ...defaultOptions(found),
      ...(rule === 'names/with' && { forbids: ['any'] }),
    };
    const after = fixWith(found, texts, options).get('default.nix' as FilePath) ?? '';
    assert.fixture(after, fixed.trimStart());
  });
}

test.run();
