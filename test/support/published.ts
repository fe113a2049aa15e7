import type { FilePath } from '#analyzer/diagnostic.ts';
import { withoutHeader } from '#emit/header.ts';
import { outputsIn } from './emission.ts';
import { textsBelow } from './fleet.ts';

/** Other texts of files; `undefined` takes one away. */
export type Changes = Readonly<Record<string, ((text: string) => string) | undefined>>;

export interface Written {
  /** The texts without their headers, by file and fence. */
  readonly texts: ReadonlyMap<string, string>;
  /** The only text, or the first one. */
  readonly text: string;
  readonly problems: readonly string[];
}

/** What entries of a configuration write in the published fleet, after changes of it. */
export async function written(entries: string, changes: Changes = {}): Promise<Written> {
  const texts = textsBelow('fixtures/fleets/published');
  for (const [file, change] of Object.entries(changes)) {
    const path = file as FilePath;
    if (change === undefined) texts.delete(path);
    else texts.set(path, change(texts.get(path) ?? ''));
  }
  texts.set('flakewise.toml' as FilePath, entries);
  return writtenIn(texts);
}

/** What the configuration of texts writes. */
async function writtenIn(files: ReadonlyMap<FilePath, string>): Promise<Written> {
  const { outputs, problems } = await outputsIn(files);
  const texts = new Map(
    outputs.map(({ file, region, text }): [string, string] => [
      region === undefined ? file : `${file}#${region}`,
      withoutHeader(text),
    ]),
  );
  const [text = ''] = texts.values();
  return { texts, text, problems: problems.map(({ message }) => message) };
}

/** A text with another word in it, which has to be there. */
export function replacing(find: string, replace: string): (text: string) => string {
  return (text) => {
    if (!text.includes(find)) throw new Error(`\`${find}\` is not in the text`);
    return text.replaceAll(find, replace);
  };
}

/** A text whose fence has nothing in it. */
export function emptied(name: string): (text: string) => string {
  const inside = new RegExp(`(flakewise:begin ${name}\\n)[\\s\\S]*?(\\n *# flakewise:end)`);
  return (text) => text.replace(inside, (_, begin: string, end: string) => begin.trimEnd() + end);
}
