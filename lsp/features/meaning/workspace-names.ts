import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { oncePer } from '#analyzer/once-per.ts';
import type { Module } from '#analyzer/syntax/module.ts';
import { type Scopes, scopesOf } from '#analyzer/syntax/scope.ts';
import type { Texts } from '#lsp/folder.ts';
import { givenTo } from './calls.ts';
import { destinationsOf } from './flow.ts';
import { mentionsOf } from './mentions.ts';
import { moduleArguments } from './module-arguments.ts';
import {
  type Destination,
  type ExprSite,
  type Mention,
  type Name,
  nameKey,
  type Origin,
} from './name.ts';
import type { Names } from './names.ts';
import { originsOf } from './origins.ts';
import { Recursion } from './recursion.ts';
import { isSeen } from './seen.ts';
import { wholeAnalysis } from './whole.ts';

/** What the names of a workspace mean, for one more question. */
export function namesOf(texts: Texts): Names {
  const names = known(texts);
  names.begin();
  return names;
}

const known = oncePer((texts: Texts) => new WorkspaceNames(texts));

class WorkspaceNames implements Names {
  readonly texts: Texts;
  readonly #recursion = new Recursion();
  readonly #filesWith = new Map<string, readonly FilePath[]>();

  constructor(texts: Texts) {
    this.texts = texts;
  }

  begin(): void {
    this.#recursion.begin();
  }

  analysis(file: FilePath): FileAnalysis | undefined {
    const analysis = file.endsWith('.nix') ? this.texts.analysis(file) : undefined;
    return analysis && wholeAnalysis(analysis);
  }

  module(file: FilePath): Module {
    return this.analysis(file)?.module ?? noModule;
  }

  scopes(file: FilePath): Scopes {
    return scopesOf(this.module(file));
  }

  origins(site: ExprSite): readonly Origin[] {
    const key = `origins ${siteKey(site)}`;
    return this.#recursion.once(key, () => distinct(originsOf(this, site)));
  }

  destinations(site: ExprSite): readonly Destination[] {
    const key = `destinations ${siteKey(site)}`;
    return this.#recursion.once(key, () => destinationsOf(this, site));
  }

  given(lambda: ExprSite): readonly Origin[] {
    const key = `given ${siteKey(lambda)}`;
    return this.#recursion.once(key, () => distinct(givenTo(this, lambda)));
  }

  mentions(name: Name): readonly Mention[] {
    return this.#recursion.once(`mentions ${nameKey(name)}`, () => mentionsOf(this, name));
  }

  isSeen(site: ExprSite): boolean {
    const key = `seen ${siteKey(site)}`;
    return this.#recursion.once(key, () => (isSeen(this, site) ? [site] : [])).length > 0;
  }

  moduleArguments(): readonly Origin[] {
    return this.#recursion.once('module arguments', () => distinct(moduleArguments(this)));
  }

  filesWith(text: string): readonly FilePath[] {
    const known = this.#filesWith.get(text);
    if (known !== undefined) return known;
    const found = this.texts.files.filter(
      (file) => file.endsWith('.nix') && this.texts.text(file)?.includes(text),
    );
    this.#filesWith.set(text, found);
    return found;
  }
}

/** What has more origins than this may be nearly anything. */
const mostOrigins = 40;

function distinct(origins: readonly Origin[]): readonly Origin[] {
  const found = new Map<string, Origin>();
  for (const origin of origins) {
    const at =
      origin.kind === 'path' ? origin.path : `${'expr' in origin && origin.expr} ${origin.file}`;
    found.set(`${origin.kind} ${at}`, origin);
    if (found.size >= mostOrigins) break;
  }
  return [...found.values()];
}

const noModule: Module = { exprs: [{ kind: 'missing' }], root: 0 as Module['root'] };

function siteKey({ file, expr }: ExprSite): string {
  return `${expr} ${file}`;
}
