import { readPages } from './function-page.ts';

/** What the types of options take. */
export const typePages = readPages(
  'lib.types',
  `
addCheck type check: The type for values that the check takes as well.
anything: Any value; sets merge, everything else must be the same.
attrs: Any set; names of later definitions win. \`attrsOf anything\` merges better.
attrsOf type: A set whose values have the type.
attrsWith { elemType, lazy?, placeholder? }: A set whose values have the type, with more to say about it.
bool: True or false.
boolByOr: True or false; true where one definition is.
coercedTo from change to: The second type; values of the first are changed into it.
commas: A text; definitions are joined with commas.
deferredModule: A module that is evaluated elsewhere.
either a b: One of two types.
enum values: One of these values.
envVar: A text; definitions are joined with colons.
externalPath: An absolute path that is not in the store.
float: A number with a point.
functionTo type: A function whose results have the type.
int: An integer.
ints.between lowest highest: An integer within bounds.
ints.positive: An integer above zero.
ints.unsigned: An integer that is not negative.
lazyAttrsOf type: Like \`attrsOf\`, and an attribute does not need the others; conditions on names do not work.
lines: A text; definitions are joined as lines.
listOf type: A list whose elements have the type.
luaInline: Code of Lua.
mkOptionType attributes: A type of your own.
nonEmptyListOf type: A list with at least one element.
nonEmptyStr: A text that is not blank.
nullOr type: The type, or \`null\`.
number: Any number.
numbers.between lowest highest: A number within bounds.
oneOf types: One of several types.
optionType: A type of options.
package: A derivation, or a path in the store.
passwdEntry type: A text that may stand in \`/etc/passwd\`.
path: An absolute path, or what can be made into one.
pathInStore: A path in the store.
pathWith { inStore?, absolute? }: A path of which more is known.
pkgs: A package set.
port: A number from 0 to 65535.
raw: A value that is neither looked into nor merged.
separatedString separator: A text; definitions are joined with the separator.
shellPackage: A package that is a login shell.
singleLineStr: A text without line ends in it.
str: A text; definitions must be the same.
strMatching pattern: A text that a regular expression fits.
submodule modules: A set with options of its own.
submoduleWith { modules, specialArgs?, shorthandOnlyDefinesConfig? }: A set with options of its own, with more to say about it.
unique message type: The type; only one definition may be there.
uniq type: The type; only one definition may be there.
unspecified: Anything, which is to be said more exactly.
`,
);
