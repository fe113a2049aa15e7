import type { FilePath } from '#analyzer/diagnostic.ts';
import { withoutHeader } from '#emit/header.ts';
import { emitters } from '#emit/index.ts';
import type { OptionValue } from '#emit/options.ts';
import { outputsOf } from '#emit/outputs.ts';
import { snapshotOf } from './fleet.ts';

export interface EmittedText {
  readonly text: string;
  readonly problems: readonly string[];
}

/** What an emitter writes about a small fleet, without a header; in the format that it goes into by itself, or in that of an ending. */
export function emittedFrom(
  files: Readonly<Record<string, string>>,
  name: string,
  options: Readonly<Record<string, OptionValue>> = {},
  ending?: string,
): EmittedText {
  const snapshot = snapshotOf(new Map(Object.entries(files)) as Map<FilePath, string>);
  const output = ending === undefined ? undefined : `output.${ending}`;
  const job = { emitter: name, output, region: undefined, hosts: [], options, at: undefined };
  const { outputs, problems } = outputsOf(snapshot, {
    emitters,
    jobs: [job],
    parameter: () => undefined,
    conventions: [],
    compare,
  });
  return {
    text: outputs.map(({ text }) => withoutHeader(text)).join(''),
    problems: problems.map(({ message }) => message),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
