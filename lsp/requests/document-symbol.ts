import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import { type Encoding, type Lined, rangeOf } from '../convert/positions.ts';
import { type FileSymbol, symbolsOf } from '../features/document-symbols.ts';
import { type Feature, onDocument } from './feature.ts';

/** The names of a file; editors that know of no nesting get them in a row. */
export const documentSymbol: Feature = {
  capabilities: () => ({ documentSymbolProvider: { label: 'flakewise' } }),
  listen: (server) => {
    const { encoding, capabilities } = server.client;
    const nests =
      capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport ?? false;
    server.connection.onDocumentSymbol(
      onDocument(server, 'documentSymbol', ({ folder, file }, { textDocument: { uri } }) => {
        const analysis = folder.analysis(file);
        if (analysis === undefined) return null;
        const lined = folder.lined(file);
        const symbols = symbolsOf(analysis);
        if (nests) return symbols.map((symbol) => nested(lined, symbol, encoding));
        return symbols.flatMap((symbol) => inARow(symbol, { uri, lined, encoding }, undefined));
      }),
    );
  },
};

/** Names, because the numbers come from a package that most starts do not load. */
const kinds: Readonly<Record<FileSymbol['kind'], keyof typeof SymbolKind>> = {
  set: 'Namespace',
  list: 'Array',
  function: 'Function',
  text: 'String',
  number: 'Number',
  path: 'File',
  variable: 'Variable',
  attribute: 'Property',
  block: 'Struct',
};

function nested(lined: Lined, symbol: FileSymbol, encoding: Encoding): DocumentSymbol {
  const { name, kind, span, nameSpan, children } = symbol;
  return {
    name,
    kind: SymbolKind[kinds[kind]],
    range: rangeOf(lined, span, encoding),
    selectionRange: rangeOf(lined, nameSpan, encoding),
    ...(children.length > 0 && {
      children: children.map((child) => nested(lined, child, encoding)),
    }),
  };
}

interface InFile {
  readonly uri: string;
  readonly lined: Lined;
  readonly encoding: Encoding;
}

function inARow(
  { name, kind, span, children }: FileSymbol,
  file: InFile,
  containerName: string | undefined,
): SymbolInformation[] {
  const { uri, lined, encoding } = file;
  const location = { uri, range: rangeOf(lined, span, encoding) };
  return [
    {
      name,
      kind: SymbolKind[kinds[kind]],
      location,
      ...(containerName !== undefined && { containerName }),
    },
    ...children.flatMap((child) => inARow(child, file, name)),
  ];
}
