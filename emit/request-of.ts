import type { FilePath } from '#analyzer/diagnostic.ts';
import { type Comparison, comparator } from '#analyzer/order/compare.ts';
import type { Span } from '#parser/span.ts';
import type { ConventionInfo, Emitter } from './emitter.ts';
import { emitters } from './index.ts';
import type { OptionValue } from './options.ts';
import type { EmitJob, EmitRequest } from './request.ts';
import type { WrittenTemplate } from './templates/written-template.ts';

/** What a configuration asks for, as plain data. */
export interface Asked {
  /** The file of the configuration. */
  readonly file: FilePath;
  readonly entries: readonly AskedEntry[];
  readonly templates: readonly WrittenTemplate[];
  readonly parameter: (name: string) => OptionValue | undefined;
  readonly conventions: readonly ConventionInfo[];
  readonly comparison: Comparison;
}

interface AskedEntry extends Omit<EmitJob, 'emitter' | 'at'> {
  readonly name: string;
  readonly span: Span;
}

/** The request for what a configuration asks for. What reads templates is loaded where there are some. */
export async function requestOf(asked: Asked): Promise<EmitRequest> {
  return requestWith(asked, await allEmitters(asked));
}

/** The request for what a configuration asks of these emitters. */
export function requestWith(
  { file, entries, parameter, conventions, comparison }: Asked,
  all: readonly Emitter[],
): EmitRequest {
  return {
    emitters: all,
    jobs: entries.map(({ name, span: { start, end }, ...entry }) => {
      const content = { start: 0, end: end - start };
      return { ...entry, emitter: name, at: { file, expr: start, isOffset: true, content } };
    }),
    parameter,
    conventions,
    compare: comparator(comparison),
  };
}

/** The emitters of flakewise, and the templates of a workspace, which win over them. */
async function allEmitters({ file, templates }: Asked): Promise<readonly Emitter[]> {
  if (templates.length === 0) return emitters;
  const { templateEmitter } = await import('./templates/template-emitter.ts');
  const own = templates.map((template) => templateEmitter(template, file));
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...emitters.filter(({ name }) => !names.has(name))];
}
