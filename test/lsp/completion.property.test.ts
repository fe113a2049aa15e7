import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { CompletionItem, Position, SignatureHelp } from 'vscode-languageserver';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { mend } from '#analyzer/unfinished/mend.ts';
import { mendedAnalysis } from '#lsp/features/completion/mended.ts';
import { parse } from '#parser/parse.ts';
import { requestCompletion } from '../support/completions.ts';
import { openEditor } from '../support/editor.ts';
import { textsBelow } from '../support/fleet.ts';

const test = suite('completion of whatever is written');

const folder = new URL('../../fixtures/fleets/proxied/healthy', import.meta.url).pathname;
const texts = [...textsBelow(folder)].filter(([file]) => /\.(nix|toml)$/.test(file));

/** A text that ends early or lacks a part, and an offset in it. */
const places = fc
  .record({
    index: fc.nat(texts.length - 1),
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    lost: fc.nat(40),
    keepsRest: fc.boolean(),
    typed: fc.constantFrom('', '.', 'a', 'a.', '"', '${', '{ ', 'lib.', '= ', './', 'inherit '),
  })
  .map(({ index, cut, lost, keepsRest, typed }) => {
    const [file, whole] = texts[index] ?? ['a.nix', ''];
    const at = Math.floor(cut * whole.length);
    const rest = keepsRest ? whole.slice(at + lost) : '';
    const before = whole.slice(0, at) + typed;
    return { file, text: before + rest, offset: before.length };
  });

test('every proposal writes its label around the cursor, in whatever text', async () => {
  const editor = await openEditor(new Map([['flake.nix', '{ outputs = { self }: { }; }']]));
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(places, async (place) => {
      const named = place.file.endsWith('.toml') ? 'flakewise.toml' : `${place.file}`;
      if (!seen.has(named)) editor.open(named, '');
      seen.add(named);
      await editor.replace(named, place.text, seen.size + 1);
      const list = await requestCompletion(editor, { ...place, file: named });
      for (const item of list?.items ?? []) checkItem(item, place);
      await editor.request<SignatureHelp | null>('textDocument/signatureHelp', {
        textDocument: { uri: editor.uri(named) },
        position: positionAt(place.text, place.offset),
      });
      assert.equal(editor.log, []);
    }),
    { numRuns: 150 },
  );
  await editor.close();
});

function checkItem(
  { label, textEdit }: CompletionItem,
  { text, offset }: { readonly text: string; readonly offset: number },
): void {
  assert.ok(textEdit && 'range' in textEdit);
  if (!textEdit || !('range' in textEdit)) return;
  const { newText, range } = textEdit;
  const [start, end] = [offsetAt(text, range.start), offsetAt(text, range.end)];
  assert.ok(start <= offset && offset <= end, `${label} is written elsewhere`);
  const quoted = JSON.stringify(label);
  assert.ok([label, quoted, quoted.slice(1, -1)].includes(newText), `${label} writes ${newText}`);
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

function offsetAt(text: string, { line, character }: Position): number {
  const lines = text.split('\n').slice(0, line);
  return lines.reduce((sum, each) => sum + each.length + 1, 0) + character;
}

test('a text that ends early is mended, and a whole one stays as it is', () => {
  const nix = texts.filter(([file]) => file.endsWith('.nix'));
  let broken = 0;
  let count = 0;
  for (const [, text] of nix) {
    for (let offset = 0; offset < text.length; offset += 97) {
      count++;
      if (parse(mend(text.slice(0, offset), offset).text, 'nix').errors.length > 0) broken++;
    }
    const inName = text.search(/[a-z]\b/);
    assert.is(mend(text, inName + 1).text, text);
  }
  assert.ok(broken / count < 0.03, `${broken} of ${count} are still broken`);
});

test('what is read again around a cursor gives what mending the whole text gives', () => {
  const nix = texts.filter(([file]) => file.endsWith('.nix'));
  let near = 0;
  for (const [file, text] of nix) {
    const whole = analyzeText(text, 'nix');
    for (let offset = 0; offset < text.length; offset += 89) {
      const typed = ['', 'a.', '[ x', '"', ' = ', ', ', ';', '# ', '}', 'in '][offset % 10] ?? '';
      const written = `${text.slice(0, offset)}${typed}${text.slice(offset)}`;
      // What Nix could read last is known.
      mendedAnalysis(whole, text, text.length);
      const current = typed === '' ? whole : analyzeText(written, 'nix');
      const at = offset + typed.length;
      const { mended, analysis } = mendedAnalysis(current, written, at);
      const isSame = analysis.text === current.text;
      if (!isSame) assert.equal(mended, mend(written, at), `${file} ${at}`);
      assert.equal(analysis.tree, parse(mended.text, 'nix'), `${file} ${at}`);
      if (!isSame && analysis.tree.errors.length === 0) near++;
    }
  }
  assert.ok(near > 100);
});

test.run();
