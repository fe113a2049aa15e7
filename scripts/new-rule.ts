/** Writes a rule whose example fails, so that the first thing its author sees is a red test. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const name = process.argv[2] ?? '';
const path = `rules/${name}.ts`;

if (!/^[a-z0-9-]+\/[a-z0-9-]+$/.test(name)) {
  console.error('usage: npm run new-rule -- group/name, in kebab case');
  process.exitCode = 2;
} else if (existsSync(path)) {
  console.error(`${path} exists`);
  process.exitCode = 2;
} else {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, template());
  console.log(`wrote ${path}; next: npm run generate && npm test`);
}

function template(): string {
  return `import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'nix',
  meta: {
    name: '${name}',
    summary: 'Say in one sentence what is found.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: \`
      Say what goes wrong, what to do about it, and when to leave the code as it is.
    \`,
    bad: [
      \`
  { a = 1; }
#   ^ say what is wrong with \\\`a\\\`
      \`,
    ],
    good: ['{ }'],
  },

  visit: {
    binding(_node, _context) {},
  },
});
`;
}
