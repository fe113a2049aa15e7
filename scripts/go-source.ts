/**
 * As much of Go as tables of tests are written in: literals, names, calls and
 * composites. Everything else ends the reading of an expression.
 */
export type GoExpression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: GoExpression;
      readonly arguments: readonly GoExpression[];
    }
  | { readonly kind: 'member'; readonly of: GoExpression; readonly name: string }
  | { readonly kind: 'composite'; readonly type: string; readonly entries: readonly GoEntry[] }
  | { readonly kind: 'negative'; readonly of: GoExpression };

export interface GoEntry {
  readonly key: GoExpression | undefined;
  readonly value: GoExpression;
}

interface GoToken {
  readonly kind: 'text' | 'number' | 'name' | 'mark' | 'line';
  readonly text: string;
}

const patterns =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|(\n)|[ \t\r]+|("(?:[^"\\\n]|\\.)*")|`([^`]*)`|('(?:[^'\\]|\\.)+')|((?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?))|([\p{L}_][\p{L}\d_]*)|(:=|\.\.\.|[^\s])/gu;

/** The words of a text of Go. A line end counts where it may end an item. */
export function goTokens(text: string): readonly GoToken[] {
  return [...text.matchAll(patterns)].flatMap((match): GoToken[] => {
    const [, line, quoted, raw, rune, number, name, mark] = match;
    if (line !== undefined) return [{ kind: 'line', text: '\n' }];
    if (quoted !== undefined) return [{ kind: 'text', text: unescaped(quoted.slice(1, -1)) }];
    if (raw !== undefined) return [{ kind: 'text', text: raw.replaceAll('\r', '') }];
    if (rune !== undefined) return [{ kind: 'mark', text: rune }];
    if (number !== undefined) return [{ kind: 'number', text: number.replaceAll('_', '') }];
    if (name !== undefined) return [{ kind: 'name', text: name }];
    return mark === undefined ? [] : [{ kind: 'mark', text: mark }];
  });
}

const escapes: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};

/** Bytes that are written one by one are put together as UTF-8. */
function unescaped(text: string): string {
  const bytes = text.replace(/(?:\\x[\da-fA-F]{2}|\\[0-7]{3})+/g, (run) => {
    const codes = [...run.matchAll(/\\x(..)|\\(\d{3})/g)].map(([, hex, octal = '0']) =>
      hex === undefined ? Number.parseInt(octal, 8) : Number.parseInt(hex, 16),
    );
    return Buffer.from(codes).toString('utf8').replaceAll('\\', '\\\\');
  });
  return bytes.replace(/\\(?:u(.{4})|U(.{8})|(.))/g, (_, short, long, letter: string) => {
    const code: string | undefined = short ?? long;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return escapes[letter] ?? letter;
  });
}

/** Reads expressions out of tokens, one after the other. */
export class GoReader {
  readonly #tokens: readonly GoToken[];
  at: number;

  constructor(tokens: readonly GoToken[], at = 0) {
    this.#tokens = tokens;
    this.at = at;
  }

  peek(): string | undefined {
    const token = this.#tokens[this.at];
    return token?.kind === 'text' || token?.kind === 'line' ? undefined : token?.text;
  }

  skipLines(): void {
    while (this.#tokens[this.at]?.kind === 'line') this.at++;
  }

  take(text: string): boolean {
    this.skipLines();
    if (this.peek() !== text) return false;
    this.at++;
    return true;
  }

  /** The next expression; `undefined`, at an unknown place, for what is not understood. */
  expression(): GoExpression | undefined {
    this.skipLines();
    if (this.take('-')) {
      const of = this.expression();
      return of && { kind: 'negative', of };
    }
    const first = this.#primary();
    return first && this.#suffixed(first);
  }

  #primary(): GoExpression | undefined {
    const token = this.#tokens[this.at];
    if (!token) return undefined;
    if (token.text === '[' && token.kind === 'mark') return this.#composite(this.type());
    if (token.kind === 'text' || token.kind === 'number') {
      this.at++;
      return { kind: token.kind, text: token.text };
    }
    if (token.text === '{' && token.kind === 'mark') return this.#composite('');
    if (token.text === '&' && token.kind === 'mark') {
      this.at++;
      return this.#primary();
    }
    if (token.text === 'map') return this.#composite(this.type());
    if (token.kind !== 'name' || token.text === 'func') return undefined;
    this.at++;
    return { kind: 'name', name: token.text };
  }

