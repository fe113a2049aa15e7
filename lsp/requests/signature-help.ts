import type { SignatureHelp } from 'vscode-languageserver';
import { offsetAt } from '../convert/positions.ts';
import { type Signature, signaturesAt } from '../features/signatures.ts';
import type { Server } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

export const signatureHelp: Feature = {
  capabilities: () => ({ signatureHelpProvider: { triggerCharacters: [' ', '{'] } }),
  listen: (server) => {
    server.connection.onSignatureHelp(
      onDocument(server, 'signatureHelp', ({ folder, file }, { position }) => {
        if (!file.endsWith('.nix')) return null;
        const lined = folder.lined(file);
        const offset = offsetAt(lined, position, server.client.encoding);
        const found = signaturesAt(folder.texts, { file, text: lined.text, offset });
        return found.length === 0 ? null : help(server, found);
      }),
    );
  },
};

function help({ client }: Server, found: readonly Signature[]): SignatureHelp {
  const own = client.capabilities.textDocument?.signatureHelp?.signatureInformation;
  const hasOffsets = own?.parameterInformation?.labelOffsetSupport ?? false;
  const [first] = found;
  return {
    signatures: found.map(({ label, parameters, about, active }) => ({
      label,
      ...(about !== undefined && { documentation: { kind: 'markdown', value: about } }),
      parameters: parameters.map(({ start, end }) => {
        return { label: hasOffsets ? [start, end] : label.slice(start, end) };
      }),
      ...(active !== undefined && { activeParameter: active }),
    })),
    activeSignature: 0,
    ...(first?.active !== undefined && { activeParameter: first.active }),
  };
}
