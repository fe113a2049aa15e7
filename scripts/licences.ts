import { readdirSync, readFileSync } from 'node:fs';

/** The licence of every package that is part of a bundle, by the files that it was made from. */
export function licences(inputs: readonly string[]): string {
  const packages = inputs.flatMap(
    (input) => /^(?:apart:)?(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  );
  const texts = [...new Set(packages)].sort().map((folder) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text =
      file === undefined ? statedLicence(folder) : readFileSync(`${folder}/${file}`, 'utf8');
    return `${folder.slice('node_modules/'.length)}\n\n${text.trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(72)}\n\n`);
}

/** Some packages name their licence in package.json alone. */
function statedLicence(folder: string): string {
  const { license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return `Licence: ${license}`;
}
