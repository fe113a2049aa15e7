import type { Span } from '#parser/span.ts';

/** A word that may name a path of the repository. */
export interface PathWord {
  /** Without `./`, line numbers, fragments and punctuation; a star for each part that stands for any name. */
  readonly path: string;
  /** The path with its parts to fill in, such as `hosts/{name}.nix`, where it has any. */
  readonly template: string | undefined;
  readonly span: Span;
  /** Whether it is written with `./`, so that it cannot be anything but a path. */
  readonly isExplicit: boolean;
  /** Whether it is written with a slash at its end. */
  readonly isFolder: boolean;
  readonly isGlob: boolean;
}

/** A part of a path that stands for any name: `{name}`, `<host>`. */
const blank = /\{[A-Za-z][\w-]*\}|<[A-Za-z][\w -]*>/g;
/** Characters that no path which people write down has; most stand for a part to fill in. */
const foreign = /[<>$|\\"'`=;!%^~()[\]…]|\.\.\.|\s/;
/** Addresses, references to flakes and their like. */
const scheme = /^[A-Za-z][\w+.-]*:|^www\./;
const lineNumber = /(?::\d+(?:[-:]\d+)*|#L\d+(?:-L?\d+)?)$/;
const fraction = /^[\d./]+$/;
const topLevelDomain =
  /^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|sh|de|uk|eu|me|app|cloud|xyz|local|lan|internal|home|arpa)$/;

/**
 * A word of inline code or of a command as a path; `undefined` for what is
 * something else: an address, an option, a name of a package, a path of the
 * system, or a pattern with parts to fill in.
 */
export function pathWord(text: string, start: number): PathWord | undefined {
  const trimmed = text.replace(/[.,:;]+$/, '');
  const written = trimmed.replace(lineNumber, '').replace(/#[\w-]*$/, '');
  const isExplicit = /^\.{1,2}\//.test(written);
  const whole = written.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  const path = whole.replace(blank, '*');
  const template = path === whole ? undefined : whole;
  const isGlob = /[*?]|\{[^{}]*,[^{}]*\}/.test(path);
  if (path === '' || path === '.' || !isPathLike(path, isGlob)) return undefined;
  const span = { start, end: start + written.length };
  return { path, template, span, isExplicit, isFolder: written.endsWith('/'), isGlob };
}

function isPathLike(path: string, isGlob: boolean): boolean {
  const plain = isGlob ? path.replace(/\{[^{}]*,[^{}]*\}|\?/g, 'x') : path;
  if (foreign.test(plain) || /[{},:]/.test(plain) || scheme.test(path)) return false;
  if (/^[/@+#&-]/.test(plain) || fraction.test(plain)) return false;
  const segments = plain.split('/');
  if (segments.some((segment) => segment === '')) return false;
  return !topLevelDomain.test(segments[0] ?? '') && !plain.includes('@');
}

/** Names that documents use for what readers fill in. */
const placeholder = new RegExp(
  [
    '^(my|your|new|some|the|example|sample|test|another)([-_]\\w+)+$',
    '^(my|your|new|some|example|sample)(host|machine|user|module|service|program|app|server|desktop|laptop|package|profile|config|secret|file|feature|device|project)\\w*$',
    '^(foo|bar|baz|qux|x{2,}|example|name|hostname|host|username|user|machine|service|module|package|feature|device|file|path|dir|system|type|category|topic)$',
    '^(host|user|machine|service|module|package|feature|file|device|profile)[-_]?name$',
    '[-_](name|here)$',
  ].join('|'),
  'i',
);

/** Whether a segment stands for what readers fill in, whatever is there. */
export function isPlaceholder(segment: string): boolean {
  const stem = segment.replace(/\.\w+$/, '');
  return (
    placeholder.test(stem) ||
    /^[A-Z][A-Z0-9_]{2,}$/.test(stem) ||
    /(?:^|[-_])(?:PROFILE|HOST|HOSTNAME|USER|USERNAME|NAME|MACHINE|SERVICE|XXX+|YYYY\w*|NNN*|N|X)(?:[-_]|$)/.test(
      stem,
    )
  );
}
