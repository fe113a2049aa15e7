import { printed } from '../evaluate/strings.ts';
import { isStuck, list, string, Thunk, unknown, type Value } from '../evaluate/value.ts';
import { entriesOf } from './attribute-views.ts';
import {
  type BuiltinCall,
  type Definitions,
  withAttributes,
  withItems,
  withList,
  withString,
} from './function.ts';
import { joined, piecewise, textThunk, withText } from './strings.ts';

/** What makes text safe inside a shell, a pattern, an address or XML. */
export const quotingFunctions: Definitions = {
  escape: [2, escapeCharacters],
  escapeShellArg: [1, escapeShellArg],
  escapeShellArgs: [1, escapeShellArgs],
  escapeRegex: [
    1,
    (call, text) => piecewise(call, text, (known) => known.replace(/[\\[{()^$?*+|.]/g, '\\$&')),
  ],
  escapeXML: [1, (call, text) => piecewise(call, text, escapeXml)],
  escapeURL: [1, (call, text) => piecewise(call, text, escapeUrl)],
  escapeNixString: [
    1,
    (call, text) =>
      withString(call, text, (known) => string(JSON.stringify(known).replaceAll('$', '\\$'))),
  ],
  escapeNixIdentifier: [1, escapeIdentifier],
  toShellVar: [2, toShellVar],
  toShellVars: [1, toShellVars],
};

function escapeCharacters(call: BuiltinCall, characters: Thunk, text: Thunk): Value {
  return withItems(call, characters, (items) => {
    const known = items.map((item) => item.force());
    const special = new Set(known.map((item) => (item.kind === 'string' ? item.value : '')));
    if (known.some((item) => item.kind !== 'string' || item.value.length !== 1))
      return unknown({ kind: 'unsupported', construct: 'lib.escape' });
    return piecewise(call, text, (piece) =>
      [...piece]
        .map((character) => (special.has(character) ? `\\${character}` : character))
        .join(''),
    );
  });
}

function escapeShellArg(call: BuiltinCall, argument: Thunk): Value {
  const text = printed(argument.force(), call.session);
  return withText(call, Thunk.of(text, argument.site), (known) => string(shellWord(known)));
}

/** Plain words stand as they are. */
function shellWord(text: string): string {
  return /^[A-Za-z0-9,._+:@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function escapeShellArgs(call: BuiltinCall, words: Thunk): Value {
  return withList(call, words, ({ items, open }) =>
    joined(
      call,
      textThunk(' '),
      list(
        items.map((item) => new Thunk(item.site, () => escapeShellArg(call, item))),
        open,
      ),
    ),
  );
}

function escapeXml(text: string): string {
  const names: { readonly [character: string]: string } = {
    '"': '&quot;',
    "'": '&apos;',
    '<': '&lt;',
    '>': '&gt;',
    '&': '&amp;',
  };
  return text.replace(/["'<>&]/g, (character) => names[character] ?? character);
}

/** Only what is ASCII is looked at, as in nixpkgs. */
function escapeUrl(text: string): string {
  return text.replace(/[^A-Za-z0-9_.~\u{80}-\u{10ffff}-]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    return `%${code.padStart(2, '0')}`;
  });
}

const keywords = ['assert', 'else', 'if', 'in', 'inherit', 'let', 'or', 'rec', 'then', 'with'];

function escapeIdentifier(call: BuiltinCall, text: Thunk): Value {
  return withString(call, text, (known) => {
    const plain = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(known) && !keywords.includes(known);
    return string(plain ? known : JSON.stringify(known).replaceAll('$', '\\$'));
  });
}

function toShellVar(call: BuiltinCall, name: Thunk, thunk: Thunk): Value {
  return withString(call, name, (known) => {
    const value = thunk.force();
    if (isStuck(value)) return value;
    if (value.kind === 'list')
      return withText(call, Thunk.of(escapeShellArgs(call, thunk)), (words) =>
        string(`declare -a ${known}=(${words})`),
      );
    if (value.kind === 'attrs' && !value.get('outPath') && !value.get('__toString'))
      return value.open ?? unknown({ kind: 'unsupported', construct: 'lib.toShellVar' });
    return withText(call, Thunk.of(escapeShellArg(call, thunk)), (word) =>
      string(`${known}=${word}`),
    );
  });
}

function toShellVars(call: BuiltinCall, set: Thunk): Value {
  return withAttributes(call, set, (value) => {
    const lines = entriesOf(value).map(
      ([name, attribute]) =>
        new Thunk(attribute.value.site, () => toShellVar(call, textThunk(name), attribute.value)),
    );
    return joined(call, textThunk('\n'), list(lines, value.open));
  });
}
