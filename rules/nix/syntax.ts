import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/syntax',
    summary: 'Text that Nix does not accept.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
  },

  docs: {
    why: `
      Nix refuses the whole file, and with it every machine that reaches it. The rest of the file
      is still checked, but nothing is concluded from the broken part.
    `,
    bad: [
      `
  { services.nginx.enable = true }
#                               ^ missing \`;\`
      `,
    ],
    good: ['{ services.nginx.enable = true; }'],
  },

  visit: {
    source_code({ tree }, { report }) {
      for (const error of tree.errors) report(error, { message: error.message });
    },
  },
});
