import { readFileSync } from 'node:fs';
import { runIn } from '../../support/run-cli.ts';
import type { Window } from './window.ts';

/** The fleet that the editors are opened on, a copy for each. */
export const fleet = 'fixtures/fleets/proxied/broken';

/** Opens a file of the fleet and puts the cursor where `$0` stands in a piece of its text. */
export async function goTo(window: Window, file: string, piece: string): Promise<void> {
  await window.goTo(readFileSync(`${fleet}/${file}`, 'utf8'), file, piece);
}

/** How the editor counts what `check` finds in the fleet. */
export async function countedByTheCommandLine(): Promise<RegExp> {
  const { output } = await runIn(fleet, ['check', '--format', 'json']);
  const findings: readonly { readonly severity: string }[] = JSON.parse(output).findings;
  const count = (level: string): number =>
    findings.filter(({ severity }) => severity === level).length;
  const [errors, warnings, hints] = ['error', 'warning', 'hint'].map(count);
  return new RegExp(`^Errors: ${errors}, Warnings: ${warnings}, Infos: ${hints}$`);
}

/** How many problems the editor counts in all. */
export async function problemsCounted(window: Window): Promise<number> {
  const counted = (await window.status()).find((text) => text.startsWith('Errors: ')) ?? '';
  return [...counted.matchAll(/\d+/g)].reduce((sum, [digits]) => sum + Number(digits), 0);
}
