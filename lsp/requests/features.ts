import type { Server } from '../server.ts';
import { callHierarchy } from './call-hierarchy.ts';
import { codeAction } from './code-action.ts';
import { codeLens } from './code-lens.ts';
import { commands } from './commands.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentLink } from './document-link.ts';
import { documentSymbol } from './document-symbol.ts';
import type { Feature } from './feature.ts';
import { fileOperations } from './file-operations.ts';
import { foldingRange } from './folding-range.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHint } from './inlay-hint.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { selectionRange } from './selection-range.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';
import { workspaceSymbol } from './workspace-symbol.ts';

/** Every capability that documents and workspaces are asked for. */
export const features: readonly Feature[] = [
  callHierarchy,
  codeAction,
  codeLens,
  commands,
  completion,
  definition,
  documentHighlight,
  documentLink,
  documentSymbol,
  fileOperations,
  foldingRange,
  formatting,
  hover,
  inlayHint,
  references,
  rename,
  selectionRange,
  semanticTokens,
  signatureHelp,
  workspaceSymbol,
];

/** Lets capabilities that hang on settings keep up with them. */
export async function configureFeatures(server: Server): Promise<void> {
  for (const { configure } of features) await configure?.(server);
}
