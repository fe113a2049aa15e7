import { readFileSync } from 'node:fs';
import { inFolder, type Outcome, runIn } from '../../support/run-cli.ts';
import type { Window } from './window.ts';

/** The fleet that the editors are opened on, a copy for each. */
export const fleet = 'fixtures/fleets/proxied/broken';

/** The file of a machine in it. */
export const cedar = 'machines/cedar/configuration.nix';

/** A second repository, which takes more amiss than the fleet does, and less. */
export const beside = `
-- flakewise.toml --
[rules]
"unused/let-binding" = "error"
"names/with" = "off"

-- flake.nix --
{
  outputs =
    { self }:
    let
      spare = 1;
    in
    {
      lib.answers = with builtins; [ true ];
    };
}
`;

/** Opens a file of the fleet and puts the cursor where `$0` stands in a piece of its text. */
export async function goTo(window: Window, file: string, piece: string): Promise<void> {
  await window.goTo(readFileSync(`${fleet}/${file}`, 'utf8'), file, piece);
}

/** How the editor counts what `check` finds in the fleet, and in a second folder opened beside it. */
export async function countedByTheCommandLine(beside?: string): Promise<RegExp> {
  const check = ['check', '--format', 'json'];
  const outcomes = [await runIn(fleet, check)];
  if (beside !== undefined) {
    await inFolder(beside, async (folder) => void outcomes.push(await folder.run(check)));
  }
  const found = outcomes.flatMap(severitiesIn);
  const [errors, warnings, hints] = ['error', 'warning', 'hint'].map(
    (level) => found.filter((severity) => severity === level).length,
  );
  return new RegExp(`^Errors: ${errors}, Warnings: ${warnings}, Infos: ${hints}$`);
}

function severitiesIn({ output }: Outcome): readonly string[] {
  const findings: readonly { readonly severity: string }[] = JSON.parse(output).findings;
  return findings.map(({ severity }) => severity);
}

/** How many problems the editor counts in all. */
export async function problemsCounted(window: Window): Promise<number> {
  const counted = (await window.status()).find((text) => text.startsWith('Errors: ')) ?? '';
  return [...counted.matchAll(/\d+/g)].reduce((sum, [digits]) => sum + Number(digits), 0);
}

/** Waits until fewer problems are counted than before, by as many as a text of this form says. */
export async function fewer(window: Window, before: number, form: RegExp): Promise<void> {
  await window.until(async () => [`${before - (await problemsCounted(window))} less`], form);
}
