import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Format } from '#emit/format.ts';
import { emitters } from '#emit/index.ts';
import type { OptionValue } from '#emit/options.ts';
import { contextOf } from '#emit/outputs.ts';
import { snapshotOf } from './fleet.ts';

export interface EmittedText {
  readonly text: string;
  readonly problems: readonly string[];
}

/** What an emitter writes about a small fleet, without a header; its first format unless another is asked for. */
export function emittedFrom(
  files: Readonly<Record<string, string>>,
  name: string,
  options: Readonly<Record<string, OptionValue>> = {},
  format?: Format,
): EmittedText {
  const emitter = emitters.find((one) => one.name === name);
  if (emitter === undefined) throw new Error(`there is no emitter ${name}`);
  const snapshot = snapshotOf(new Map(Object.entries(files)) as Map<FilePath, string>);
  const request = { parameter: () => undefined, conventions: [], compare };
  const job = {
    emitter: name,
    output: undefined,
    region: undefined,
    hosts: [],
    options,
    at: undefined,
  };
  const emission = { job, emitter, format: format ?? emitter.formats[0] };
  const { parts, problems } = emitter.emit(contextOf(snapshot, request, emission));
  return {
    text: parts.map(({ text }) => text).join(''),
    problems: problems.map(({ message }) => message),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
