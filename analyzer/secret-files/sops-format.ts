import { readDotenv, readIni } from './flat-trees.ts';
import type { SecretDocuments } from './secret-tree.ts';
import { readYaml } from './yaml-tree.ts';

/** The forms in which sops keeps a file. `binary` is JSON that holds the whole file as one value. */
export type SopsFormat = 'yaml' | 'json' | 'dotenv' | 'ini' | 'binary';

const extensions: readonly (readonly [RegExp, SopsFormat])[] = [
  [/\.ya?ml$/, 'yaml'],
  [/\.json$/, 'json'],
  [/\.env$/, 'dotenv'],
  [/\.ini$/, 'ini'],
];

/** The format that sops takes a file to have, by its name alone. */
export function formatOfName(file: string): SopsFormat {
  return extensions.find(([pattern]) => pattern.test(file))?.[1] ?? 'binary';
}

/** Whether a name is one of those that sops asks to have a key for each value. */
export function isStructuredName(file: string): boolean {
  return formatOfName(file) !== 'binary';
}

export function readFormat(text: string, format: SopsFormat): SecretDocuments {
  switch (format) {
    case 'yaml':
    case 'json':
    case 'binary':
      return readYaml(text);
    case 'dotenv':
      return readDotenv(text);
    case 'ini':
      return readIni(text);
  }
}
