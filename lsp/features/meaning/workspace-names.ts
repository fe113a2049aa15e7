import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import type { Module } from '#analyzer/syntax/module.ts';
import { type Scopes, scopesOf } from '#analyzer/syntax/scope.ts';
import type { Texts } from '#lsp/folder.ts';
import { givenTo } from './calls.ts';
import { mentionsOf } from './mentions.ts';
import { moduleArguments } from './module-arguments.ts';
import { type ExprSite, type Mention, type Name, nameKey, type Origin } from './name.ts';
import type { Names } from './names.ts';
import { originsOf } from './origins.ts';

/** How much may be looked at for one question. */
const mostSteps = 20_000;
const deepest = 100;

/** What the names of a workspace mean; made for one question, which has a budget. */
export function namesOf(texts: Texts): Names {
  return new WorkspaceNames(texts);
}

class WorkspaceNames implements Names {
  readonly texts: Texts;
  #steps = 0;
  #depth = 0;
  readonly #origins = new Map<string, readonly Origin[]>();
  readonly #given = new Map<string, readonly Origin[]>();
  readonly #mentions = new Map<string, readonly Mention[]>();
  readonly #filesWith = new Map<string, readonly FilePath[]>();
  /** What is being found, with how deep it lies. */
  readonly #open = new Map<string, number>();
  /** The outermost of what is being found that was asked for again. */
  #lowest = Number.POSITIVE_INFINITY;
  #moduleArguments: readonly Origin[] | undefined;

  constructor(texts: Texts) {
    this.texts = texts;
  }

  analysis(file: FilePath): FileAnalysis | undefined {
    return file.endsWith('.nix') ? this.texts.analysis(file) : undefined;
  }

  module(file: FilePath): Module {
    return this.analysis(file)?.module ?? noModule;
  }

  scopes(file: FilePath): Scopes {
    return scopesOf(this.module(file));
  }

  origins(site: ExprSite): readonly Origin[] {
    return this.#once(this.#origins, `origins ${siteKey(site)}`, () => originsOf(this, site));
  }

  given(lambda: ExprSite): readonly Origin[] {
    return this.#once(this.#given, `given ${siteKey(lambda)}`, () => givenTo(this, lambda));
  }

  mentions(name: Name): readonly Mention[] {
    return this.#once(this.#mentions, `mentions ${nameKey(name)}`, () => mentionsOf(this, name));
  }

  moduleArguments(): readonly Origin[] {
    if (this.#moduleArguments === undefined) {
      this.#moduleArguments = [];
      this.#moduleArguments = moduleArguments(this);
    }
    return this.#moduleArguments;
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

  /**
   * What is asked for while it is being found is empty, and what was found with that is
   * not kept, so that no answer depends on what was asked before. Beyond the budget nothing is known.
   */
  #once<Found>(
    known: Map<string, readonly Found[]>,
    key: string,
    find: () => readonly Found[],
  ): readonly Found[] {
    const found = known.get(key);
    if (found !== undefined) return found;
    const open = this.#open.get(key);
    if (open !== undefined) this.#lowest = Math.min(this.#lowest, open);
    if (open !== undefined || this.#depth >= deepest || this.#steps++ >= mostSteps) return [];
    const depth = ++this.#depth;
    this.#open.set(key, depth);
    const result = find();
    this.#open.delete(key);
    this.#depth--;
    if (this.#lowest >= depth) {
      this.#lowest = Number.POSITIVE_INFINITY;
      known.set(key, result);
    }
    return result;
  }
}

const noModule: Module = { exprs: [{ kind: 'missing' }], root: 0 as Module['root'] };

function siteKey({ file, expr }: ExprSite): string {
  return `${expr} ${file}`;
}
