import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { outputsIn } from '../support/emission.ts';

const test = suite('settings of VS Code');

test('what is there stays, comments and all', async () => {
  const before = '{\n  // mine\n  "editor.tabSize": 2\n}\n';
  assert.is(
    await emitted('vscode-settings', before),
    '{\n  // mine\n  "editor.tabSize": 2,\n  "editor.codeActionsOnSave": {\n    "source.fixAll.flakewise": "explicit"\n  },\n  "flakewise.features.inlayHint": false\n}\n',
  );
});

test('a recommendation that is there is not repeated', async () => {
  const before = '{ "recommendations": ["other.one", "flakewise.flakewise"] }\n';
  assert.is(await emitted('vscode-extensions', before), before);
  assert.is(
    await emitted('vscode-extensions', '{ "recommendations": ["other.one"] }\n'),
    '{ "recommendations": [\n    "other.one",\n    "flakewise.flakewise"\n  ] }\n',
  );
});

async function emitted(name: string, before: string): Promise<string> {
  const file = name === 'vscode-settings' ? '.vscode/settings.json' : '.vscode/extensions.json';
  const texts = new Map([
    ['flakewise.toml' as FilePath, `[[emit]]\nname = "${name}"\n`],
    [file as FilePath, before],
  ]);
  const { outputs } = await outputsIn(texts);
  return outputs[0]?.text ?? '';
}

test.run();
