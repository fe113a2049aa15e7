import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Hover } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { cursorIn, editorFleet, positionIn } from '../support/editor-fleet.ts';
import { matchesFile } from '../support/golden.ts';
import { marked } from '../support/marked.ts';

const test = suite('hover');

let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet);
});
test.after(async () => {
  await editor.close();
});

const cases: readonly (readonly [name: string, file: string, piece: string])[] = [
  ['an option where it is defined', 'hosts/web.nix', 'po$0rt = 8443'],
  ['an option where it is declared', 'modules/shop.nix', 'po$0rt = lib.mkOption'],
  ['an option where it is read, through a name of a let', 'modules/shop.nix', '[ cfg.po$0rt ]'],
  ['an option behind a property', 'hosts/web.nix', 'postgresql.ena$0ble'],
  ['a list', 'hosts/web.nix', 'nam$0es = [ "shop'],
  ['what options are below', 'hosts/web.nix', 'sh$0op = {'],
  ['an option that holds a secret', 'hosts/web.nix', 'root.pass$0word'],
  ['an option of a home', 'hosts/web.nix', 'programs.git.en$0able'],
  ['a secret where it is declared', 'hosts/web.nix', 'sops.secrets."shop/to$0ken" = {'],
  ['a secret where it is read', 'hosts/web.nix', 'config.sops.secrets."shop/to$0ken".path'],
  ['a key of an encrypted file', 'secrets/web.yaml', 'to$0ken: ENC'],
  ['a creation rule', '.sops.yaml', 'secrets/w$0eb'],
  ['a key that files are encrypted for', '.sops.yaml', '- *w$0eb'],
  ['a file of secrets', 'hosts/web.nix', '../secrets/w$0eb.yaml'],
  ['a user where it is declared', 'modules/accounts.nix', 'users.users.sh$0op'],
  ['a user as an owner', 'hosts/web.nix', 'owner = "sh$0op"'],
  ['a user of a unit', 'hosts/web.nix', 'User = "sh$0op"'],
  ['a group', 'modules/accounts.nix', 'group = "st$0aff"'],
  ['a machine', 'flake.nix', 'we$0b = nixpkgs'],
  ['an input that is locked', 'flake.nix', 'nix$0pkgs.url'],
  ['an input where it is used', 'flake.nix', 'modules = [ ./hosts/db.nix sops$0-nix'],
  ['an input in the lock file', 'flake.lock', '"nix$0pkgs": {'],
  ['an output', 'flake.nix', 'si$0te = nixpkgs'],
  ['an output in a document', 'README.md', '.#si$0te'],
  ['a machine in a document', 'README.md', '--flake .#we$0b'],
  ['a machine in a workflow', '.github/workflows/build.yml', 'nixosConfigurations.we$0b'],
  ['a module where it is imported', 'hosts/web.nix', '../modules/sh$0op.nix'],
  ['a resource', 'cloud/main.tf', '"aws_instance" "w$0eb"'],
  ['a resource that was moved', 'cloud/main.tf', 'to   = aws_instance.w$0eb'],
  ['a rule in a comment', 'scratch.nix', 'unused/let-b$0inding'],
  ['a rule in the configuration', 'flakewise.toml', 'unused/let-b$0inding'],
  ['a builtin', 'names.nix', 'builtins.m$0ap'],
  ['a builtin that came later', 'names.nix', 'builtins.group$0By'],
  ['a function of lib', 'names.nix', 'lib.strings.toLo$0wer'],
  ['a type below a with', 'names.nix', 'types.list$0Of'],
  ['a parameter with a default', 'names.nix', '[ po$0rt settings'],
  ['a name of a let', 'names.nix', 'sett$0ings.nested'],
  ['a name of a let that looks secret', 'names.nix', 'toLower pass$0word'],
  ['an attribute of another file', 'names.nix', 'helpers.dou$0ble'],
  ['a name of no meaning', 'hosts/web.nix', 'hunter2$0hunter2'],
];

const told = new Map<string, string>();

for (const [name, file, piece] of cases) {
  test(name, async () => {
    const cursor = cursorIn(editorFleet, file, piece);
    const hover = await editor.request<Hover | null>('textDocument/hover', {
      textDocument: { uri: editor.uri(file) },
      position: positionIn(editorFleet, cursor),
    });
    told.set(name, textOf(hover));
    const hasPage = name !== 'a name of no meaning';
    assert.is(hover !== null, hasPage, `${name} tells nothing`);
  });
}

test('the pages are as they were', () => {
  const pages = cases.map(([name, file, piece]) => {
    return `=== ${name}: ${file}: ${piece}\n\n${told.get(name)?.trim()}\n`;
  });
  matchesFile(new URL('../../fixtures/lsp/hover.expected.md', import.meta.url), pages.join('\n'));
});

/** Names with what is told of them: what they are bound to, what is to be given, and what comments say. */
const documented: Readonly<Record<string, readonly [source: string, told: string]>> = {
  'a function of another file that takes its arguments one after the other': [
    `
      -- a.nix --
      let make = import ./make.nix { size = 1; }; in mak$0e { }
      -- make.nix --
      { size }:

      /**
        Makes a machine.

        - \`name\`: what it is called
      */
      { name, users ? [ ] }: # as many as there are
      { inherit name users size; }
    `,
    [
      '```nix\nmake = import ./make.nix { size = 1; }\n{ name, users ? [ ] }: …\n```',
      'name of a `let`',
      'Makes a machine.\n\n- `name`: what it is called',
    ].join('\n\n'),
  ],
  'a function of the file': [
    'let\n  /** The sum. */\n  add = a: b: a + b;\nin ad$0d 1 2',
    '```nix\nadd = a: b: …\n```\n\nname of a `let`\n\nThe sum.',
  ],
  'an attribute that is none': [
    'let x = { /** How many. */ a = 1; }; in x.$0a',
    '```nix\na = 1\n```\n\nattribute\n\nHow many.',
  ],
  'a comment that documents nothing': [
    'let /* The sum. */ add = a: a; in ad$0d 1',
    '```nix\nadd = a: …\n```\n\nname of a `let`',
  ],
};

for (const [name, [source, expected]] of Object.entries(documented)) {
  test(`comments: ${name}`, async () => {
    const { files, cursor } = marked(source);
    const own = await openEditor(files);
    const { file = '', offset = 0 } = cursor ?? {};
    const hover = await own.request<Hover | null>('textDocument/hover', {
      textDocument: { uri: own.uri(file) },
      position: positionIn(files, { file, offset }),
    });
    assert.is(textOf(hover), expected);
    await own.close();
  });
}

function textOf(hover: Hover | null): string {
  if (hover === null) return 'nothing';
  const { contents } = hover;
  return typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

test.run();
