/** One part of a pattern: text with stars, text that is meant as it is, or a name for what stands there. */
export type PatternPart = string | { readonly exact: string } | { readonly capture: string };

/**
 * Compares a text with a pattern. A star and a capture stand for one segment,
 * that is for any text without a slash where the pattern has one, else without
 * a dot where it has one; two stars stand for any text. `undefined` when the text does not fit,
 * else what the captures stand for.
 */
export function matchPattern(
  parts: readonly PatternPart[],
  text: string,
): ReadonlyMap<string, string> | undefined {
  const meant = plainText(parts);
  if (meant !== undefined) return meant === text ? none : undefined;
  const { pattern, names } = expressionOf(parts);
  const found = pattern.exec(text);
  if (!found) return undefined;
  const captures = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const value = found[index + 1] ?? '';
    if ((captures.get(name) ?? value) !== value) return undefined;
    captures.set(name, value);
  }
  return captures;
}

const none: ReadonlyMap<string, string> = new Map();

/** The only text that fits, where a pattern has no stars and no captures. */
function plainText(parts: readonly PatternPart[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string' && !('exact' in part)) return undefined;
    if (typeof part === 'string' && part.includes('*')) return undefined;
    text += typeof part === 'string' ? part : part.exact;
  }
  return text;
}

interface Expression {
  readonly pattern: RegExp;
  /** What the groups are called. */
  readonly names: readonly string[];
}

const known = new Map<string, Expression>();

function expressionOf(parts: readonly PatternPart[]): Expression {
  const key = JSON.stringify(parts);
  const found = known.get(key) ?? makeExpression(parts);
  if (known.size > 2000) known.clear();
  known.set(key, found);
  return found;
}

function makeExpression(parts: readonly PatternPart[]): Expression {
  const literal = parts.map((part) => (typeof part === 'string' ? part : '')).join(' ');
  const separator = literal.includes('/') ? '/' : literal.includes('.') ? '.' : '';
  const segment = separator === '' ? '[^]' : `[^${separator}]`;
  const names: string[] = [];
  const source = parts.map((part) => {
    if (typeof part === 'string') return textSource(part, segment);
    if ('exact' in part) return escaped(part.exact);
    names.push(part.capture);
    return `(${segment}+)`;
  });
  return { pattern: new RegExp(`^${source.join('')}$`), names };
}

function textSource(text: string, segment: string): string {
  return text
    .split(/(\*\*?)/)
    .map((piece) => {
      if (piece === '**') return '[^]*';
      return piece === '*' ? `${segment}*` : escaped(piece);
    })
    .join('');
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
