import * as assert from 'uvu/assert';
import type { CompletionItem, CompletionList } from 'vscode-languageserver';
import { type Editor, openEditor } from './editor.ts';
import { marked } from './marked.ts';

/** What is proposed at the cursor of a marked source. */
export interface CompletionCase {
  readonly source: string;
  /** Labels that are proposed in this order, others between them; with ` = ` what is written for one. */
  readonly has: readonly string[];
  /** Labels that are not proposed. */
  readonly lacks?: readonly string[];
  /** Whether nothing else is proposed. */
  readonly isAll?: true;
}

/** Says how what is proposed differs from what is expected. */
export async function checkCompletion({
  source,
  has,
  lacks = [],
  isAll,
}: CompletionCase): Promise<void> {
  const { items, text, offset } = await completeAt(source);
  const shown = new Map(items.map((item) => [shownAs(item), item]));
  const labels = items.map(({ label }) => label);
  const named = [...shown.keys()].flatMap((key) => {
    const label = shown.get(key)?.label ?? '';
    return has.includes(key) ? [key] : has.includes(label) ? [label] : [];
  });
  assert.equal(isAll ? [...shown.keys()] : named, has, `proposed were ${labels.join(' ')}`);
  assert.equal(
    labels.filter((label) => lacks.includes(label)),
    [],
  );
  for (const item of items) assert.ok(isAround(item, text, offset), `${item.label} is elsewhere`);
}

function shownAs({ label, textEdit }: CompletionItem): string {
  const written = textEdit?.newText ?? label;
  return written === label ? label : `${label} = ${written}`;
}

/** The edit is on the line of the cursor, and holds the cursor. */
function isAround({ textEdit }: CompletionItem, text: string, offset: number): boolean {
  if (textEdit === undefined || !('range' in textEdit)) return false;
  const before = text.slice(0, offset).split('\n');
  const character = before.at(-1)?.length ?? 0;
  const { start, end } = textEdit.range;
  const isLine = start.line === before.length - 1 && end.line === start.line;
  return isLine && start.character <= character && character <= end.character;
}

interface Completed {
  readonly items: readonly CompletionItem[];
  readonly text: string;
  readonly offset: number;
}

async function completeAt(source: string): Promise<Completed> {
  const { files, cursor } = marked(source);
  const { file, offset } = cursor ?? { file: '', offset: 0 };
  const text = files.get(file) ?? '';
  const editor = await openEditor(files);
  const list = await requestCompletion(editor, { file, text, offset });
  assert.equal(editor.log, []);
  await editor.close();
  return { items: list?.items ?? [], text, offset };
}

/** Asks for what may be written at an offset. */
export async function requestCompletion(
  editor: Editor,
  { file, text, offset }: { readonly file: string; readonly text: string; readonly offset: number },
): Promise<CompletionList | null> {
  const before = text.slice(0, offset).split('\n');
  return editor.request('textDocument/completion', {
    textDocument: { uri: editor.uri(file) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  });
}
