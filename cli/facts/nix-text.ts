import { attributeName } from '#analyzer/options/name.ts';
import type { Shown, ShownList, ShownSet, TemplatePart, Unclear } from '#analyzer/options/shown.ts';
import { textWidth } from '../format/cell-width.ts';
import type { Palette } from '../format/palette.ts';
import { printable } from '../format/printable.ts';

/** What is longer, or holds sets, stands on lines of its own. */
const longestLine = 72;

/** A value as Nix writes it, on as few lines as are easy to read; what is not known stands behind a question mark. */
export function nixLines(value: Shown, palette: Palette): readonly string[] {
  switch (value.kind) {
    case 'list':
      return listLines(value, palette);
    case 'set':
      return setLines(value, palette);
    case 'text':
      return value.value.includes('\n')
        ? textLines([value.value], palette)
        : [nixLine(value, palette)];
    case 'template':
      return value.parts.some((part) => typeof part === 'string' && part.includes('\n'))
        ? textLines(value.parts, palette)
        : [nixLine(value, palette)];
    default:
      return [nixLine(value, palette)];
  }
}

/** A value as Nix writes it, on one line. */
export function nixLine(value: Shown, palette: Palette): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
      return String(value.value);
    case 'text':
      return quoted(value.value);
    case 'path':
      return printable(value.value);
    case 'package':
      return isCall(value.name) ? `(${packageText(value.name)})` : packageText(value.name);
    case 'function':
      return '<function>';
    case 'template':
      return `"${value.parts.map((part) => templatePart(part, palette)).join('')}"`;
    case 'failure':
      return palette.severity.error(`! fails: ${printable(value.message)}`);
    case 'unknown':
      return unclear(value, palette);
    case 'list':
      return oneLine(
        '[',
        value.items.map((item) => nixLine(item, palette)),
        moreOf(value, palette),
        ']',
      );
    case 'set':
      return oneLine(
        '{',
        value.entries.map(
          ([name, own]) => `${printable(attributeName(name))} = ${nixLine(own, palette)};`,
        ),
        moreOf(value, palette),
        '}',
      );
  }
}

function oneLine(
  open: string,
  parts: readonly string[],
  more: readonly string[],
  close: string,
): string {
  return [open, ...parts, ...more, close].join(' ');
}

function listLines(value: ShownList, palette: Palette): readonly string[] {
  const line = nixLine(value, palette);
  const isFlat = value.items.every(({ kind }) => kind !== 'set' && kind !== 'list');
  if (isFlat && textWidth(nixLine(value, uncoloured)) <= longestLine) return [line];
  const items = value.items.flatMap((item) => nixLines(item, palette));
  return ['[', ...indented([...items, ...moreOf(value, palette)]), ']'];
}

function setLines(value: ShownSet, palette: Palette): readonly string[] {
  if (value.entries.length === 0 && !value.more) return ['{ }'];
  const entries = value.entries.flatMap(([name, own]) => {
    return bindingLines(printable(attributeName(name)), nixLines(own, palette));
  });
  return ['{', ...indented([...entries, ...moreOf(value, palette)]), '}'];
}

/** `name = value;` where the value may have several lines. */
export function bindingLines(name: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => {
    const head = index === 0 ? `${name} = ` : '';
    return `${head}${line}${index === lines.length - 1 ? ';' : ''}`;
  });
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? line : `  ${line}`));
}

/** Text of several lines between two quotation marks of two strokes each. */
function textLines(parts: readonly TemplatePart[], palette: Palette): readonly string[] {
  const written = parts.map((part) => {
    if (typeof part !== 'string') return interpolation(part, palette);
    const escaped = part.replaceAll("''", "'''").replaceAll('${', "''${");
    return escaped.split('\n').map(printable).join('\n');
  });
  const lines = written.join('').split('\n');
  const last = lines.pop() ?? '';
  const body = indented(lines);
  return last === '' ? ["''", ...body, "''"] : ["''", ...body, ...indented([`${last}''`])];
}

function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]|\$\{/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t');
  return `"${printable(escaped)}"`;
}

function templatePart(part: TemplatePart, palette: Palette): string {
  return typeof part === 'string' ? quoted(part).slice(1, -1) : interpolation(part, palette);
}

function interpolation(part: Exclude<TemplatePart, string>, palette: Palette): string {
  return `\${${part.kind === 'package' ? packageText(part.name) : unclear(part, palette)}}`;
}

/** Functions of nixpkgs that make packages. */
const maker =
  /^(mk[A-Z]\w*|write\w*|runCommand\w*|build\w+|make\w+|fetch\w+|symlinkJoin|linkFarm\w*|callPackage|substitute\w*|replaceVars\w*|concatText\w*|override\w*|with[A-Z]\w*|generate)$/;

/** Whether a package is known by the function alone that made it. */
function isCall(name: string): boolean {
  return maker.test(name.slice(name.lastIndexOf('.') + 1));
}

/** A package as Nix writes it; what a function was called with is left out. */
function packageText(name: string): string {
  return isCall(name) ? `${printable(name)} …` : printable(name);
}

function moreOf({ more }: ShownList | ShownSet, palette: Palette): readonly string[] {
  return more ? [palette.severity.warning(`? and maybe more: ${printable(more.reason)}`)] : [];
}

function unclear({ reason }: Unclear, palette: Palette): string {
  return palette.severity.warning(`? ${printable(reason)}`);
}

const asIs = (text: string): string => text;
/** No colours. */
export const uncoloured: Palette = {
  bold: asIs,
  dim: asIs,
  added: asIs,
  removed: asIs,
  severity: { error: asIs, warning: asIs, hint: asIs },
};
