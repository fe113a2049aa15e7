import { FileSystemError, Uri, WorkspaceEdit, window, workspace } from 'vscode';

const beginning = `# Which conventions hold here; hooks, continuous integration and editors all read this file.
# \`flakewise init\` on the command line looks at the repository and proposes more.
extends = ["recommended"]

[rules]
`;

/** Opens the \`flakewise.toml\` of a folder, and writes one first where there is none. */
export async function createConfiguration(): Promise<void> {
  const folders = workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) return;
  const file = Uri.joinPath(folder.uri, 'flakewise.toml');
  if (!(await exists(file))) {
    const edit = new WorkspaceEdit();
    edit.createFile(file, { contents: new TextEncoder().encode(beginning) });
    await workspace.applyEdit(edit);
  }
  await window.showTextDocument(file);
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}
