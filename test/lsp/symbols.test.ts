import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { DocumentSymbol, SymbolInformation } from 'vscode-languageserver';
import { type Editor, openEditor } from '../support/editor.ts';
import { editorFleet, lineOf } from '../support/editor-fleet.ts';

const test = suite('symbols');

let editor: Editor;

test.before(async () => {
  editor = await openEditor(editorFleet, {
    capabilities: {
      workspace: { workspaceFolders: true, configuration: true },
      textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
    },
  });
});
test.after(async () => {
  await editor.close();
});

const outlines: Readonly<Record<string, readonly string[]>> = {
  'modules/shop.nix': [
    'cfg: variable',
    'options.shop: set',
    '  enable: attribute',
    '  port: attribute',
    '    type: attribute',
    '    default: number',
    '    description: text',
    '  names: attribute',
    '    type: attribute',
    '    default: list',
    'config: attribute',
    '  shop.port: attribute',
    '  networking.firewall.allowedTCPPorts: list',
  ],
  'cloud/main.tf': [
    'resource aws_instance web: block',
    '  ami: attribute',
    'resource aws_eip web: block',
    '  instance: attribute',
    'moved: block',
    '  from: attribute',
    '  to: attribute',
  ],
  'scratch.nix': ['unused: number'],
};

for (const [file, outline] of Object.entries(outlines)) {
  test(`the names of ${file}`, async () => {
    const found = await editor.request<readonly DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: editor.uri(file) },
    });
    assert.equal(
      found.flatMap((symbol) => linesOf(symbol, '')),
      outline,
    );
  });
}

const kindNames: Readonly<Record<number, string>> = {
  3: 'set',
  7: 'attribute',
  12: 'function',
  13: 'variable',
  15: 'text',
  16: 'number',
  17: 'path',
  18: 'list',
  23: 'block',
};
const setKind = 3;

function linesOf(symbol: DocumentSymbol, indent: string): readonly string[] {
  const { name, kind, range, selectionRange, children = [] } = symbol;
  const isWithin =
    range.start.line <= selectionRange.start.line && selectionRange.end.line <= range.end.line;
  assert.ok(isWithin, `${name} is not where it says`);
  const below = children.flatMap((child) => linesOf(child, `${indent}  `));
  return [`${indent}${name}: ${kind === setKind ? 'set' : kindNames[kind]}`, ...below];
}

test('a file without a tree has no names, and an unfinished one has those that are there', async () => {
  const ask = (file: string) =>
    editor.request<readonly DocumentSymbol[] | null>('textDocument/documentSymbol', {
      textDocument: { uri: editor.uri(file) },
    });
  assert.is(await ask('README.md'), null);
  editor.open('unfinished.nix', '{ a = 1; b = { c = ');
  assert.equal((await ask('unfinished.nix'))?.[0]?.name, 'a');
});

const queries: Readonly<Record<string, readonly string[]>> = {
  'shop.port': ['shop.port (option): modules/shop.nix: ⟦port⟧ = lib.mkOption {'],
  shoptok: ['shop/token (secret of sops): hosts/web.nix: sops.secrets.⟦"shop/token"⟧ = {'],
  pkgsite: [
    'packages.x86_64-linux.site (output): flake.nix: packages.x86_64-linux.⟦site⟧ = nixpkgs.legacyPackages.x86_64-linux.callPackage ./site.nix { };',
  ],
  nothinglikeit: [],
  'packages.site': [
    'packages.x86_64-linux.site (output): flake.nix: packages.x86_64-linux.⟦site⟧ = nixpkgs.legacyPackages.x86_64-linux.callPackage ./site.nix { };',
  ],
  'web.nix': [
    'hosts/web.nix (module for home, nixos): hosts/web.nix: ⟦⟧{ config, lib, pkgs, ... }:',
  ],
  staff: ['staff (group): modules/accounts.nix: users.groups.⟦staff⟧ = { gid = 900; };'],
  AWSEIP: ['aws_eip.web (resource of cloud): cloud/main.tf: resource "aws_eip" ⟦"web"⟧ {'],
};

for (const [query, expected] of Object.entries(queries)) {
  test(`everything called like ${query}`, async () => {
    const found = await editor.request<readonly SymbolInformation[]>('workspace/symbol', { query });
    const lines = found.map(({ name, containerName, location }) => {
      return `${name} (${containerName}): ${lineOf(editorFleet, editor.uri(''), location)}`;
    });
    assert.equal(lines, expected);
  });
}

test('the closest name is the first', async () => {
  const found = await editor.request<readonly SymbolInformation[]>('workspace/symbol', {
    query: 'web',
  });
  assert.is(found[0]?.name, 'web');
});

test.run();
