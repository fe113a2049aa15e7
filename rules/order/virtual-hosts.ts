import { attributeContainers } from '#analyzer/order/elements.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/virtual-hosts',
    summary: 'The names of the virtual hosts of a web server ascend.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Virtual hosts, certificates, records and ports of a domain stand in
      several lists that must agree. When all of them are in the same order, a
      domain that one of them lacks is easy to see.

      Whole names compare by their bytes, so \`dev.example.org\` comes before
      \`example.org\`. The order of attributes means nothing to Nix, and the web
      server gets its hosts sorted by name, so the fix is safe.

      Groups that a blank line or a comment of its own sets apart are sorted each
      for itself, and a comment at the top of a group heads it and stays there.
      Blank lines between all hosts set none apart.
    `,
    bad: [
      {
        code: `
{
  services.nginx.virtualHosts = {
    "blog.example.org" = { };
    "example.org" = {
#   ^^^^^^^^^^^^^ note: \`example.org\` is here
      locations."/".proxyPass = "http://10.0.0.2:4321";
    };
    # while it is being rebuilt
    "dev.example.org" = {
#   ^^^^^^^^^^^^^^^^^ \`dev.example.org\` should come before \`example.org\` (alphabetical)
      locations."/".proxyPass = "http://10.0.0.2:3000";
    };
  };
}
        `,
        fixed: `
{
  services.nginx.virtualHosts = {
    "blog.example.org" = { };
    # while it is being rebuilt
    "dev.example.org" = {
      locations."/".proxyPass = "http://10.0.0.2:3000";
    };
    "example.org" = {
      locations."/".proxyPass = "http://10.0.0.2:4321";
    };
  };
}
        `,
      },
      {
        code: `
{
  services.caddy.virtualHosts."b.example".extraConfig = "respond 200";
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`b.example\` is here
  services.caddy.virtualHosts."a.example".extraConfig = "respond 200";
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`a.example\` should come before \`b.example\` (alphabetical)
}
        `,
        fixed: `
{
  services.caddy.virtualHosts."a.example".extraConfig = "respond 200";
  services.caddy.virtualHosts."b.example".extraConfig = "respond 200";
}
        `,
      },
    ],
    good: [
      `
{
  services.nginx.virtualHosts = {
    "dev.example.org" = { };
    "example.org" = { };
    "quintus.example" = { };
  };
}
      `,
      // Two servers are two containers.
      `
{
  services.nginx.virtualHosts."b.example" = { };
  services.caddy.virtualHosts."a.example" = { };
}
      `,
      // The place of a computed name is not known.
      `
{ domain, ... }:
{
  services.nginx.virtualHosts = {
    "www.example.org" = { };
    "www.\${domain}" = { };
    "example.org" = { };
  };
}
      `,
    ],
  },

  visit: {
    source_code(file, context) {
      for (const container of attributeContainers(file, ['services', '*', 'virtualHosts'])) {
        reportDisorder(container, plainOrdering, context);
      }
    },
  },
});
