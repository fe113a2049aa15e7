import type { FilePath } from '#analyzer/diagnostic.ts';
import { compareBytes } from '#analyzer/order/compare.ts';
import { withoutHeader } from '#emit/header.ts';
import { emitters } from '#emit/index.ts';
import type { OptionValue } from '#emit/options.ts';
import { outputsOf } from '#emit/outputs.ts';
import { parseExample } from '#linter/example.ts';
import { snapshotOf } from './fleet.ts';

/** What is asked of an emitter. */
export interface Asked {
  readonly name: string;
  readonly output?: string;
  readonly hosts?: readonly string[];
  readonly options?: Readonly<Record<string, OptionValue>>;
}

export interface Emission {
  /** What is written, by file, without headers. */
  readonly files: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

/** What an emitter writes about files that stand behind lines such as `-- flake.nix --`. */
export function emission(source: string, asked: Asked): Emission {
  return emissionOf(textsOf(source), asked);
}

/** The files that stand behind lines such as `-- flake.nix --`. */
export function textsOf(source: string): Map<FilePath, string> {
  return new Map(parseExample(source).files);
}

export function emissionOf(
  texts: ReadonlyMap<FilePath, string>,
  { name, output, hosts = [], options = {} }: Asked,
): Emission {
  const job = { emitter: name, output, region: undefined, hosts, options, at: undefined };
  const { outputs, problems } = outputsOf(snapshotOf(texts), {
    emitters,
    jobs: [job],
    parameter: () => undefined,
    conventions: [],
    compare: compareBytes,
  });
  return {
    files: new Map(outputs.map(({ file, text }) => [file, withoutHeader(text)])),
    problems: problems.map(({ message }) => message),
  };
}
