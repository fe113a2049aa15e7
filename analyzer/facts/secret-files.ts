import { cell, choice, number, optional, type RowOf, table, text, texts, truth } from './schema.ts';

export const secretFileSchema = table('A file of the workspace that holds secrets.', {
  file: text('The file.'),
  manager: choice(['sops', 'age', 'git-crypt'], 'What encrypts it, or is meant to.'),
  format: choice(
    ['yaml', 'json', 'dotenv', 'ini', 'binary', 'age', 'armored age', 'git-crypt'],
    'How it is written; `binary` is one value that is a whole file.',
  ),
  encryption: choice(
    ['whole', 'part', 'none'],
    'Whether every value is encrypted, only some are, or nobody encrypted it.',
  ),
  expected: truth('Whether a machine, or a rule that goes by its name, wants it encrypted.'),
  recipients: cell(texts('Who can open it, sorted; undecided where the file does not tell.')),
  rule: cell(text('The rule that says for whom it is to be encrypted: its `id`.')),
  'rule-recipients': cell(texts('Who is to open it by that rule, sorted.')),
  tags: texts('The marks that age left of ssh keys, sorted.'),
  'rule-tags': cell(texts('The marks that the keys of the rule leave, sorted.')),
  anonymous: number('How many keys age wrapped the file for without leaving a mark.'),
  'rule-anonymous': cell(number('How many keys of the rule leave no mark.')),
  groups: number('How many key groups there are.'),
  threshold: optional(number('How many groups it takes to open the file.')),
  version: optional(text('The version of sops that wrote it.')),
  'last-modified': optional(text('When sops wrote it.')),
});

export const secretKeySchema = table('One value in a file of secrets; never the value itself.', {
  file: text('The file.'),
  key: text('The names that lead to it, with slashes between; empty for the file as a whole.'),
  whole: truth('Whether the row stands for the whole file.'),
  encrypted: truth('Whether nobody without a key can read it.'),
  type: optional(text('The type that sops noted, such as `str` or `int`.')),
  reachable: truth(
    'Whether sops-nix can give it by this key: a text below sets whose names have no slashes.',
  ),
  wanted: cell(truth('Whether the file’s own settings want it encrypted; empty values never are.')),
});

export const secretRecipientSchema = table('Somebody who can open a file of secrets.', {
  file: text('The file.'),
  kind: choice(
    [
      'age',
      'ssh-ed25519',
      'ssh-rsa',
      'pgp',
      'kms',
      'gcp-kms',
      'azure-kv',
      'hc-vault',
      'hckms',
      'passphrase',
      'other',
    ],
    'What kind of key it is.',
  ),
  recipient: optional(text('The key; unset where the file has a mark or nothing of it.')),
  tag: optional(text('The mark that age leaves of an ssh key.')),
  name: optional(text('What a rule, or the place that writes out the key, calls it.')),
  group: number('The key group, from 0 on.'),
});

export const secretRuleSchema = table('A rule that says who can open which files of secrets.', {
  id: text('The file of the rule and its number there, such as `.sops.yaml#0`, or its name.'),
  source: text('The file that has the rule.'),
  manager: choice(['sops', 'agenix'], 'What follows the rule.'),
  order: number('Its place among the rules of that file; the first that takes a file counts.'),
  pattern: optional(text('The regular expression for paths, where the rule has one.')),
  files: cell(texts('The files of the workspace that follow the rule, sorted.')),
  recipients: cell(texts('The keys, sorted.')),
  names: texts('What the keys are called, where they are called something, sorted.'),
  armor: cell(truth('Whether agenix writes the file as text.')),
});

export const secretIdentitySchema = table('A private key that a machine opens files with.', {
  host: text('The machine.'),
  scope: choice(
    ['system', 'home'],
    'Whether it opens secrets of the machine or of the home of one of its users.',
  ),
  account: optional(text('The user whose home it is for.')),
  manager: choice(['sops', 'agenix', 'vaultix', 'opnix'], 'What uses it.'),
  kind: choice(['age', 'ssh', 'gnupg', 'token'], 'What kind of key it is.'),
  path: text('Where the machine has it.'),
});

export const ruleRecipientSchema = table('A key that a rule names.', {
  rule: text('The rule’s `id`.'),
  source: text('The file that has the rule.'),
  kind: secretRecipientSchema.columns.kind,
  recipient: text('The key, as the rule means it.'),
  age: optional(text('The age recipient that an Ed25519 key is.')),
  tag: optional(text('The mark that age leaves of an ssh key.')),
  name: optional(text('What the key is called.')),
  group: number('The key group, from 0 on.'),
  valid: truth('Whether age can encrypt for the key; always true for keys of other kinds.'),
});

export const publicKeySchema = table('A public key that stands in the repository.', {
  key: text('The key without its comment.'),
  type: text('`ssh-ed25519`, `ssh-rsa`, `age`, `age-plugin` and so on.'),
  source: choice(
    ['file', 'known-hosts', 'nix', 'sops-rules', 'authorized', 'known-host', 'host-key'],
    'What writes it out; the last three are options of a machine.',
  ),
  file: text('The file that it stands in.'),
  name: optional(text('What the place calls it: a name, an anchor, a host.')),
  comment: optional(text('What stands behind it.')),
  age: optional(text('The age recipient that it is, or is made into.')),
  tag: optional(text('The mark that age leaves of an ssh key.')),
  valid: truth('Whether the key is whole.'),
  host: optional(text('The machine whose option it is.')),
  user: optional(text('The login that it opens.')),
  identifies: texts('Machines whose own key it is, as far as that is certain.'),
});

export const privateKeySchema = table('A private key that lies in the repository as it is.', {
  file: text('The file.'),
  kind: choice(['ssh', 'pem', 'age', 'pgp', 'putty'], 'What kind of key it is.'),
  protected: optional(truth('Whether a passphrase protects it, where its first lines say so.')),
});

export type SecretFileRow = RowOf<typeof secretFileSchema>;
export type SecretRecipientRow = RowOf<typeof secretRecipientSchema>;
export type SecretIdentityRow = RowOf<typeof secretIdentitySchema>;
export type SecretRuleRow = RowOf<typeof secretRuleSchema>;
export type RuleRecipientRow = RowOf<typeof ruleRecipientSchema>;
export type PublicKeyRow = RowOf<typeof publicKeySchema>;
