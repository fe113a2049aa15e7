import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import { marked } from './marked.ts';
import { edited, openAtCursor, refusal, withSpans } from './navigation.ts';

/** A source, the new name, and what becomes of the source; a list holds why nothing does. */
export type RenameCase = readonly [
  source: string,
  to: string,
  after: string | readonly [refusal: string],
];

/** A suite with a test for every case. */
export function renameTests(
  name: string,
  cases: Readonly<Record<string, RenameCase>>,
): ReturnType<typeof suite> {
  const test = suite(name);
  for (const [title, [source, to, after]] of Object.entries(cases)) {
    test(title, async () => {
      const opened = await openAtCursor(source);
      const params = { ...opened.at, newName: to };
      if (typeof after === 'string') {
        const edit = await opened.editor.request<WorkspaceEdit>('textDocument/rename', params);
        assert.is(withSpans(edited(opened, edit), []), withSpans(marked(after).files, []));
      } else {
        assert.is(await refusal(opened, 'textDocument/rename', params), after[0]);
        assert.equal(opened.editor.log, []);
      }
      await opened.editor.close();
    });
  }

  return test;
}
