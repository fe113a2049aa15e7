import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type MarkupContent,
  type Position,
} from 'vscode-languageserver';
import { unlessCancelled } from '../cancelling.ts';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { aboutText } from '../features/completion/about-text.ts';
import type { About, Entry, EntryKind } from '../features/completion/entry.ts';
import { fitting } from '../features/completion/fitting.ts';
import { proposalsAt } from '../features/completion/proposals.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, isOn, onDocument } from './feature.ts';

export const completion: Feature = {
  capabilities: () => ({
    completionProvider: { resolveProvider: true, triggerCharacters: ['.', '/', '"', '$', '?'] },
  }),
  listen: (server) => {
    const { connection } = server;
    connection.onCompletion(
      onDocument(server, 'completion', (target, { position }) =>
        complete(server, target, position),
      ),
    );
    connection.onCompletionResolve((item, token) =>
      unlessCancelled(token, (signal) => resolve(server, item, signal)),
    );
  },
};

async function complete(
  server: Server,
  { folder, file }: Target,
  position: Position,
): Promise<CompletionList | null> {
  const { encoding } = server.client;
  const offset = offsetAt(folder.lined(file), position, encoding);
  const proposals = await proposalsAt(folder, file, offset);
  if (proposals === undefined) return null;
  const lined = folder.lined(file);
  const written = lined.text.slice(proposals.word.start, offset);
  const { entries, isWhole } = fitting(proposals.entries, written);
  const range = rangeOf(lined, proposals.word, encoding);
  const uri = folder.uriOf(file);
  const hasDetails = hasLabelDetails(server);
  return {
    isIncomplete: !isWhole || proposals.isPending === true,
    items: entries.map((entry, index) => ({
      label: entry.label,
      kind: CompletionItemKind[kinds[entry.kind]],
      sortText: String(index).padStart(4, '0'),
      filterText: entry.label,
      textEdit: { range, newText: entry.insert ?? entry.label },
      ...detailOf(entry, hasDetails),
      ...(entry.about && { data: { uri, about: entry.about } satisfies ItemData }),
    })),
  };
}

/** What an item carries to be resolved: everything that is needed, since nothing is kept. */
interface ItemData {
  readonly uri: string;
  readonly about: About;
}

function detailOf({ detail }: Entry, hasDetails: boolean): Partial<CompletionItem> {
  if (detail === undefined) return {};
  return hasDetails ? { labelDetails: { description: detail } } : { detail };
}

function hasLabelDetails({ client }: Server): boolean {
  const { completion: own } = client.capabilities.textDocument ?? {};
  return own?.completionItem?.labelDetailsSupport ?? false;
}

async function resolve(
  server: Server,
  item: CompletionItem,
  signal: AbortSignal,
): Promise<CompletionItem> {
  const data: Partial<ItemData> = { ...item.data };
  const { uri, about } = data;
  const target = uri === undefined ? undefined : server.folders.target(uri);
  if (target === undefined || about === undefined || !isOn(target, 'completion')) return item;
  const text = await aboutText({ folder: target.folder, signal }, about).catch(() => undefined);
  return text === undefined ? item : { ...item, documentation: markup(server, text) };
}

function markup({ client }: Server, value: string): MarkupContent {
  const own = client.capabilities.textDocument?.completion?.completionItem;
  const isMarkdown = own?.documentationFormat?.includes('markdown') ?? true;
  return { kind: isMarkdown ? 'markdown' : 'plaintext', value };
}

/** Names, because the numbers come from a package that most starts do not load. */
const kinds: { readonly [Kind in EntryKind]: keyof typeof CompletionItemKind } = {
  attribute: 'Field',
  builtin: 'Function',
  column: 'Field',
  constant: 'Constant',
  file: 'File',
  folder: 'Folder',
  formal: 'Variable',
  keyword: 'Keyword',
  let: 'Variable',
  library: 'Function',
  option: 'Property',
  parameter: 'Variable',
  rec: 'Field',
  reference: 'Reference',
  rule: 'Constant',
  setting: 'Property',
  value: 'EnumMember',
  with: 'Field',
};
