import { attributeName } from './name.ts';
import type { Shown, TemplatePart } from './shown.ts';

/** Longer values are cut, with what is left out behind an ellipsis. */
const longestText = 80;
const longestValue = 160;

/** A value as Nix writes it, on one line that is short enough to be read at a glance. */
export function briefText(value: Shown): string {
  return textOf(value, longestValue);
}

function textOf(value: Shown, room: number): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'bool':
    case 'int':
    case 'float':
      return String(value.value);
    case 'text':
      return `"${escaped(value.value)}"`;
    case 'path':
      return oneLine(value.value);
    case 'package':
      return value.name;
    case 'function':
      return '<function>';
    case 'template':
      return `"${cut(value.parts.map(partText).join(''))}"`;
    case 'failure':
      return `<fails: ${oneLine(value.message)}>`;
    case 'unknown':
      return `<${oneLine(value.reason)}>`;
    case 'list':
      return bracketed(
        '[]',
        value.items.map((item) => () => textOf(item, room)),
        {
          room,
          isOpen: value.more !== undefined,
        },
      );
    case 'set':
      return bracketed('{}', value.entries.map(entryText(room)), {
        room,
        isOpen: value.more !== undefined,
      });
  }
}

function entryText(room: number) {
  return ([name, value]: readonly [string, Shown]) =>
    () =>
      `${attributeName(name)} = ${textOf(value, room)};`;
}

/** Parts are made until there is no room left; how many are missing is said. */
function bracketed(
  [open = '', close = '']: string,
  parts: readonly (() => string)[],
  { room, isOpen }: { readonly room: number; readonly isOpen: boolean },
): string {
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    const text = part();
    length += text.length + 1;
    if (length > room && texts.length > 0) break;
    texts.push(text);
  }
  const left = parts.length - texts.length;
  if (left > 0) texts.push(`… ${left} more`);
  if (isOpen) texts.push('…');
  return [open, ...texts, close].join(' ');
}

function partText(part: TemplatePart): string {
  if (typeof part === 'string') return escapedWhole(part);
  return part.kind === 'package' ? `\${${part.name}}` : '${…}';
}

function escaped(text: string): string {
  return cut(escapedWhole(text.slice(0, longestText * 2)));
}

function escapedWhole(text: string): string {
  return oneLine(
    text
      .replace(/[\\"]|\$\{/g, '\\$&')
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t'),
  );
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** Without characters that would break a line or hide what follows. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');
}
