import { optional, table, text } from './schema.ts';

export const fileSchema = table('A file of the repository.', {
  file: text('The file.'),
  folder: text('The folder that it is in; empty for the root.'),
  name: text('Its name without the folder.'),
  extension: optional(text('What is behind the last point of its name, such as `nix`.')),
});
