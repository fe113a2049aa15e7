import { comparisons } from '#analyzer/order/compare.ts';
import { attributeContainers } from '#analyzer/order/elements.ts';
import { comparisonOption, plainOrdering, reportDisorder, setsOption } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/runners',
    summary: 'The names of the runners of a machine ascend.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
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
      A runner has a token, a user and often a grant, each in a list of its own.
      When all lists are in the same order, a runner that one of them lacks is
      easy to see.

      Names compare by their bytes. Those that end in the names of a declared set,
      such as the planets, keep the order of the set: they stand together, where
      the first of them belongs. The order of attributes means nothing to Nix, so
      the fix is safe.

      Groups that a blank line or a comment of its own sets apart are sorted each
      for itself, and a comment at the top of a group heads it and stays there.
      Blank lines between all runners set none apart.
    `,
    bad: [
      {
        code: `
{
  services.github-runners = {
    blog.url = "https://github.com/ada/blog";
    slacks-mercury.url = "https://github.com/ada/slacks";
#   ^^^^^^^^^^^^^^^^^^ note: \`slacks-mercury\` is here
    slacks-venus.url = "https://github.com/ada/slacks";
    # builds the interfaces
    endpoints.url = "https://github.com/ada/endpoints";
#   ^^^^^^^^^^^^^ \`endpoints\` should come before \`slacks-mercury\` (alphabetical)
  };
}
        `,
        fixed: `
{
  services.github-runners = {
    blog.url = "https://github.com/ada/blog";
    # builds the interfaces
    endpoints.url = "https://github.com/ada/endpoints";
    slacks-mercury.url = "https://github.com/ada/slacks";
    slacks-venus.url = "https://github.com/ada/slacks";
  };
}
        `,
      },
      {
        code: `
{
  services.github-runners = {
    slacks-venus = { };
#   ^^^^^^^^^^^^ note: \`slacks-venus\` is here
    slacks-mercury = { };
#   ^^^^^^^^^^^^^^ \`slacks-mercury\` should come before \`slacks-venus\` (declared order)
    todos = { };
  };
}
        `,
        fixed: `
{
  services.github-runners = {
    slacks-mercury = { };
    slacks-venus = { };
    todos = { };
  };
}
        `,
      },
    ],
    good: [
      // The planets in the order of the Sun, where the first of them belongs.
      `
{
  services.github-runners = {
    etime = { };
    slacks-mercury = { };
    slacks-venus = { };
    slacks-earth = { };
    slacks-mars = { };
    slacks-jupiter = { };
    slacks-saturn = { };
    slacks-uranus = { };
    slacks-neptune = { };
    slacks-pluto = { };
    todos = { };
  };
}
      `,
      // A computed name may belong anywhere.
      `{ name, ... }: { services.github-runners = { todos = { }; \${name} = { }; blog = { }; }; }`,
      {
        code: '{ services.github-runners = { ci-small = { }; ci-large = { }; }; }',
        options: { 'ordered-sets': ['small large'] },
      },
    ],
  },

  visit: {
    source_code(file, context) {
      const sets = setsOption(context.options, 'ordered-sets');
      const comparison = comparisonOption(context.options, 'comparison');
      for (const container of attributeContainers(file, ['services', 'github-runners'])) {
        reportDisorder(container, { ...plainOrdering, sets, comparison }, context);
      }
    },
  },
});
