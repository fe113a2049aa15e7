import { fileRule } from '#linter/rule.ts';

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
    `,
    bad: [
      `
-- main.tf --
  locals {
    zones = ["example.com"
  }
# ^ missing \`]\`
      `,
    ],
    good: [
      `
-- main.tf --
locals {
  zone = "example.com"
}
      `,
    ],
  },

  visit: {
    config_file({ tree }, { report }) {
      for (const error of tree.errors) report(error, { message: error.message });
    },
  },
});
