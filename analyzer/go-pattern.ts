import { type Matcher, RE2JS } from 're2js';

/** A regular expression of Go, which matches in linear time. */
export interface GoPattern {
  /** Whether some part of the text matches. */
  readonly matches: (text: string) => boolean;
  /** The names of the groups, those without one undefined. */
  readonly names: readonly (string | undefined)[];
  readonly matchesIn: (text: string) => readonly Match[];
  /** Every match replaced, `$1` and `${name}` standing for groups. */
  readonly replace: (text: string, replacement: string) => string;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly whole: string;
  readonly groups: readonly (string | undefined)[];
}

/** Patterns longer than this are nobody's. */
const longest = 2_000;

/** Compiles a pattern in the syntax of Go's `regexp`; undefined when Go would refuse it. */
export function goPattern(source: string): GoPattern | undefined {
  if (source.length > longest) return undefined;
  const compiled = compile(source);
  if (!compiled) return undefined;
  const named = new Map(
    Object.entries(compiled.namedGroups()).map(([name, index]) => [index, name]),
  );
  const names = Array.from({ length: compiled.groupCount() }, (_, index) => named.get(index + 1));
  const matchesIn = (text: string): readonly Match[] => allMatches(compiled, text);
  return {
    names,
    matches: (text) => compiled.matcher(text).find(),
    matchesIn,
    replace: (text, replacement) =>
      replaceAll(text, matchesIn(text), (match) => expand(replacement, match, names)),
  };
}

function compile(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    // The package has no other way of saying that a pattern is broken.
    return undefined;
  }
}

/** An empty match right behind another one does not count. */
function allMatches(compiled: RE2JS, text: string): readonly Match[] {
  const matcher = compiled.matcher(text);
  const found: Match[] = [];
  let at = 0;
  let lastEnd = -1;
  while (at <= text.length && matcher.find(at)) {
    const match = matchOf(matcher);
    const isEmpty = match.end === match.start;
    if (!isEmpty || match.start !== lastEnd) found.push(match);
    lastEnd = match.end;
    at = match.end > at ? match.end : at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
  }
  return found;
}

function matchOf(matcher: Matcher): Match {
  const groups = Array.from(
    { length: matcher.groupCount() },
    (_, index) => matcher.group(index + 1) ?? undefined,
  );
  return { start: matcher.start(), end: matcher.end(), whole: matcher.group() ?? '', groups };
}

function replaceAll(
  text: string,
  matches: readonly Match[],
  replacement: (match: Match) => string,
): string {
  let result = '';
  let from = 0;
  for (const match of matches) {
    result += text.slice(from, match.start) + replacement(match);
    from = match.end;
  }
  return result + text.slice(from);
}

/** `$name` takes as many letters, digits and `_` as follow; what names no group is nothing. */
function expand(template: string, match: Match, names: readonly (string | undefined)[]): string {
  return template.replace(/\$(?:(\$)|(\w+)|\{(\w+)\})/g, (_, dollar, bare, braced) => {
    if (dollar) return '$';
    const name: string = bare ?? braced;
    if (/^\d+$/.test(name)) {
      return name === '0' ? match.whole : (match.groups[Number(name) - 1] ?? '');
    }
    return match.groups[names.indexOf(name)] ?? '';
  });
}
