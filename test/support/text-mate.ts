import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar, type StateStack } from 'vscode-textmate';
import { nixInMarkdown } from '../../editors/grammar/markdown.ts';
import { nixGrammar } from '../../editors/grammar/nix.ts';

export interface Token {
  readonly start: number;
  readonly end: number;
  /** From the outside in, without that of the whole file. */
  readonly scopes: readonly string[];
}

/** Stand-ins for grammars that editors have; each has something that may stay open at the end of a line. */
const foreign: Readonly<Record<string, object>> = {
  'source.shell': {
    patterns: [
      { match: '\\b(?:if|then|fi|for|do|done)\\b', name: 'keyword.control.shell' },
      { begin: '"', end: '"', name: 'string.quoted.double.shell' },
      { begin: '#', end: '$', name: 'comment.line.shell' },
    ],
  },
  'source.python': { patterns: [{ begin: '"""', end: '"""', name: 'string.docstring.python' }] },
  'text.html.markdown': { patterns: [{ match: '^#.*$', name: 'markup.heading.markdown' }] },
};

const ours = [nixGrammar, nixInMarkdown];
let grammars: Promise<(scope: string) => Promise<IGrammar>> | undefined;

/** What the grammar of a scope makes of a text: the tokens of every line. */
export async function tokensOf(text: string, scope = 'source.nix'): Promise<Token[][]> {
  grammars ??= loadGrammars();
  const grammar = await (await grammars)(scope);
  let state: StateStack = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({
      start: startIndex,
      end: Math.min(endIndex, line.length),
      scopes: scopes.slice(1),
    }));
  });
}

async function loadGrammars(): Promise<(scope: string) => Promise<IGrammar>> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => rawGrammar(scope),
    getInjections: (scope) =>
      scope === 'text.html.markdown' ? [nixInMarkdown.scopeName] : undefined,
  });
  return async (scope) => {
    const grammar = await registry.loadGrammar(scope);
    if (grammar === null) throw new Error(`there is no grammar ${scope}`);
    return grammar;
  };
}

function rawGrammar(scopeName: string): IRawGrammar | null {
  const own = ours.find((grammar) => grammar.scopeName === scopeName);
  const rules = own ?? foreign[scopeName];
  if (rules === undefined) return null;
  const json = JSON.stringify({ repository: {}, ...rules, scopeName });
  return textmate.parseRawGrammar(json, `${scopeName}.json`);
}
