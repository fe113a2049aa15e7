import type { DocumentLink } from 'vscode-languageserver';
import { rangeOf } from '../convert/positions.ts';
import { type Link, linksIn } from '../features/links.ts';
import { rulePage, type Server, type Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

export const documentLink: Feature = {
  capabilities: () => ({ documentLinkProvider: {} }),
  listen: (server) => {
    server.connection.onDocumentLinks(
      onDocument(server, 'documentLink', async (target): Promise<DocumentLink[]> => {
        const { folder, file } = target;
        const mentioned = await mentionsIn(target);
        const lined = folder.lined(file);
        return [...linksIn(folder.texts, file), ...mentioned].flatMap((link) => {
          const goal = goalOf(server, target, link);
          if (goal === undefined) return [];
          return [{ range: rangeOf(lined, link, server.client.encoding), target: goal }];
        });
      }),
    );
  },
};

/**
 * The files that words of a document name; none in code, whose links are told at
 * once, and none when it changes while that is
 * found out.
 */
async function mentionsIn({ folder, file, signal }: Target): Promise<readonly Link[]> {
  if (folder.analysis(file) !== undefined) return [];
  const text = folder.texts.text(file);
  const found = (await folder.engine.ask('mentionedPaths', { file }, signal)) ?? [];
  if (folder.texts.text(file) !== text) return [];
  return found.map(({ target, ...span }) => ({ ...span, kind: 'file', file: target }));
}

/** The URI that a link leads to. */
function goalOf(server: Server, { folder }: Target, link: Link): string | undefined {
  switch (link.kind) {
    case 'file':
      return folder.uriOf(link.file);
    case 'address':
      return link.address;
    case 'rule': {
      const isKnown = folder.setup.rules.some(({ meta }) => meta.name === link.rule);
      return isKnown ? rulePage(server, link.rule) : undefined;
    }
  }
}
