import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readPolkitRules } from '#analyzer/polkit/rules.ts';
import { factsOf, placeIn, shownTable } from './support/tables.ts';

const test = suite('grants');

/** What one rule grants, a line for each way. */
function granted(body: string, before = ''): string {
  const text = `${before}polkit.addRule(function(action, subject) { ${body} });`;
  const { grants, problems } = readPolkitRules(text);
  const lines = grants.map(({ when, result }) => {
    const parts = when.map((atom) => {
      const asked =
        atom.kind === 'match' ? `${atom.subject} ${atom.match} ${atom.text}` : atom.text;
      return atom.negated ? `not(${asked})` : asked;
    });
    return `${result}: ${parts.join(', ')}`;
  });
  const open = problems.map(({ what, span }) => `? ${what}: ${text.slice(span.start, span.end)}`);
  return [...lines, ...open].join('\n');
}

const yes = 'return polkit.Result.YES;';

test('polkit: comparisons in every order, and choices between them', () => {
  assert.fixture(
    granted(`
      if (action.id == "org.freedesktop.systemd1.manage-units" &&
          (action.lookup("unit") === "web.service" || "api.service" == action.lookup("unit")) &&
          action.lookup("verb") == "restart" && subject.user == "deploy") { ${yes} }`),
    `yes: action exact org.freedesktop.systemd1.manage-units, unit exact web.service, verb exact restart, user exact deploy
yes: action exact org.freedesktop.systemd1.manage-units, unit exact api.service, verb exact restart, user exact deploy`,
  );
  assert.fixture(
    granted(`if (!(subject.user != "a" || !subject.isInGroup("g"))) ${yes}`),
    `yes: user exact a, group exact g`,
  );
  assert.fixture(
    granted(`return subject.user == "a" ? polkit.Result.YES : polkit.Result.AUTH_ADMIN;`),
    `yes: user exact a
auth_admin: not(user exact a)`,
  );
});

test('polkit: early returns, names, lists and regular expressions', () => {
  assert.fixture(
    granted(
      `
      if (subject.user !== "ci") return polkit.Result.NOT_HANDLED;
      var unit = action.lookup("unit"), verb = action.lookup("verb");
      var mayRun = verb == "start" || verb == "stop";
      if (/^job@\\d+\\.service$/.test(unit) && mayRun) return "yes";
      if (units.indexOf(unit) >= 0) ${yes}
      if (["x.service"].includes(unit) || unit.startsWith("y-") || unit.match(/^z\\.service$/)) ${yes}
      if (action.id.indexOf("org.libvirt.") == 0 || unit.indexOf("part") != -1) ${yes}`,
      'const units = ["a.service", "b.service"];\n',
    ),
    `yes: user exact ci, unit pattern ^job@\\d+\\.service$, verb exact start
yes: user exact ci, unit pattern ^job@\\d+\\.service$, verb exact stop
yes: user exact ci, unit exact a.service
yes: user exact ci, unit exact b.service
yes: user exact ci, unit exact x.service
yes: user exact ci, unit prefix y-
yes: user exact ci, unit exact z.service
yes: user exact ci, action prefix org.libvirt.
yes: user exact ci, unit part part`,
  );
});

test('polkit: what cannot be is left out, and what follows is not said again', () => {
  assert.is(granted(`if (subject.user == "a" && subject.user == "b") ${yes}`), '');
  assert.is(granted(`if (subject.user != "b" && subject.user == "a") ${yes}`), 'yes: user exact a');
  assert.is(
    granted(`if (action.id.startsWith("org.") && action.id == "org.x") ${yes}`),
    'yes: action exact org.x',
  );
  assert.is(granted(`if (action.id.startsWith("com.") && action.id == "org.x") ${yes}`), '');
  assert.is(
    granted(`if (subject.isInGroup("a") && subject.isInGroup("b")) ${yes}`),
    'yes: group exact a, group exact b',
  );
});

test('polkit: a switch, with cases that share a body, and what falls through', () => {
  assert.fixture(
    granted(`
      switch (action.lookup("unit")) {
        case "a.service":
        case "b.service":
          ${yes}
        case "c.service":
          polkit.log("c");
        case "d.service":
          return polkit.Result.NO;
        case "e.service":
          break;
        default:
          return polkit.Result.AUTH_SELF;
      }
      ${yes}`),
    `yes: unit exact a.service
yes: unit exact b.service
no: unit exact c.service
no: unit exact d.service
auth_self: not(unit exact a.service), not(unit exact b.service), not(unit exact c.service), not(unit exact d.service), not(unit exact e.service)
yes: unit exact e.service`,
  );
});

