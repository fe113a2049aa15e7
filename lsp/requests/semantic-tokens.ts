import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { lengthOf, positionOf, spanOf } from '../convert/positions.ts';
import { type Token, tokenModifiers, tokensOf, tokenTypes } from '../features/tokens.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

export const semanticTokens: Feature = {
  capabilities: () => ({
    semanticTokensProvider: {
      legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
      full: { delta: true },
      range: true,
    },
  }),
  listen: (server) => {
    const { semanticTokens } = server.connection.languages;
    const told = new Told();
    const whole = onDocument(server, 'semanticTokens', (target: Target) =>
      told.next(target, encoded(server, target, allOf(target))),
    );
    const changes = onDocument(
      server,
      'semanticTokens',
      (target: Target, { previousResultId }: AboutEarlier) =>
        told.changes(target, previousResultId, encoded(server, target, allOf(target))),
    );
    const part = onDocument(server, 'semanticTokens', (target: Target, { range }: AboutRange) => {
      const { folder, file } = target;
      const within = spanOf(folder.lined(file), range, server.client.encoding);
      const analysis = folder.analysis(file);
      const tokens = analysis === undefined ? [] : tokensOf(analysis, within);
      return { data: encoded(server, target, tokens) };
    });
    semanticTokens.on(async (params, token) => (await whole(params, token)) ?? { data: [] });
    semanticTokens.onDelta(async (params, token) => {
      return (await changes(params, token)) ?? { data: [] };
    });
    semanticTokens.onRange(async (params, token) => (await part(params, token)) ?? { data: [] });
  },
};

type AboutDocument = { readonly textDocument: { readonly uri: string } };
type AboutEarlier = AboutDocument & { readonly previousResultId: string };
type AboutRange = AboutDocument & { readonly range: Parameters<typeof spanOf>[1] };

function allOf({ folder, file }: Target): readonly Token[] {
  const analysis = folder.analysis(file);
  return analysis === undefined ? [] : tokensOf(analysis);
}

/** Tokens as the protocol has them: five numbers each, places counted from the token before. */
function encoded({ client }: Server, { folder, file }: Target, tokens: readonly Token[]): number[] {
  const lined = folder.lined(file);
  const data: number[] = [];
  let before = { line: 0, character: 0 };
  for (const { start, end, type, modifiers } of tokens) {
    const at = positionOf(lined, start, client.encoding);
    const line = at.line - before.line;
    const column = line === 0 ? at.character - before.character : at.character;
    const bits = modifiers.reduce((sum, name) => sum | (1 << tokenModifiers.indexOf(name)), 0);
    const length = lengthOf(lined, { start, end }, client.encoding);
    data.push(line, column, length, tokenTypes.indexOf(type), bits);
    before = at;
  }
  return data;
}

/** Documents whose last tokens are remembered. */
const mostDocuments = 24;

/** What the editor has been told last of each document, so that changes are enough the next time. */
class Told {
  readonly #last = new Map<string, { readonly resultId: string; readonly data: number[] }>();
  #count = 0;

  next({ folder, file }: Target, data: number[]): SemanticTokens {
    const uri = folder.uriOf(file);
    this.#count++;
    const result = { resultId: String(this.#count), data };
    this.#last.delete(uri);
    this.#last.set(uri, result);
    const [oldest] = this.#last.keys();
    if (this.#last.size > mostDocuments && oldest !== undefined) this.#last.delete(oldest);
    return result;
  }

  changes(target: Target, known: string, data: number[]): SemanticTokens | SemanticTokensDelta {
    const before = this.#last.get(target.folder.uriOf(target.file));
    const result = this.next(target, data);
    if (before?.resultId !== known) return result;
    return { resultId: String(this.#count), edits: difference(before.data, data) };
  }
}

/** The one stretch of numbers that is not alike. */
function difference(
  before: readonly number[],
  after: readonly number[],
): SemanticTokensDelta['edits'] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const deleteCount = before.length - start - same;
  const data = after.slice(start, after.length - same);
  return deleteCount === 0 && data.length === 0 ? [] : [{ start, deleteCount, data }];
}