  #suffixed(start: GoExpression): GoExpression | undefined {
    let expression = start;
    for (;;) {
      const next = this.#suffix(expression);
      if (next === expression) return expression;
      if (next === undefined) return undefined;
      expression = next;
    }
  }

  /** The expression with what is written behind it: a member, a call, the entries of a type. */
  #suffix(of: GoExpression): GoExpression | undefined {
    const next = this.peek();
    if (next === '.') return this.#member(of);
    if (next === '{' && isTypeName(of)) return this.#composite(goName(of) ?? '');
    if (next !== '(') return of;
    this.at++;
    const given = this.#items(')');
    return given && { kind: 'call', of, arguments: given.map(({ value }) => value) };
  }

  #member(of: GoExpression): GoExpression | undefined {
    this.at++;
    this.skipLines();
    const name = this.#tokens[this.at];
    if (name?.kind !== 'name') return undefined;
    this.at++;
    return { kind: 'member', of, name: name.text };
  }

  /** Goes to the end of the item that begins at a place, whatever it holds. */
  skipItem(start: number): void {
    let depth = 0;
    for (this.at = start; this.at < this.#tokens.length; this.at++) {
      const mark = this.peek() ?? '';
      if (depth === 0 && (mark === ',' || mark === '}')) return;
      depth += depthOf(mark);
    }
  }

  /** Goes behind the next place where these words stand; `false` where there is none. */
  find(...words: readonly string[]): boolean {
    for (let at = this.at; at < this.#tokens.length; at++) {
      if (!words.every((word, index) => this.#tokens[at + index]?.text === word)) continue;
      this.at = at + words.length;
      return true;
    }
    return false;
  }

  /** A type as text; line ends are semicolons. */
  type(): string {
    let text = '';
    let depth = 0;
    for (; this.at < this.#tokens.length; this.at++) {
      const next = this.peek() ?? '';
      const isBody = next === '{' && depth === 0 && !/(struct|interface) $/.test(text);
      depth += depthOf(next);
      if (isBody || depth < 0) break;
      text += this.#tokens[this.at]?.kind === 'line' ? ';' : next + (/^\w+$/.test(next) ? ' ' : '');
      if (next !== '}' || depth > 0) continue;
      this.at++;
      break;
    }
    return text;
  }

  #composite(type: string): GoExpression | undefined {
    if (!this.take('{')) return undefined;
    const entries = this.#items('}');
    return entries && { kind: 'composite', type, entries };
  }

  #items(close: string): readonly GoEntry[] | undefined {
    const items: GoEntry[] = [];
    while (!this.take(close)) {
      const first = this.expression();
      if (!first) return undefined;
      const value = this.take(':') ? this.expression() : first;
      if (!value) return undefined;
      items.push({ key: value === first ? undefined : first, value });
      this.take('...');
      if (this.take(close)) break;
      if (!this.take(',')) return undefined;
    }
    return items;
  }
}

/** How much deeper a mark leads. */
function depthOf(mark: string): number {
  if (/^[{([]$/.test(mark)) return 1;
  return /^[})\]]$/.test(mark) ? -1 : 0;
}

function isTypeName(expression: GoExpression): boolean {
  return /^(\w+\.)?[A-Z]\w*$/.test(goName(expression) ?? '');
}

/** `cty.StringVal` of a name or a member of one. */
export function goName(expression: GoExpression): string | undefined {
  if (expression.kind === 'name') return expression.name;
  if (expression.kind !== 'member') return undefined;
  const of = goName(expression.of);
  return of && `${of}.${expression.name}`;
}