test('polkit: what is not understood is said, and what stands before it counts', () => {
  assert.fixture(
    granted(`if (subject.user == "a") ${yes} for (;;) ${yes}`),
    `yes: user exact a
? a \`ForStatement\`: for (;;) return polkit.Result.YES;`,
  );
  assert.fixture(granted(`return f(action);`), `? what it answers: f(action)`);
  assert.fixture(
    granted(yes, 'setup();\npolkit.addAdminRule(function() { return []; });\n'),
    `yes: 
? a statement that adds no rule: setup();`,
  );
  assert.is(granted('}'), '? a text that is no JavaScript: ');
  const many = Array.from({ length: 12 }, (_, n) => `(a${n} || b${n})`).join(' && ');
  assert.match(granted(`if (${many}) ${yes}`), /^\? a condition of so many parts/);
});

const machines = `{
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.web = nixpkgs.lib.nixosSystem {
      modules = [ ./web.nix ({ lib, ... }: { security.polkit.extraConfig = lib.mkAfter ''
        polkit.addRule(function(action, subject) {
          if (action.id == "org.freedesktop.login1.reboot" && subject.isInGroup("users")) return "yes";
        });
      ''; }) ];
    };
    nixosConfigurations.off = nixpkgs.lib.nixosSystem {
      modules = [ ./web.nix { security.polkit.enable = false; security.sudo.enable = false; } ];
    };
  };
}`;

const fleet = factsOf(`-- flake.nix --
${machines}
-- web.nix --
{ config, pkgs, ... }:
let user = "deploy"; in
{
  security.polkit.extraConfig = ''
    polkit.addRule(function(action, subject) {
      if (action.id == "org.freedesktop.systemd1.manage-units" &&
          action.lookup("unit") == "\${user}.service" &&
          action.lookup("verb") == "restart" &&
          subject.user == "\${user}" && subject.active)
        return polkit.Result.YES;
      if (subject.user == "\${config.services.unknown.user}") return polkit.Result.NO;
      if (subject.user == other(action)) return polkit.Result.YES;
    });
  '';
  environment.etc."polkit-1/rules.d/50-runners.rules".source = ./runners.rules;
  environment.etc."polkit-1/rules.d/60-text.rules".text = "polkit.addRule(() => polkit.Result.NO);";
  environment.etc."polkit-1/rules.d/70-gone.rules".source = pkgs.writeText "x" "y";
  security.sudo.wheelNeedsPassword = false;
  security.sudo.extraRules = [
    {
      users = [ user "bob" ];
      groups = [ "ops" ];
      runAs = "root";
      commands = [ { command = "/run/current-system/sw/bin/reboot"; options = [ "NOPASSWD" ]; } "ALL" ];
    }
    { users = config.services.unknown.users; commands = [ "ALL" ]; }
  ];
  security.sudo.extraConfig = "Defaults lecture = never";
  security.doas.enable = true;
  security.doas.extraRules = [ { users = [ "ada" ]; noPass = true; cmd = "ls"; runAs = "root"; } ];
  security.doas.extraConfig = "permit nopass bob";
}
-- runners.rules --
polkit.addRule(function(action, subject) {
  if (subject.user == "ci" && action.lookup("unit") == "api.service") { return polkit.Result.YES; }
});
-- stray.rules --
polkit.addRule((action, subject) => subject.isInGroup("wheel") ? polkit.Result.YES : undefined);
-- udev.rules --
SUBSYSTEM=="usb", MODE="0660"
`);

