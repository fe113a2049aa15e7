import type { Server } from '../server.ts';
import { codeAction } from './code-action.ts';
import { commands } from './commands.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { documentHighlight } from './document-highlight.ts';
import { documentLink } from './document-link.ts';
import type { Feature } from './feature.ts';
import { fileOperations } from './file-operations.ts';
import { foldingRange } from './folding-range.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { selectionRange } from './selection-range.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { signatureHelp } from './signature-help.ts';

/** Every capability that documents and workspaces are asked for. */
export const features: readonly Feature[] = [
  signatureHelp,
  codeAction,
  commands,
  completion,
  definition,
  documentHighlight,
  documentLink,
  fileOperations,
  foldingRange,
  formatting,
  hover,
  references,
  rename,
  selectionRange,
  semanticTokens,
];

/** Lets capabilities that hang on settings keep up with them. */
export async function configureFeatures(server: Server): Promise<void> {
  for (const { configure } of features) await configure?.(server);
}
