import { childIntegerKey, integerKey, listContainer, listsAt } from '#analyzer/order/elements.ts';
import type { OptionPath } from '#analyzer/syntax/option-path.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

const portOptions: ReadonlySet<string | undefined> = new Set([
  'allowedTCPPorts',
  'allowedUDPPorts',
]);
const rangeOptions: ReadonlySet<string | undefined> = new Set([
  'allowedTCPPortRanges',
  'allowedUDPPortRanges',
]);

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/firewall-ports',
    summary: 'The ports that a firewall opens ascend, each listed once.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Whoever reviews a firewall asks whether one port is open. In a list that
      ascends by number the answer is found, or found missing, in one look, and
      nobody adds a port that is there already.

      Ports compare as numbers, and each moves with its comment. Ranges ascend
      by \`from\`. A list with a name, a call or \`++\` in it is left alone, and
      groups that blank lines or comments of their own set apart are sorted each
      for itself; a comment at the top of a group stays there. NixOS sorts the ports anyway, so the fix changes no machine.
      A port that is listed twice, with a comment each, is left to you.
    `,
    bad: [
      {
        code: `
{
  networking.firewall.allowedTCPPorts = [
    443 # HTTPS
#   ^^^ note: \`443\` is here
    3000 # todos
    23231 # soft serve
    80 # HTTP
#   ^^ \`80\` should come before \`443\` (numeric)
  ];
}
        `,
        fixed: `
{
  networking.firewall.allowedTCPPorts = [
    80 # HTTP
    443 # HTTPS
    3000 # todos
    23231 # soft serve
  ];
}
        `,
      },
      {
        code: `
{ lib, ... }:
{
  networking.firewall = {
    interfaces.wg0.allowedUDPPorts = lib.mkForce [ 123 53 ];
#                                                  ^^^ note: \`123\` is here
#                                                      ^^ \`53\` should come before \`123\` (numeric)
  };
}
        `,
        fixed: `
{ lib, ... }:
{
  networking.firewall = {
    interfaces.wg0.allowedUDPPorts = lib.mkForce [ 53 123 ];
  };
}
        `,
      },
      {
        code: `
{
  networking.firewall.allowedTCPPorts = [
    80
#   ^^ note: \`80\` is here
    80 # HTTP
#   ^^ \`80\` is listed twice
    443
  ];
}
        `,
        fixed: `
{
  networking.firewall.allowedTCPPorts = [
    80 # HTTP
    443
  ];
}
        `,
      },
      {
        code: `
{
  networking.firewall.allowedTCPPortRanges = [
    { from = 8000; to = 8010; }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`8000\` is here
    { from = 6000; to = 6007; }
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`6000\` should come before \`8000\` (numeric)
  ];
}
        `,
        fixed: `
{
  networking.firewall.allowedTCPPortRanges = [
    { from = 6000; to = 6007; }
    { from = 8000; to = 8010; }
  ];
}
        `,
      },
    ],
    good: [
      '{ networking.firewall.allowedTCPPorts = [ 80 443 3000 23231 ]; }',
      // Unknown ports may belong anywhere.
      `
{ config, lib, ... }:
{
  networking.firewall.allowedTCPPorts = [ 443 config.services.openssh.port 80 ];
  networking.firewall.allowedUDPPorts = [ 443 ] ++ lib.optionals true [ 123 53 ];
}
      `,
      `
{
  networking.firewall.allowedTCPPorts = [
    # the web
    80
    443

    # mail
    25
    993
  ];
}
      `,
      // Not a firewall.
      '{ services.probe.allowedTCPPorts = [ 443 80 ]; }',
    ],
  },

  visit: {
    source_code(file, context) {
      if (!file.tree.text.includes('firewall')) return;
      for (const list of listsAt(file, (path) => opens(path, portOptions))) {
        const container = listOfKnown(list, integerKey);
        if (container) reportDisorder(container, { ...plainOrdering, unique: true }, context);
      }
      for (const list of listsAt(file, (path) => opens(path, rangeOptions))) {
        const container = listOfKnown(list, (range) => childIntegerKey(range, 'from'));
        if (container) reportDisorder(container, plainOrdering, context);
      }
    },
  },
});

function opens(path: OptionPath, options: ReadonlySet<string | undefined>): boolean {
  return options.has(path.at(-1)) && path.slice(0, -1).includes('firewall');
}

function listOfKnown(list: Node, keyOf: (element: Node) => string | undefined) {
  const container = listContainer(list, keyOf);
  return container.elements.every(({ key }) => key !== undefined) ? container : undefined;
}
