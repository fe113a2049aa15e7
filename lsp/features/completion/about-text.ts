import { optionName } from '#analyzer/options/name.ts';
import type { Folder } from '#lsp/folder.ts';
import { builtinPage, libraryPage, pageText } from '../documentation/pages.ts';
import type { About } from './entry.ts';
import { optionText } from './option-entries.ts';

/** Where something is asked, and what says that nobody waits for it any more. */
interface Asker {
  readonly folder: Folder;
  readonly signal: AbortSignal;
}

/** What is said of a proposal, as Markdown. */
export async function aboutText(asker: Asker, about: About): Promise<string | undefined> {
  const { folder, signal } = asker;
  switch (about.kind) {
    case 'builtin': {
      const page = builtinPage(about.name);
      return page && pageText(page);
    }
    case 'library': {
      const page = libraryPage(about.names);
      return page && pageText(page);
    }
    case 'rule':
      return folder.setup.rules.find(({ meta }) => meta.name === about.name)?.meta.summary;
    case 'option':
      return optionPage(asker, about.path);
    case 'thing':
      return folder.engine.ask('page', about, signal);
    case 'text':
      return about.text;
  }
}

/** What facts tell of an option, or else its declaration. */
async function optionPage(
  { folder, signal }: Asker,
  path: readonly string[],
): Promise<string | undefined> {
  const name = optionName(path);
  const page = await folder.engine.ask('page', { kind: 'option', name }, signal);
  return page ?? optionText(folder.texts, path);
}
