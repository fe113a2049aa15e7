import type { Folder } from '#lsp/folder.ts';
import { builtinPage, libraryPage, pageText } from '../documentation/pages.ts';
import type { About } from './entry.ts';
import { optionText } from './option-entries.ts';

/** What is said of a proposal, as Markdown. */
export async function aboutText(folder: Folder, about: About): Promise<string | undefined> {
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
      return optionText(folder.texts, about.path);
    case 'text':
      return about.text;
  }
}
