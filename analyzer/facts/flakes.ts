import { cell, choice, number, optional, type RowOf, table, text, texts, truth } from './schema.ts';

const flake = text('The `flake.nix`.');

export const inputSchema = table(
  'An input of a flake, or an input of an input of which the flake says something.',
  {
    flake,
    name: text(
      'Its names from the flake on, joined by slashes: `nixpkgs`, `home-manager/nixpkgs`.',
    ),
    declared: truth(
      'Whether the flake declares it; the registry knows one that only the outputs ask for.',
    ),
    'is-flake': truth('Whether it is read as a flake.'),
    type: optional(text('How it is fetched: `github`, `git`, `path` and so on.')),
    url: optional(text('Its address in one form, however it is written.')),
    owner: optional(text('The owner of its repository; for a name of the registry as that says.')),
    repository: optional(text('The name of its repository.')),
    ref: optional(text('The branch or tag that the flake asks for.')),
    follows: optional(
      text(
        'The input that it is the same as, by names from the flake on; empty for no input at all.',
      ),
    ),
    'locked-node': cell(text('What the lock file calls it.')),
    'locked-revision': cell(text('The commit that it is locked to.')),
    'last-modified': cell(number('When what it is locked to was made, in seconds since 1970.')),
    'lock-problem': optional(
      choice(
        ['missing', 'differs'],
        'How the lock file disagrees: it has no such input, or one from elsewhere.',
      ),
    ),
    'locked-from': optional(text('The address that it is locked from, where that is another one.')),
  },
);

export const inputCopySchema = table(
  'An input of an input that is locked by itself, though the flake has the same repository.',
  {
    flake,
    input: text('The input that brings it along.'),
    name: text('What that calls it.'),
    same: text('The input of the flake that it could follow.'),
  },
);

export const inputUseSchema = table('A place that uses an input.', {
  flake,
  input: text('The name of the input.'),
  file: text('The file of the place.'),
  kind: choice(
    ['formal', 'variable', 'attribute', 'follows', 'command', 'framework'],
    'The outputs ask for it, name it, or select it from `inputs`; another input follows it, or takes it by its name; a command names it.',
  ),
});

export const outputTypes = [
  'nixos-machine',
  'darwin-machine',
  'home',
  'package',
  'legacy-package',
  'app',
  'check',
  'dev-shell',
  'formatter',
  'bundler',
  'nixos-module',
  'darwin-module',
  'home-module',
  'flake-module',
  'module',
  'overlay',
  'template',
  'library',
  'deployment',
  'hive',
  'hydra-job',
  'other',
] as const;

export type OutputType = (typeof outputTypes)[number];

export const outputSchema = table('What a flake gives to others, by its attribute path.', {
  flake,
  path: text('The attribute path, dotted; parts that are no plain names are quoted.'),
  type: choice(outputTypes, 'What Nix, or the tools that read it, take it for.'),
  system: optional(text('The platform, where the path has one.')),
  name: text('The last name of the path.'),
});

export const outputReferenceSchema = table(
  'A place where a command or a document names a flake, with an attribute of it or without.',
  {
    file: text('The file of the place.'),
    tool: text('The command, such as `nix build` or `nixos-rebuild`.'),
    kind: choice(
      ['installable', 'nixos', 'darwin', 'home', 'deploy', 'colmena'],
      'What the command looks for under the attribute.',
    ),
    text: text('The reference as it is written.'),
    directory: optional(
      text('The folder of the flake, where it lies in the workspace; empty for the root.'),
    ),
    attribute: cell(
      text(
        'What is named, as it is written; undecided where a variable or a placeholder stands in it.',
      ),
    ),
  },
);

export const deploymentSchema = table('How a tool that deploys machines reaches one.', {
  host: cell(text('The machine; unset where what is deployed is none.')),
  tool: choice(['colmena', 'deploy-rs', 'clan', 'nixos-unified'], 'What deploys it.'),
  node: text('What the tool calls it.'),
  profile: optional(text('For deploy-rs: the profile, mostly `system`.')),
  address: cell(
    text('The name or address that the tool connects to; unset for this machine itself.'),
  ),
  user: cell(text('The login there.')),
  port: cell(number('The port of ssh there.')),
  tags: cell(texts('What the tool may choose it by.')),
});

export type InputRow = RowOf<typeof inputSchema>;
export type OutputRow = RowOf<typeof outputSchema>;
export type InputUseRow = RowOf<typeof inputUseSchema>;
export type OutputReferenceRow = RowOf<typeof outputReferenceSchema>;
export type DeploymentRow = RowOf<typeof deploymentSchema>;
