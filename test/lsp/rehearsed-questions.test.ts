import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import { rehearseQuestions } from '#lsp/engine/rehearsed-questions.ts';
import { editorFleet } from '../support/editor-fleet.ts';
import { snapshotOf } from '../support/fleet.ts';

const test = suite('rehearsing questions about facts');

const fleet = new Map([...editorFleet].map(([file, text]) => [file as FilePath, text]));

test('asks about names in all Nix files of the workspace', () => {
  const snapshot = snapshotOf(fleet);
  const analyzed = new Set<FilePath>();
  const watched: Snapshot = {
    ...snapshot,
    text: (file) => {
      analyzed.add(file);
      return snapshot.text(file);
    },
  };
  assert.ok([...rehearseQuestions(watched)].length > 0);
  const nix = [...fleet.keys()].filter((file) => file.endsWith('.nix'));
  assert.equal([...analyzed].filter((file) => file.endsWith('.nix')).sort(), nix.sort());
});

test('a workspace without Nix gives nothing to rehearse', () => {
  const snapshot = snapshotOf(new Map([['README.md' as FilePath, '# Notes\n']]));
  assert.equal([...rehearseQuestions(snapshot)], []);
});

test.run();
