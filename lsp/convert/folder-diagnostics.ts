import type { Diagnostic as ProtocolDiagnostic } from 'vscode-languageserver';
import type { Diagnostic } from '#analyzer/diagnostic.ts';
import type { Folder } from '../folder.ts';
import { rulePage, type Server } from '../server.ts';
import { protocolDiagnostic } from './diagnostics.ts';
import { placeIn } from './places.ts';

/** Turns findings of a folder into what this editor is told of them. */
export function diagnosticsFor(
  server: Server,
  folder: Folder,
): (finding: Diagnostic) => ProtocolDiagnostic {
  const { capabilities, encoding } = server.client;
  const context = {
    place: (...[file, span]: [Diagnostic['file'], Diagnostic['span']]) =>
      placeIn(folder, { file, span }, encoding),
    page: (rule: string) => (isOwnRule(folder, rule) ? rulePage(server, rule) : undefined),
    hasRelated: capabilities.textDocument?.publishDiagnostics?.relatedInformation ?? true,
  };
  return (finding) => protocolDiagnostic(finding, context);
}

/** Whether a rule comes with flakewise; conventions of a workspace have no pages. */
function isOwnRule({ setup }: Folder, rule: string): boolean {
  const found = setup.rules.find(({ meta }) => meta.name === rule);
  return found?.meta.origin !== 'configuration';
}
