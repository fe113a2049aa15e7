/** How many services the made-up fleet has modules for. */
export const services = 150;

export function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A module that only imports others. */
export function listing(files: readonly string[], note = 'everything here'): string {
  const lines = files.map((file) => `    ./${file}`).join('\n');
  return `# ${note}\n{\n  imports = [\n${lines}\n  ];\n}\n`;
}
