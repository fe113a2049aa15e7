import { type Uri, workspace } from 'vscode';

/** Whether any folder is to be looked at; the server asks for each folder by itself. */
export function isEnabled(): boolean {
  const scopes: readonly (Uri | undefined)[] = workspace.workspaceFolders?.map(
    ({ uri }) => uri,
  ) ?? [undefined];
  return scopes.some((scope) => workspace.getConfiguration('flakewise', scope).get('enable', true));
}

/** The server that the user wants instead of ours; in folders that are not trusted there is none. */
export function chosenServer(): string | undefined {
  const path = workspace.getConfiguration('flakewise').get('serverPath', '').trim();
  return path === '' ? undefined : path;
}
