import { interpolate, printed } from '../evaluate/strings.ts';
import { list, string, Thunk, type Value } from '../evaluate/value.ts';
import { type BuiltinCall, type Definitions, withItems, withList, withString } from './function.ts';
import { joined, piecewise, replaceStrings, textThunk, withText } from './strings.ts';

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
};

function escapeCharacters(call: BuiltinCall, characters: Thunk, text: Thunk): Value {
  return withItems(call, characters, (items) => {
    const escaped = items.map((item) => Thunk.of(interpolate(['\\', item], call.session)));
    return replaceStrings(call, characters, Thunk.of(list(escaped)), text);
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
