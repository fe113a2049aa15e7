/** How much a made-up fleet has of what. */
export interface Counts {
  readonly machines: number;
  /** Modules that all machines import, and of which each turns some on. */
  readonly services: number;
  readonly parts: number;
  readonly programs: number;
  readonly profiles: number;
  readonly packages: number;
  readonly cloud: number;
}

/** The sizes of fleets that are measured, by how many files they have. */
export const sizes: ReadonlyMap<number, Counts> = new Map([
  [50, { ...counts(2, 6), parts: 4, programs: 5, profiles: 4, packages: 2, cloud: 1 }],
  [400, { ...counts(10, 150), parts: 60, programs: 58, profiles: 12, packages: 10, cloud: 20 }],
  [
    3500,
    { ...counts(20, 600), parts: 200, programs: 200, profiles: 24, packages: 2204, cloud: 100 },
  ],
]);

function counts(machines: number, services: number): Pick<Counts, 'machines' | 'services'> {
  return { machines, services };
}

export function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** A module that only imports others. */
export function listing(files: readonly string[], note = 'everything here'): string {
  const lines = files.map((file) => `    ./${file}`).join('\n');
  return `# ${note}\n{\n  imports = [\n${lines}\n  ];\n}\n`;
}
