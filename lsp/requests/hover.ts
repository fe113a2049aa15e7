import type { Hover, HoverParams } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import { libraryHover, nameHover } from '../features/hover/name-hover.ts';
import { ruleHover } from '../features/hover/rule-hover.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';

/** What is known of the name under the cursor: by its file at once, and by facts. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  listen: (server) => {
    server.connection.onHover(
      onDocument(server, 'hover', (target, params: HoverParams) => hoverAt(server, target, params)),
    );
  },
};

async function hoverAt(
  { client }: Server,
  { folder, file }: Target,
  { position }: HoverParams,
): Promise<Hover | null> {
  const lined = folder.lined(file);
  const offset = offsetAt(lined, position, client.encoding);
  const cursor = { file, offset };
  const rule = ruleHover(folder.texts, cursor, folder.setup.rules);
  const analysis = folder.analysis(file);
  const code = analysis?.language === 'nix' ? analysis : undefined;
  const page =
    rule ??
    (code && libraryHover(code, offset)) ??
    (await folder.engine.ask('hover', cursor)) ??
    (code && nameHover(namesOf(folder.texts), file, offset));
  if (page === undefined) return null;
  return {
    contents: { kind: 'markdown', value: page.markdown },
    range: rangeOf(lined, page.span, client.encoding),
  };
}
