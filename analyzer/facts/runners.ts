import { cell, choice, partialTexts, type RowOf, table, text, texts, truth } from './schema.ts';

export const runnerSchema = table('A runner or worker of continuous integration.', {
  host: text('The machine.'),
  tool: choice(
    ['github', 'gitea', 'gitlab', 'woodpecker', 'buildkite', 'hercules', 'buildbot'],
    'What it runs jobs for; `gitea` is Forgejo too.',
  ),
  attribute: text('The attribute name; the option’s own name where there can be only one.'),
  enabled: cell(truth('Whether it is turned on; unset where the option has no such switch.')),
  name: cell(text('The name that it registers with.')),
  url: cell(text('The repository, organisation or server.')),
  user: cell(text('The user that it runs as.')),
  group: cell(text('The group that it runs as.')),
  'token-file': cell(text('The file with its token.')),
  labels: cell(texts('Labels beside those that the tool adds itself.')),
  packages: cell(partialTexts('Packages that its jobs find.')),
});

export type RunnerRow = RowOf<typeof runnerSchema>;
