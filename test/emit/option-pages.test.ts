import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Emission, emissionOf } from '../support/servers.ts';

const test = suite('pages of options');

const options = `{ config, lib, pkgs, ... }:
let
  fallback = [ "a" ];
in
{
  options.shop = {
    enable = lib.mkEnableOption "the shop";
    names = lib.mkOption {
      type = lib.types.listOf lib.types.str;
      default = fallback;
      description = "Names | of shops.";
    };
    folder = lib.mkOption {
      type = lib.types.path;
      default = "\${config.shop.root}/data"; # where it is
      example = lib.literalExpression ''
        "/srv/shop"
      '';
    };
    root = lib.mkOption {
      type = lib.types.nullOr lib.types.path;
      description = ''
        The root.

        Everything is below it.
      '';
    };
    mode = lib.mkOption {
      type = lib.types.enum [ "a|b" "c" ];
      default = "c";
      defaultText = lib.literalMD "as in \`mode.nix\`";
      description = lib.mdDoc "The *mode*.";
    };
    hidden = lib.mkOption { internal = true; default = 1; };
    unseen = lib.mkOption { visible = false; default = 1; };
    untyped = lib.mkOption { default = { }; };
    sites = lib.mkOption {
      default = { };
      description = "Sites.";
      type = lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
        options.port = lib.mkOption { type = lib.types.port; default = 80; description = "Port of a site."; };
        options.peers = lib.mkOption {
          default = [ ];
          type = lib.types.listOf (lib.types.submodule {
            options."two words" = lib.mkOption { type = lib.types.int; };
          });
        };
      }));
    };
  };
  options.depot.size = lib.mkOption { type = lib.types.int; default = 1 + 1; description = "How large."; };
  options.networking.upstream = pkgs.somebodyElse;
}`;

test('a table with type and default, and the description below', async () => {
  const { texts } = await emitted('prefixes = ["depot", "shop"]');
  assert.equal([...texts.keys()], ['docs/options/depot.md', 'docs/options/shop.md']);
  assert.is(
    texts.get('docs/options/depot.md'),
    `### \`depot.size\`

| Type    | \`signed integer\` |
| ------- | ---------------- |
| Default | \`1 + 1\`          |

How large.
`,
  );
});

test('what is there for whom', async () => {
  const { texts } = await emitted('prefixes = ["shop"]');
  assert.equal(headings(texts.get('docs/options/shop.md')), [
    'shop.enable',
    'shop.folder',
    'shop.mode',
    'shop.names',
    'shop.root',
    'shop.sites',
    'shop.sites.<name>.peers',
    'shop.sites.<name>.peers.*."two words"',
    'shop.sites.<name>.port',
    'shop.untyped',
  ]);
});

const rows: readonly (readonly [name: string, type: string, byDefault: string])[] = [
  ['shop.enable', '`boolean`', '`false`'],
  ['shop.folder', '`absolute path`', '`"${config.shop.root}/data"`'],
  ['shop.mode', '`one of "a\\|b", "c"`', 'as in `mode.nix`'],
  ['shop.names', '`list of string`', '`[ "a" ]`'],
  ['shop.root', '`null or absolute path`', 'none'],
  ['shop.sites', '`attribute set of (submodule)`', '`{ }`'],
  [
    'shop.sites.<name>.port',
    '`16 bit unsigned integer; between 0 and 65535 (both inclusive)`',
    '`80`',
  ],
  ['shop.untyped', '`unspecified value`', '`{ }`'],
];

test('defaults as somebody wrote them, or what a mere name stands for', async () => {
  const { texts } = await emitted('prefixes = ["shop"]');
  const sections = (texts.get('docs/options/shop.md') ?? '').split('### ');
  const found = rows.map(([name]) => {
    const section = sections.find((each) => each.startsWith(`\`${name}\`\n`)) ?? '';
    const cell = (title: string): string => {
      const line = section.split('\n').find((each) => each.startsWith(`| ${title}`)) ?? '';
      return line.replace(/^\| \w+ *\| /, '').replace(/ *\|$/, '');
    };
    return [name, cell('Type'), cell('Default')];
  });
  assert.equal(found, rows);
});

test('lines with an example and a rule', async () => {
  const { texts } = await emitted('prefixes = ["shop.folder"]\nstyle = "lines"');
  assert.is(
    texts.get('docs/options/shop-folder.md'),
    `#### \`shop.folder\`

| | |
|---|---|
| **Type** | \`absolute path\` |
| **Default** | \`"\${config.shop.root}/data"\` |
| **Example** | \`"/srv/shop"\` |

---
`,
  );
});

test('other words for types, and other headings', async () => {
  const { texts } = await emitted(
    'prefixes = ["shop.enable"]\nlevel = 2\ntypes = { boolean = "bool" }',
  );
  assert.match(
    texts.get('docs/options/shop-enable.md') ?? '',
    /^## `shop\.enable`\n\n\| Type {4}\| `bool` {2}\|/,
  );
});

test('a page for each first name, or for more of them', async () => {
  const { texts } = await emitted('');
  assert.equal([...texts.keys()], ['docs/options/depot.md', 'docs/options/shop.md']);
  const deeper = await emitted('depth = 2');
  assert.equal(
    [...deeper.texts.keys()],
    ['depot', 'shop', 'shop-sites'].map((name) => `docs/options/${name}.md`),
  );
});

test('a beginning that no option has is told', async () => {
  const { texts, problems } = await emitted('prefixes = ["shoe"]');
  assert.is(texts.size, 0);
  assert.equal(problems, ['the repository declares no option below `shoe`']);
});

test('lines of a summary, nested as their names are', async () => {
  const { texts } = await emissionOf({
    machines: { oak: '{ }' },
    files: { 'options.nix': options },
    emit: 'name = "option-summary"\ndepth = 2\nfolder = "reference/options"',
  });
  assert.is(
    texts.get('docs/SUMMARY.md'),
    `- [depot](reference/options/depot.md)
- [shop](reference/options/shop.md)
  - [shop.sites](reference/options/shop-sites.md)
`,
  );
});

function emitted(choices: string): Promise<Emission> {
  return emissionOf({
    machines: { oak: '{ }', elm: '{ }' },
    files: { 'options.nix': options },
    emit: `name = "option-pages"\n${choices}`,
  });
}

function headings(text = ''): readonly string[] {
  return [...text.matchAll(/^### `(.*)`$/gm)].map(([, name = '']) => name);
}

test.run();
