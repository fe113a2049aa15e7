import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { analyzeText } from '#analyzer/file-analysis.ts';
import { foldsOf } from '#lsp/features/folds.ts';
import { linksIn } from '#lsp/features/links.ts';
import { selectionsAt } from '#lsp/features/selections.ts';
import { tokensOf } from '#lsp/features/tokens.ts';
import { snapshotOf, textsBelow } from '../support/fleet.ts';

const test = suite('texts that are being written');

const texts = [...textsBelow('fixtures/fleets/proxied/broken')].filter(([file]) =>
  /\.(nix|tf)$/.test(file),
);

/** Texts with a piece taken out, as they are for a moment while somebody writes. */
const unfinished = fc
  .record({ which: fc.constantFrom(...texts), from: fc.nat(), length: fc.nat({ max: 60 }) })
  .map(({ which: [file, text], from, length }) => {
    const at = from % (text.length + 1);
    const isCut = length % 2 === 0;
    const rest = isCut ? '' : text.slice(at + length);
    return { file, at, text: text.slice(0, at) + rest };
  });

test('tokens, folds, selections and links are in their order and inside of the text', () => {
  fc.assert(
    fc.property(unfinished, ({ file, at, text }) => {
      const analysis = analyzeText(text, file.endsWith('.tf') ? 'hcl' : 'nix');
      let end = 0;
      for (const token of tokensOf(analysis)) {
        assert.ok(end <= token.start && token.start < token.end && token.end <= text.length);
        end = token.end;
      }
      for (const { first, last } of foldsOf(analysis))
        assert.ok(0 <= first && first < last && last < analysis.lines.count);
      let inner = { start: at, end: at };
      for (const span of selectionsAt(analysis, at)) {
        assert.ok(span.start <= inner.start && inner.end <= span.end && span.end <= text.length);
        inner = span;
      }
      const links = linksIn(snapshotOf(new Map([[file, text]])), file);
      for (const link of links) assert.ok(link.start < link.end && link.end <= text.length);
    }),
    { numRuns: 150 },
  );
});

test.run();
