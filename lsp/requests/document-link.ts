import type { DocumentLink } from 'vscode-languageserver';
import { rangeOf } from '../convert/positions.ts';
import { type Link, linksIn } from '../features/links.ts';
import { rulePage, type Server, type Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

export const documentLink: Feature = {
  capabilities: () => ({ documentLinkProvider: {} }),
  listen: (server) => {
    server.connection.onDocumentLinks(
      onDocument(server, 'documentLink', (target): DocumentLink[] => {
        const { folder, file } = target;
        const lined = folder.lined(file);
        return linksIn(folder.texts, file).flatMap((link) => {
          const goal = goalOf(server, target, link);
          if (goal === undefined) return [];
          return [{ range: rangeOf(lined, link, server.client.encoding), target: goal }];
        });
      }),
    );
  },
};

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
