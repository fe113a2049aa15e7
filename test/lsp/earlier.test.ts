import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { hoverEarlier, placesEarlier } from '#lsp/features/earlier.ts';
import { cursorIn, editorFleet } from '../support/editor-fleet.ts';
import { snapshotOf } from '../support/fleet.ts';

const test = suite('answers from before an edit');

const texts = new Map([...editorFleet].map(([file, text]) => [filePath(file), text]));
const earlier = snapshotOf(texts);
const web = filePath('hosts/web.nix');
const before = texts.get(web) ?? '';
const edited = before
  .replace('port = 8443', 'port = 9000')
  .replace('networking.hostName', '# a note\n  networking.hostName');
const today = snapshotOf(new Map(texts).set(web, edited));
const lag = { earlier, today };
const files = new Map(editorFleet).set(web, edited);

function cursor(piece: string) {
  return { ...cursorIn(files, web, piece), file: web };
}

test('behind what was changed, with the places of today', () => {
  const at = cursor('nam$0es = [ "shop');
  const found = hoverEarlier(lag, at);
  const { start = 0, end = 0 } = found?.answer?.span ?? {};
  assert.is(edited.slice(start, end), 'names');
  assert.match(found?.answer?.markdown ?? '', /"www\.example"/);
});

test('before what was changed', () => {
  const found = hoverEarlier(lag, cursor('../modules/sh$0op.nix'));
  assert.match(found?.answer?.markdown ?? '', /^module `modules\/shop\.nix`/);
});

test('places in the file and in others', () => {
  const found = placesEarlier(lag, cursor('owner = "sh$0op"'));
  const shown = (found?.answer?.places ?? []).map(({ file, span }) => {
    return `${file}: ${today.text(file)?.slice(span.start, span.end)}`;
  });
  assert.equal(shown, [
    'modules/accounts.nix: shop',
    'hosts/web.nix: "shop"',
    'hosts/web.nix: "shop"',
  ]);
});

test('nothing is told of what was changed itself', () => {
  assert.is(hoverEarlier(lag, cursor('po$0rt = 9000')), undefined);
  assert.is(placesEarlier(lag, { file: filePath('nowhere.nix'), offset: 0 }), undefined);
});

test.run();