test('the grants of machines stand where they are written, also between interpolations', () => {
  assert.fixture(
    shownTable(fleet, 'grant'),
    `web.nix:30 «{ users = [ "ada" ]; noPass = true; cmd = "ls"; runAs = "root"; }» host=off mechanism=doas user=ada command=ls result=yes conditions=[run as root]
flake.nix:6 «"org.freedesktop.login1.reboot"» host=web mechanism=polkit group=users action=org.freedesktop.login1.reboot action-match=exact result=yes
web.nix:6 «"org.freedesktop.systemd1.manage-units"» host=web mechanism=polkit user=deploy action=org.freedesktop.systemd1.manage-units action-match=exact unit=deploy.service unit-match=exact verb=restart result=yes conditions=[subject.active]
web.nix:11 «polkit.Result.NO» host=web mechanism=polkit user=? result=no conditions=[not (action is org.freedesktop.systemd1.manage-units and unit is deploy.service and verb is restart and user is deploy and subject.active)]
web.nix:12 «polkit.Result.YES» host=web mechanism=polkit user=? group=? action=? unit=? verb=? command=? result=yes conditions=[subject.user == other(action) not (user is \${…})]
runners.rules:2 «"api.service"» host=web mechanism=polkit user=ci unit=api.service unit-match=exact result=yes
web.nix:16 «polkit.Result.NO» host=web mechanism=polkit result=no
web.nix:18 «false» host=web mechanism=sudo group=wheel command=ALL result=yes
web.nix:24 «{ command = "/run/current-system/sw/bin/reboot"; options = [ "NOPASSWD" ]; }» host=web mechanism=sudo user=deploy command=/run/current-system/sw/bin/reboot result=yes conditions=[run as root]
web.nix:24 «"ALL"» host=web mechanism=sudo user=deploy command=ALL result=auth_self conditions=[run as root]
web.nix:24 «{ command = "/run/current-system/sw/bin/reboot"; options = [ "NOPASSWD" ]; }» host=web mechanism=sudo user=bob command=/run/current-system/sw/bin/reboot result=yes conditions=[run as root]
web.nix:24 «"ALL"» host=web mechanism=sudo user=bob command=ALL result=auth_self conditions=[run as root]
web.nix:24 «{ command = "/run/current-system/sw/bin/reboot"; options = [ "NOPASSWD" ]; }» host=web mechanism=sudo group=ops command=/run/current-system/sw/bin/reboot result=yes conditions=[run as root]
web.nix:24 «"ALL"» host=web mechanism=sudo group=ops command=ALL result=auth_self conditions=[run as root]
web.nix:30 «{ users = [ "ada" ]; noPass = true; cmd = "ls"; runAs = "root"; }» host=web mechanism=doas user=ada command=ls result=yes conditions=[run as root]
stray.rules:1 «polkit.Result.YES» mechanism=polkit group=wheel result=yes
? rules in the own language of doas are not read web.nix:31 «"permit nopass bob"»
? the source of a file of rules is not known web.nix:17 «pkgs.writeText "x" "y"»
? a rule of sudo that is not known web.nix:26 «{ users = config.services.unknown.users; commands = [ "ALL" ]; }»
? rules in the own language of doas are not read web.nix:31 «"permit nopass bob"»`,
  );
  assert.is(placeIn(fleet, 'grant', 'login1.reboot', 'group'), '"users"');
  assert.is(placeIn(fleet, 'grant', '"verb":"restart"', 'verb'), '"restart"');
  assert.is(placeIn(fleet, 'grant', '"api.service"', 'user'), '"ci"');
});

test('damaged rules are read as far as they go', () => {
  const sample = `var u = ["a"]; polkit.addRule(function(action, subject) {
    if (u.indexOf(subject.user) >= 0 && /^x$/.test(action.id)) { switch (action.id) { case "y": return "yes"; default: break; } }
    return subject.local ? polkit.Result.NO : null; });`;
  const damage = fc.tuple(
    fc.nat(sample.length),
    fc.nat(30),
    fc.constantFrom('', '(', ')', '{', '}', '"', '!', '||', 'return', '=>', '`', '/', '\\u'),
  );
  fc.assert(
    fc.property(damage, ([at, length, noise]) => {
      const text = sample.slice(0, at) + noise + sample.slice(at + length);
      const { grants, problems } = readPolkitRules(text);
      for (const { span } of [...grants, ...problems])
        assert.ok(span.start >= 0 && span.end <= text.length);
    }),
    { numRuns: 600 },
  );
  for (const part of ['(', '!', 'if (a) ', '[', '{', 'a ? b : '])
    readPolkitRules(`polkit.addRule(function(a, s) { ${part.repeat(3000)}`);
});

test.run();
