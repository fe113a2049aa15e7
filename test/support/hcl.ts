import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Cell } from '#analyzer/facts/cell.ts';
import { isUndecided } from '#analyzer/facts/cell.ts';
import { type HclFacts, type HclInput, hclFacts } from '#analyzer/hcl/facts.ts';
import { type ResourceFacts, resourceFacts } from '#analyzer/hcl/resource-facts.ts';
import { parse } from '#parser/parse.ts';
import { memoryFiles } from './fleet.ts';

export type Sources = { readonly [file: string]: string };

/** The files of OpenTofu among some texts. */
export function hclInputs(sources: Sources): HclInput[] {
  return Object.entries(sources).flatMap(([name, text]): HclInput[] => {
    const file = name as FilePath;
    if (/\.(tf|tofu|tfvars)\.json$/.test(name)) return [{ kind: 'json', file, text }];
    return /\.(tf|tofu|tfvars)$/.test(name)
      ? [{ kind: 'hcl', file, tree: parse(text, 'hcl') }]
      : [];
  });
}

export function networkFactsOf(sources: Sources): HclFacts {
  return hclFacts(hclInputs(sources), memoryFiles(new Map(Object.entries(sources))));
}

export function resourceFactsOf(sources: Sources): ResourceFacts {
  return resourceFacts(hclInputs(sources), memoryFiles(new Map(Object.entries(sources))));
}

/** The files below a folder of fixtures, by their paths in it. */
export function folderSources(folder: string): Sources {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

export function shown(cell: Cell<string | number | boolean | readonly string[]>): string {
  if (isUndecided(cell)) return `?(${cell.undecided})`;
  return Array.isArray(cell) ? cell.join('+') : String(cell);
}
