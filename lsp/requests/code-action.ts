import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionParams,
  CodeActionTriggerKind,
  Command,
  type Diagnostic as ProtocolDiagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Diagnostic } from '#analyzer/diagnostic.ts';
import { unlessCancelled } from '../cancelling.ts';
import { diagnosticsFor } from '../convert/folder-diagnostics.ts';
import { spanOf } from '../convert/positions.ts';
import { type EditContext, workspaceEditOf } from '../convert/workspace-edits.ts';
import { actionsAt } from '../features/actions.ts';
import type { Action, Change } from '../features/change.ts';
import { changeAsLaidOut, isMendable, ours, writableIn } from '../features/repairs.ts';
import type { Server, Target } from '../server.ts';
import { attempted, type Feature, onDocument } from './feature.ts';
import { fixAllEdit } from './fix-all.ts';
import { revealing } from './reveal.ts';

const fixAllKind = 'source.fixAll.flakewise';

export const codeAction: Feature = {
  capabilities: () => ({
    codeActionProvider: {
      codeActionKinds: ['quickfix', 'refactor.rewrite', fixAllKind],
      resolveProvider: true,
    },
  }),
  listen: (server) => {
    const { connection } = server;
    connection.onCodeAction(
      onDocument(server, 'codeAction', (target, params: CodeActionParams) =>
        codeActions(server, target, params),
      ),
    );
    connection.onCodeActionResolve((action, token) =>
      unlessCancelled(token, async (signal) => {
        const task = () => resolved(server, action, signal);
        return (await attempted(server, 'codeAction', task)) ?? action;
      }),
    );
  },
};

async function codeActions(
  server: Server,
  target: Target,
  { range, context, textDocument }: CodeActionParams,
): Promise<CodeAction[]> {
  server.lookNow(target);
  const { folder, file } = target;
  const isUnasked = context.triggerKind === CodeActionTriggerKind.Automatic;
  const isWanted = (kind: string): boolean => {
    const { only = isUnasked ? ['quickfix'] : [''] } = context;
    return only.some((each) => each === '' || kind === each || kind.startsWith(`${each}.`));
  };
  const protocol = diagnosticsFor(server, folder);
  const isMeant = (finding: Diagnostic): boolean => {
    return context.diagnostics.some((known) => isSame(known, protocol(finding)));
  };
  const span = spanOf(folder.lined(file), range, server.client.encoding);
  const asked = { file, span, isMeant, uri: textDocument.uri, isWanted };
  const actions = actionsAt(folder, asked).flatMap((action) =>
    protocolAction(server, target, action),
  );
  const isNamed = context.only !== undefined;
  const fixAll = isWanted(fixAllKind) ? await fixAllAction(server, target, isNamed) : [];
  return [...actions, ...fixAll];
}

function protocolAction(server: Server, { folder, file }: Target, action: Action): CodeAction[] {
  const { title, kind, finding, isPreferred, keepsLayout, does } = action;
  const diagnostics = finding && [diagnosticsFor(server, folder)(finding)];
  const known = {
    title,
    kind,
    ...(diagnostics && { diagnostics }),
    ...(isPreferred && { isPreferred }),
  };
  if ('command' in does) {
    const { command, given } = does;
    const isEdit = command !== 'flakewise.explainRule';
    if (isEdit && !server.client.capabilities.workspace?.applyEdit) return [];
    return [{ ...known, command: Command.create(title, command, ...given) }];
  }
  const context = { folder, client: server.client };
  const plain = workspaceEditOf(does, context);
  if (plain === undefined) return [];
  if (keepsLayout && canResolve(server.client.capabilities)) {
    const data: Later = { uri: folder.uriOf(file), revision: folder.revision, change: does };
    return [{ ...known, data }];
  }
  const edit = keepsLayout ? layingOut(does, context) : plain;
  const command = finding && revealing(does, finding.file, { server, folder });
  return [{ ...known, edit, ...(command && { command }) }];
}

/** What `--fix` would do to this file. It is worked out when it is wanted, or at once for editors that cannot wait. */
async function fixAllAction(
  server: Server,
  target: Target,
  isAskedFor: boolean,
): Promise<CodeAction[]> {
  const { folder, file } = target;
  if (writableIn(folder.texts)(file) === undefined) return [];
  const isLikely = folder.findings.of(file).some(isMendable);
  if (!isAskedFor && !isLikely) return [];
  const action: CodeAction = {
    title: ours('fix everything that has a safe fix'),
    kind: fixAllKind,
    data: { uri: folder.uriOf(file) },
  };
  if (canResolve(server.client.capabilities)) return [action];
  if (!isAskedFor) return [];
  return [{ ...action, edit: await fixAllEdit(server, target, { files: [file] }) }];
}

/** What an action carries whose edits are worked out once it is chosen: `change`, unless anything changes before. */
interface Later {
  readonly uri: string;
  readonly revision: number;
  readonly change: Change;
}

async function resolved(
  server: Server,
  action: CodeAction,
  signal: AbortSignal,
): Promise<CodeAction> {
  const { uri, revision, change }: Partial<Later> = Object(action.data);
  const target = typeof uri === 'string' ? server.folders.target(uri) : undefined;
  if (target === undefined) return action;
  const { folder, file } = target;
  if (change !== undefined) {
    const isCurrent = revision === folder.revision;
    return isCurrent
      ? { ...action, edit: layingOut(change, { folder, client: server.client }) }
      : action;
  }
  if (action.kind !== fixAllKind) return action;
  return { ...action, edit: await fixAllEdit(server, { folder, signal }, { files: [file] }) };
}

/** What a change becomes where code stays as nixfmt has laid it out. */
function layingOut(change: Change, context: EditContext): WorkspaceEdit {
  const { texts } = context.folder;
  return workspaceEditOf(changeAsLaidOut(change, texts), context) ?? { changes: {} };
}

function canResolve({ textDocument }: ClientCapabilities): boolean {
  const { resolveSupport, dataSupport } = textDocument?.codeAction ?? {};
  return dataSupport === true && resolveSupport?.properties.includes('edit') === true;
}

/** Whether the editor means the finding, whatever it has kept of it. */
function isSame(known: ProtocolDiagnostic, { code, message, range }: ProtocolDiagnostic): boolean {
  return (
    known.source === 'flakewise' &&
    known.code === code &&
    known.message === message &&
    known.range.start.line === range.start.line &&
    known.range.start.character === range.start.character
  );
}
