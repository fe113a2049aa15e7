import type { FilePath } from '#analyzer/diagnostic.ts';
import { type FileRule, type FleetRule, fileRule, fleetRule } from '#linter/rule.ts';

const foundFile = 'found.nix' as FilePath;
const docs = { why: 'It serves tests.', bad: [], good: [] };

/** Finds the variable `bad`, and mends it into `good`. */
export const forbidden: FileRule = fileRule({
  language: 'nix',
  meta: {
    name: 'sample/forbidden',
    summary: 'The variable `bad`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['recommended'],
    options: {
      name: { summary: 'Which variable is meant.', default: 'bad' },
      allowed: { summary: 'Where it is allowed.', default: [] },
    },
  },
  docs,
  visit: {
    variable_expression(node, { file, options, report }) {
      if (node.text !== options.name) return;
      const edit = { file, span: node.span, text: 'good' };
      const fixes = [{ title: 'use `good`', safety: 'safe', edits: [edit] } as const];
      report(node, { message: `\`${node.text}\` is forbidden`, fixes });
    },
  },
});

/** Fails on every file that has a list. */
export const crashing: FileRule = fileRule({
  language: 'nix',
  meta: { ...forbidden.meta, name: 'sample/crashing', fix: 'none', options: {} },
  docs,
  visit: {
    list_expression() {
      throw new Error('no lists');
    },
  },
});

/** Counts what it could judge, and finds something in a file named `found.nix`. */
export const counting: FleetRule = fleetRule({
  meta: {
    ...forbidden.meta,
    name: 'sample/counting',
    fix: 'none',
    presets: ['proxied-fleet'],
    options: {},
  },
  docs,
  check({ facts, decided, undecided, report }) {
    decided();
    undecided('reads the clock');
    undecided('reads the clock');
    if (facts.text(foundFile) === undefined) return;
    report({ file: foundFile, span: { start: 0, end: 1 } }, { message: 'it is `found`' });
  },
});

const anyFiles = ['a.yaml', 'a.toml', 'a.rules', 'a.jsonc', 'a.md', 'a.tf', 'a.txt'] as FilePath[];

/** Finds the word `bad` in files of every language, wherever it stands. */
export const words: FleetRule = fleetRule({
  meta: { ...forbidden.meta, name: 'sample/words', fix: 'none', options: {} },
  docs,
  check({ facts, report }) {
    for (const file of anyFiles) {
      for (const { index } of (facts.text(file) ?? '').matchAll(/\bbad\b/g)) {
        report({ file, span: { start: index, end: index + 3 } }, { message: '`bad` is forbidden' });
      }
    }
  },
});
