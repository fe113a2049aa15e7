import { choice, table, text } from './schema.ts';

export const homebrewSchema = table('Something that Homebrew installs on a machine.', {
  host: text('The machine.'),
  kind: choice(['brew', 'cask', 'tap', 'app'], 'What it is; `app` is one of the App Store.'),
  name: text('Its name.'),
});
