import { fileRule } from '#linter/rule.ts';
import type { Tree } from '#parser/tree.ts';

export default fileRule({
  language: 'hcl',
  meta: {
    name: 'hcl/syntax',
    summary: 'Text that OpenTofu and Terraform do not accept.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
  },

  docs: {
    why: `
      The tool refuses the file, so no record, rule or machine of its folder can be planned. The
      rest of the file is still checked, but nothing is concluded from the broken part.

      A file that has variables of a shell outside of strings, such as \`host.\${NAME}.id\`, is a
      template that \`envsubst\` or \`sed\` fills in, and left alone.
    `,
    bad: [
      `
-- main.tf --
  locals {
    zones = ["example.com"
  }
# ^ missing \`]\`
      `,
      `
-- main.tf --
locals {
  port = \${var.port}
#        ^^ unexpected \`\${\`
}
      `,
    ],
    good: [
      `
-- main.tf --
locals {
  zone = "example.com"
}
      `,
      `
-- templates/host.tf --
resource "hcloud_server" "\${NAME}" {
  name        = "\${NAME}"
  network_ids = [hcloud_network.\${NAME}.id]
}
      `,
    ],
  },

  visit: {
    config_file({ tree }, { report }) {
      if (isTemplate(tree)) return;
      for (const error of tree.errors) report(error, { message: error.message });
    },
  },
});

/** Whether something is to be put in where HCL takes no interpolation, by the names that shells use. */
function isTemplate({ text, errors }: Tree): boolean {
  return errors.some(({ start }) => /^\$\{[A-Z][A-Z0-9_]*\}/.test(text.slice(start, start + 100)));
}
