import { fileRule } from '#linter/rule.ts';

/** Why broken text gets no fix. */
const noRepair =
  'Nothing is put in or taken out: what was meant is not known, and a guess that parses hides the mistake.';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/syntax',
    summary: 'Text that Nix does not accept.',
    severity: 'error',
    fix: 'none',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      ...[
        'lex-unterminated-bcomment',
        'parse-attrpath-extra-dot',
        'parse-expected',
        'parse-int-too-big',
        'parse-lambda-arg-extra-at',
        'parse-missing-sep-formals',
        'parse-operator-noassoc',
        'parse-select-extra-dot',
        'parse-unexpected',
        'parse-unexpected-between',
        'path-trailing-slash',
        'sema-empty-formal',
        'sema-formal-extra-ellipsis',
        'sema-formal-missing-comma',
        'sema-misplaced-ellipsis',
      ].map((code) => ({ peer: 'nixf' as const, code, differs: noRepair })),
      { peer: 'nil', code: 'syntax_error' },
      { peer: 'statix', code: '0' },
    ],
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

  // Files with errors are shown to every rule, and no others have any.
  needs: [{}],

  visit: {
    source_code({ tree }, { report }) {
      for (const error of tree.errors) report(error, { message: error.message });
    },
  },
});
