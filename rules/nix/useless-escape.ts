import type { Fix } from '#analyzer/diagnostic.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: 'nix/useless-escape',
    summary: 'A backslash in a string does something.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended'],
    peers: [
      {
        peer: 'nixpkgs-vet',
        code: 'NPV-170',
        differs:
          '`$\\{` is left alone, because it keeps a dollar sign from interpolating; where the backslash looks like part of a regular expression nothing is dropped unasked.',
      },
    ],
  },

  docs: {
    why: `
      In a string \`\\.\` is only a dot. Where the backslash was meant for what reads the
      string, such as a regular expression, it is lost: \`builtins.match "a\\.b"\` also
      matches \`axb\`. Write \`\\\\.\`, or leave the backslash out.

      In indented strings the same is true of \`''\\\` before anything but \`n\`, \`r\`, \`t\`,
      \`$\` and quotes.
    `,
    bad: [
      {
        code: `
  {
    isNix = name: builtins.match ".*\\.nix" name != null;
#                                   ^^ Nix drops this backslash, and only \`.\` is left
    greeting = "it\\'s me";
#                 ^^ this backslash does nothing before \`'\`
  }
        `,
        fixed: `
  {
    isNix = name: builtins.match ".*\\\\.nix" name != null;
    greeting = "it's me";
  }
        `,
      },
    ],
    good: [
      `
  {
    a = "\\n\\r\\t\\\\ \\" \\\${x} $\\{x}";
    b = ''a\\.b ''\\n ''\${x} ''''';
  }
      `,
    ],
  },

  needs: [{ traits: ['idle-escape'] }],

  visit: {
    escape_sequence(node, { file, analysis, report }) {
      const { text, tree } = analysis;
      if (tree.errors.length > 0) return;
      const escaped = node.text.slice(-1);
      const isIndented = node.text.startsWith("''");
      const meant = isIndented ? /[nrt'$]/ : /[\\"nrt$]/;
      const before = text.charAt(node.start - 1);
      if (meant.test(escaped) || (escaped === '{' && before === '$')) return;
      const isLost = /[A-Za-z0-9.()[\]{}*+?|^/\s-]/.test(escaped);
      const drop: Fix = {
        title: 'leave the backslash out',
        safety: 'safe',
        edits: [{ file, span: node.span, text: escaped }],
      };
      const double: Fix = {
        title: 'keep the backslash',
        safety: 'unsafe',
        edits: [{ file, span: node.span, text: isIndented ? `\\${escaped}` : `\\\\${escaped}` }],
      };
      const isSafe = !isLost && !(isIndented && before === "'");
      report(node, {
        message: messageFor(escaped, isLost),
        fixes: [...(isSafe ? [drop] : []), ...(isLost ? [double] : [])],
      });
    },
  },
});

function messageFor(escaped: string, isLost: boolean): string {
  const shown = /[\s`]/.test(escaped) ? 'what follows' : `\`${escaped}\``;
  return isLost
    ? `Nix drops this backslash, and only ${shown} is left`
    : `this backslash does nothing before ${shown}`;
}
