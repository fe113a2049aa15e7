import {
  type Diagnostic,
  languages,
  type QuickPickItem,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
} from 'vscode';

/** Asks for a rule: first those that found something in the open file, then all. */
export async function pickRule(extension: Uri): Promise<string | undefined> {
  const here = rulesOfFindings();
  const others = (await knownRules(extension)).filter((rule) => !here.includes(rule));
  const items: QuickPickItem[] = [
    ...(here.length === 0 ? [] : [separator('found in this file')]),
    ...here.map((label) => ({ label })),
    separator('all rules'),
    ...others.map((label) => ({ label })),
  ];
  const picked = await window.showQuickPick(items, { placeHolder: 'A rule to read about' });
  return picked?.label;
}

function separator(label: string): QuickPickItem {
  return { label, kind: QuickPickItemKind.Separator };
}

/** The rules of the findings in the file that is being edited, or is seen beside an output, the nearest first. */
function rulesOfFindings(): readonly string[] {
  const seen = [window.activeTextEditor, ...window.visibleTextEditors];
  const editor = seen.find((one) => one !== undefined && one.document.uri.scheme !== 'output');
  if (editor === undefined) return [];
  const line = editor.selection.active.line;
  const distance = ({ range }: Diagnostic): number => Math.abs(range.start.line - line);
  const found = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source }) => source === 'flakewise')
    .sort((one, other) => distance(one) - distance(other));
  return [...new Set(found.map(ruleOf))].filter((rule) => rule !== '');
}

function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : (code ?? ''));
}

/** The rules that the schema of the configuration knows. */
async function knownRules(extension: Uri): Promise<readonly string[]> {
  const bytes = await workspace.fs.readFile(
    Uri.joinPath(extension, 'dist', 'flakewise.schema.json'),
  );
  const schema: { readonly properties: { readonly rules: { readonly properties: object } } } =
    JSON.parse(new TextDecoder().decode(bytes));
  return Object.keys(schema.properties.rules.properties);
}
