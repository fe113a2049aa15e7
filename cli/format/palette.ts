import type { Severity } from '#analyzer/diagnostic.ts';

type Paint = (text: string) => string;

/** The few colours that the output uses. */
export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly added: Paint;
  readonly removed: Paint;
  readonly severity: Readonly<Record<Severity, Paint>>;
}

export function paletteOf(color: boolean): Palette {
  const paint = (code: number): Paint => {
    return (text) => (color && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text);
  };
  return {
    bold: paint(1),
    dim: paint(2),
    added: paint(32),
    removed: paint(31),
    severity: { error: paint(31), warning: paint(33), hint: paint(36) },
  };
}
