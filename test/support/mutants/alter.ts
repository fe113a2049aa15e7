import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Span } from '#parser/span.ts';

/** What is written somewhere, and which value it stands for, as far as that is known. */
export interface Written {
  readonly file: FilePath;
  readonly text: string;
  readonly span: Span;
  readonly value?: unknown;
}

/** Whether a text stands nowhere in the fleet yet. */
export type IsNew = (text: string) => boolean;

/** The same with its last word that is no ending changed: one digit of a number, one letter more otherwise. */
export function alteredText(
  { file, text, span, value }: Written,
  isNew: IsNew,
): string | undefined {
  const written = text.slice(span.start, span.end);
  if (written === 'true') return 'false';
  if (written === 'false') return 'true';
  if (isLiteral(written)) return withLastWord(written, isNew);
  if (!file.endsWith('.nix')) return withLastWord(written, isNew);
  return value === undefined ? undefined : nixLiteral(alteredValue(value, isNew));
}

/** A name, a number, a text or a list of such, not an expression that is worked out. */
function isLiteral(written: string): boolean {
  if (/^[\w'-]+$/.test(written)) return true;
  if (/^"[^"\n]*"$/.test(written)) return !/\}"$/.test(written);
  if (/^\[[^[\]]*\]$/.test(written)) return true;
  return /^[\d.]+$/.test(written) || /^(\.\.?|~)?\/[\w./-]+$/.test(written);
}

function withLastWord(written: string, isNew: IsNew): string | undefined {
  const words = [...written.matchAll(/[A-Za-z_]*\d+(?![\w])|\w+/g)];
  const found = words.findLast(({ index }) => written[index - 1] !== '.') ?? words.at(-1);
  if (!found) return undefined;
  const start = found.index;
  const [word] = found;
  return written.slice(0, start) + alteredWord(word, isNew) + written.slice(start + word.length);
}

function alteredWord(word: string, isNew: IsNew): string {
  if (/^\d+$/.test(word)) return otherDigit(word, isNew);
  for (let longer = `${word}x`; ; longer += 'x') if (isNew(longer)) return longer;
}

/** The nearest number that differs in one digit and stands nowhere yet. */
function otherDigit(number: string, isNew: IsNew): string {
  const candidates = [...number].flatMap((digit, index) =>
    [...'0123456789']
      .filter((other) => other !== digit && !(index === 0 && other === '0'))
      .map((other) => number.slice(0, index) + other + number.slice(index + 1)),
  );
  const distance = (other: string): number => Math.abs(Number(other) - Number(number));
  const nearest = candidates.toSorted((a, b) => distance(a) - distance(b));
  return nearest.find(isNew) ?? nearest[0] ?? `${number}1`;
}

function alteredValue(value: unknown, isNew: IsNew): unknown {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return Number(otherDigit(String(value), isNew));
  if (typeof value === 'string') return withLastWord(value, isNew);
  if (!Array.isArray(value)) return undefined;
  return [...value.slice(0, -1), alteredValue(value.at(-1), isNew)];
}

/** A value as Nix is written; `undefined` for what has no literal. */
export function nixLiteral(value: unknown): string | undefined {
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') {
    return value.includes('${') ? undefined : JSON.stringify(value);
  }
  if (!Array.isArray(value)) return undefined;
  const items = value.map(nixLiteral);
  return items.includes(undefined) ? undefined : `[ ${items.join(' ')} ]`;
}
