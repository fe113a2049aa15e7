import type { FilePath } from '#analyzer/diagnostic.ts';
import { emitters } from '#emit/index.ts';
import type { OptionValue } from '#emit/options.ts';
import { outputsOf } from '#emit/outputs.ts';
import { parseExample } from '#linter/example.ts';
import { snapshotOf } from './fleet.ts';

export interface Asking {
  readonly options?: Readonly<Record<string, OptionValue>>;
  readonly hosts?: readonly string[];
  readonly output?: string;
}

/** What one emitter writes for files, perhaps in the form of an example: texts by their paths, and what it says is missing. */
export function emitOne(
  source: string | ReadonlyMap<FilePath, string>,
  name: string,
  asking: Asking = {},
) {
  const texts = typeof source === 'string' ? parseExample(source).files : source;
  const { options = {}, hosts = [], output } = asking;
  const job = { emitter: name, output, region: undefined, hosts, options, at: undefined };
  const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const snapshot = snapshotOf(texts);
  const { outputs, problems } = outputsOf(snapshot, {
    emitters,
    jobs: [job],
    parameter: () => undefined,
    conventions: [],
    compare,
  });
  const place = ({ at }: (typeof problems)[number]): string => {
    if (at === undefined) return '';
    const { file, span } = snapshot.facts().locate(at);
    const line = (snapshot.text(file) ?? '').slice(0, span.start).split('\n').length;
    return ` (${file}:${line})`;
  };
  return {
    texts: Object.fromEntries(outputs.map(({ file, text }) => [file, text])),
    problems: problems.map((problem) => `${problem.message}${place(problem)}`),
  };
}
