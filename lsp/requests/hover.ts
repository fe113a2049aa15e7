import type { Hover, HoverParams } from 'vscode-languageserver';
import { offsetAt, rangeOf } from '../convert/positions.ts';
import type { HoverPage } from '../features/hover/fact-hover.ts';
import { libraryHover, nameHover } from '../features/hover/name-hover.ts';
import { ruleHover } from '../features/hover/rule-hover.ts';
import { namesOf } from '../features/meaning/workspace-names.ts';
import { answeredSoon } from '../patience.ts';
import type { Server, Target } from '../server.ts';
import { type Feature, onDocument } from './feature.ts';
import { isGivenHere } from './known-places.ts';

/**
 * What is known of the name under the cursor. Names that a file gives itself wait
 * for no facts, and others not for long; what outputs are given may be inputs.
 */
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
  { folder, file, signal }: Target,
  { position }: HoverParams,
): Promise<Hover | null> {
  const lined = folder.lined(file);
  const offset = offsetAt(lined, position, client.encoding);
  const cursor = { file, offset };
  const rule = ruleHover(folder.texts, cursor, folder.setup.rules);
  const analysis = folder.analysis(file);
  const code = analysis?.language === 'nix' ? analysis : undefined;
  const byName = (): HoverPage | undefined =>
    code && nameHover(namesOf(folder.texts), file, offset);
  const page =
    rule ??
    (code && libraryHover(code, offset)) ??
    (isGivenHere(folder, file, offset) && !file.endsWith('flake.nix') ? byName() : undefined) ??
    (await soonOr(byName, folder.engine.ask('hover', cursor, signal)));
  if (page === undefined) return null;
  return {
    contents: { kind: 'markdown', value: page.markdown },
    range: rangeOf(lined, page.span, client.encoding),
  };
}

/** What facts tell; where they take long or tell nothing, what is known without them. */
async function soonOr(
  byName: () => HoverPage | undefined,
  facts: Promise<HoverPage | undefined>,
): Promise<HoverPage | undefined> {
  return (await answeredSoon(facts)) ?? byName() ?? (await facts);
}
