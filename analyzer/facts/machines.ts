import {
  cell,
  choice,
  number,
  optional,
  type RowOf,
  scalar,
  table,
  text,
  texts,
  truth,
} from './schema.ts';

export type HostClass = 'nixos' | 'darwin' | 'home';

export const hostSchema = table('A machine, or a home that is a configuration of its own.', {
  name: text('Unique in the workspace: the attribute below `nixosConfigurations` and its like.'),
  class: choice(['nixos', 'darwin', 'home'], 'What the configuration is for.'),
  system: cell(text('The platform, such as `x86_64-linux`.')),
  'host-name': cell(text('`networking.hostName`.')),
  output: text('The flake attribute path, such as `nixosConfigurations.web`.'),
  entry: optional(
    text('The file that first belongs to this machine alone: its configuration’s entry.'),
  ),
  folder: optional(text('The folder of its entry, where no other machine has its entry in there.')),
  type: optional(
    text('The folder that tells machines apart by their kind: `server` of `hosts/server/web.nix`.'),
  ),
  tags: cell(texts('Tags of the machine: `system.nixos.tags`, and those it is deployed by.')),
  addresses: texts('Addresses the configuration gives to the machine, without prefix lengths.'),
  homes: texts('Users whose homes Home Manager makes on the machine, sorted.'),
});

export const moduleSchema = table('A file that machines are made of.', {
  file: text('The file.'),
  kind: choice(
    ['module', 'import'],
    'A module of the machines, or code that modules `import` by a literal path.',
  ),
  classes: texts('What the module is for by who reaches it: `nixos`, `darwin`, `home`, sorted.'),
  hosts: texts('Names of the machines that reach the file, sorted.'),
  importers: texts('Files that import it, sorted.'),
});

export const nixFileSchema = table('A Nix file of the repository that can be read.', {
  file: text('The file.'),
  kind: choice(
    ['flake', 'module', 'package', 'overlay', 'data', 'library'],
    'What it is for, by its name and the shape of its text.',
  ),
  reached: cell(
    truth(
      'Whether a flake, a machine or a file that these read names it; undecided where something may read it, such as a folder that is read as a whole, a command or a document.',
    ),
  ),
  importers: texts('Nix files that name it by a literal path, sorted; read by anybody or not.'),
});

export const importSchema = table('A place that names a file as a module of machines.', {
  file: text('The file of the place.'),
  path: text('The file that is imported; of a directory its `default.nix`.'),
  exists: cell(
    truth(
      'Whether it is there; undecided for what git ignores or keeps elsewhere, and so may be there on other machines.',
    ),
  ),
  hosts: texts('Names of the machines that import it there, sorted.'),
});

export const repeatedImportSchema = table(
  'A place that names a module which every machine that reads the place has anyway.',
  {
    file: text('The file of the place.'),
    path: text('The file that is imported; of a directory its `default.nix`.'),
    by: text(
      'The file imported beside it that brings it; `path` where it is imported there twice.',
    ),
    hosts: texts('Names of the machines that read the place, sorted.'),
  },
);

export const optionSchema = table(
  'An option that the modules of a machine define, merged; of lists and functions only that they are there.',
  {
    host: text('The machine.'),
    path: text('The option, dotted; parts that are no plain names are quoted.'),
    value: cell(scalar('The merged value.')),
    priority: number('The strongest priority among its definitions; lower wins.'),
  },
);

export const homeOptionSchema = table(
  'An option that the modules of a home define, merged; of lists and functions only that they are there.',
  {
    host: text('The machine that has the home, or the configuration that is one.'),
    account: optional(text('Whose home it is; unset for a configuration that does not say.')),
    path: text('The option as the modules of the home name it, such as `programs.git.enable`.'),
    value: cell(scalar('The merged value.')),
    priority: number('The strongest priority among its definitions; lower wins.'),
  },
);

export type HostRow = RowOf<typeof hostSchema>;
export type ModuleRow = RowOf<typeof moduleSchema>;
export type NixFileRow = RowOf<typeof nixFileSchema>;
export type ImportRow = RowOf<typeof importSchema>;
export type RepeatedImportRow = RowOf<typeof repeatedImportSchema>;
export type OptionRow = RowOf<typeof optionSchema>;
