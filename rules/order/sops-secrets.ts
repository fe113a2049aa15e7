import { comparisons } from '#analyzer/order/compare.ts';
import { attributeContainers } from '#analyzer/order/elements.ts';
import { comparisonOption, plainOrdering, reportDisorder, setsOption } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/sops-secrets',
    summary: 'The names in `sops.secrets` ascend.',
    severity: 'hint',
    fix: 'safe',
    since: '0.1.0',
    presets: [],
    options: {
      'ordered-sets': {
        summary: 'Names with an order of their own, one set per text, separated by spaces.',
        default: ['mercury venus earth mars jupiter saturn uranus neptune pluto'],
      },
      comparison: {
        summary: 'How names compare: `bytes`, `case-fold`, `natural` or `ignore-punctuation`.',
        default: 'bytes',
        choices: comparisons,
      },
    },
  },

  docs: {
    why: `
      In order, secrets are quickly compared with the vault they come from.

      No preset turns this on, because many lists of secrets have a better order
      than that of their names: by the owner, or by the service that reads them.
      Turn it on where the names decide.

      Names that end in those of a declared set, such as the planets, keep the
      order of the set. They stand together, where the first of them belongs.
      The order of attributes means nothing to Nix, so the fix is safe.

      Groups that a blank line or a comment of its own sets apart are sorted each
      for itself, and a comment at the top of a group heads it and stays there.
      Blank lines between all secrets set none apart.
    `,
    bad: [
      {
        code: `
{
  sops.secrets = {
    "github/runners/slacks/mercury".owner = "slacks";
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: \`github/runners/slacks/mercury\` is here
    "github/runners/slacks/venus".owner = "slacks";
    "github/runners/endpoints".owner = "endpoints"; # one runner
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`github/runners/endpoints\` should come before \`github/runners/slacks/mercury\` (alphabetical)
  };
}
        `,
        fixed: `
{
  sops.secrets = {
    "github/runners/endpoints".owner = "endpoints"; # one runner
    "github/runners/slacks/mercury".owner = "slacks";
    "github/runners/slacks/venus".owner = "slacks";
  };
}
        `,
      },
      {
        code: `
{
  sops.secrets = {
    "backup/weekly" = { };
#   ^^^^^^^^^^^^^^^ note: \`backup/weekly\` is here
    "backup/daily" = { };
#   ^^^^^^^^^^^^^^ \`backup/daily\` should come before \`backup/weekly\` (declared order)
    "backup/monthly" = { };
  };
}
        `,
        fixed: `
{
  sops.secrets = {
    "backup/daily" = { };
    "backup/weekly" = { };
    "backup/monthly" = { };
  };
}
        `,
        options: { 'ordered-sets': ['hourly daily weekly monthly yearly'] },
      },
    ],
    good: [
      `
{
  sops.secrets = {
    "github/runners/slacks/mercury" = { };
    "github/runners/slacks/venus" = { };
    "github/runners/slacks/earth" = { };
    "github/runners/slacks/mars" = { };
    "github/runners/slacks/jupiter" = { };
    "github/runners/slacks/saturn" = { };
    "github/runners/slacks/uranus" = { };
    "github/runners/slacks/neptune" = { };
    "github/runners/slacks/pluto" = { };
    "tom/password".neededForUsers = true;
  };
}
      `,
      {
        code: '{ sops.secrets = { "disk/2" = { }; "disk/10" = { }; }; }',
        options: { comparison: 'natural' },
      },
    ],
  },

  visit: {
    source_code(file, context) {
      const sets = setsOption(context.options, 'ordered-sets');
      const comparison = comparisonOption(context.options, 'comparison');
      for (const container of attributeContainers(file, ['sops', 'secrets'])) {
        reportDisorder(container, { ...plainOrdering, sets, comparison }, context);
      }
    },
  },
});
