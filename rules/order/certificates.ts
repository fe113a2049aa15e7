import { attributeContainers } from '#analyzer/order/elements.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/certificates',
    summary: 'The names in `security.acme.certs` ascend.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Certificates stand beside the virtual hosts that use them. When both are
      in the same order, a domain that one of them lacks is easy to see.

      Whole names compare by their bytes, so \`dev.example.org\` comes before
      \`example.org\`. The order of attributes means nothing to Nix, so the fix
      is safe.

      Groups that a blank line or a comment of its own sets apart are sorted each
      for itself, and a comment at the top of a group heads it and stays there.
      Blank lines between all certificates set none apart.
    `,
    bad: [
      {
        code: `
{
  security.acme.certs = {
    "quintus.example".email = "post@quintus.example";
#   ^^^^^^^^^^^^^^^^^^^^^^^ note: \`quintus.example\` is here
    "example.org" = {
#   ^^^^^^^^^^^^^ \`example.org\` should come before \`quintus.example\` (alphabetical)
      extraDomainNames = [ "www.example.org" "mail.example.org" ];
    };
  };
}
        `,
        fixed: `
{
  security.acme.certs = {
    "example.org" = {
      extraDomainNames = [ "www.example.org" "mail.example.org" ];
    };
    "quintus.example".email = "post@quintus.example";
  };
}
        `,
      },
      {
        code: `
{
  security.acme = {
    certs."b.example".group = "nginx"; # renewed by hand
#   ^^^^^^^^^^^^^^^^^^^^^^^ note: \`b.example\` is here
    certs."a.example".group = "nginx";
#   ^^^^^^^^^^^^^^^^^^^^^^^ \`a.example\` should come before \`b.example\` (alphabetical)
    acceptTerms = true;
  };
}
        `,
        fixed: `
{
  security.acme = {
    certs."a.example".group = "nginx";
    certs."b.example".group = "nginx"; # renewed by hand
    acceptTerms = true;
  };
}
        `,
      },
    ],
    good: [
      `
{
  security.acme = {
    defaults.email = "post@example.org";
    acceptTerms = true;
    certs = {
      "dev.example.org".group = "nginx";
      "example.org".group = "nginx";
    };
  };
}
      `,
    ],
  },

  visit: {
    source_code(file, context) {
      for (const container of attributeContainers(file, ['security', 'acme', 'certs'])) {
        reportDisorder(container, plainOrdering, context);
      }
    },
  },
});
