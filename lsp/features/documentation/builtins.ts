import { readPages } from './function-page.ts';

/** What the attributes of `builtins` do. */
export const builtinPages = readPages(
  'builtins',
  `
abort message: Stops the evaluation with the message; nothing can catch it.
add a b: The sum of two numbers.
addDrvOutputDependencies text: The text with a context that depends on all outputs of the derivation it names.
addErrorContext message value: The value; when its evaluation fails, the trace shows the message as well.
all predicate list: Whether the predicate holds for every element; true for an empty list.
any predicate list: Whether the predicate holds for at least one element.
appendContext text context: The text with more context, as \`getContext\` gives it.
attrNames set: The names of a set, sorted.
attrValues set: The values of a set in the order of their sorted names.
baseNameOf path: What follows the last slash of a path or a text.
bitAnd a b: The bits that both integers have.
bitOr a b: The bits that at least one of both integers has.
bitXor a b: The bits that exactly one of both integers has.
break value: The value; in a debugger the evaluation stops there.
builtins: The set of everything that comes with Nix.
catAttrs name sets: The values that the sets of a list have under the name; sets without it are passed over.
ceil number: The smallest integer that is not less than the number.
compareVersions a b: \`-1\`, \`0\` or \`1\`, as the first version is older than, the same as, or newer than the second.
concatLists lists: The elements of all lists of a list, in one list.
concatMap function list: The lists that the function makes of each element, in one list.
concatStringsSep separator list: The texts of a list in one, with the separator between them.
convertHash { hash, hashAlgo?, toHashFormat }: The same hash in another notation.
currentSystem: The platform that Nix evaluates on, such as \`x86_64-linux\`; not there in a pure evaluation.
currentTime: When the evaluation began, in seconds since 1970; not there in a pure evaluation.
deepSeq first second: The second value, after the first was evaluated to its ends.
derivation attributes: A derivation with one attribute for each of its outputs.
derivationStrict attributes: What \`derivation\` is made with: the paths of the derivation and of its outputs.
dirOf path: What comes before the last slash of a path or a text.
div a b: The quotient of two numbers; of integers without its fraction.
elem value list: Whether a list has an element that is equal to the value.
elemAt list index: The element at an index, counted from zero.
exec arguments: The value that a program prints as Nix code, where \`allow-unsafe-native-code-during-evaluation\` is set.
extraBuiltins: What a plugin of Nix adds.
false: The truth value that is not true.
fetchClosure { fromStore, fromPath, toPath? }: A store path that is copied from a binary cache with all it refers to.
fetchFinalTree reference: A source tree whose attributes are all known, as a lock file has it.
fetchGit reference: A checkout of a git repository, by its address or by a set with \`url\`, \`ref\`, \`rev\` and more.
fetchMercurial reference: A checkout of a Mercurial repository.
fetchTarball reference: The contents of an archive, unpacked; a set has \`url\` and \`sha256\`.
fetchTree reference: A source tree by a flake reference that is written as a set or as a text.
fetchurl url: A file from an address, as it is.
filter predicate list: The elements for which the predicate holds.
filterAttrs predicate set: The attributes for whose name and value the predicate holds; not every Nix has it.
filterSource predicate path: The path in the store, with the files for which the predicate of path and type holds.
findFile search-path name: The path that a name such as \`nixpkgs\` leads to.
flakeRefToString set: A flake reference as text.
floor number: The greatest integer that is not more than the number.
foldl' operator start list: What remains when the operator joins the start with each element from the left, at once.
fromJSON text: The value that a text of JSON stands for.
fromTOML text: The value that a text of TOML stands for.
functionArgs function: The names in the pattern of a function, and whether each has a default.
genList function length: The list of what the function makes of \`0\`, \`1\` and so on.
genericClosure { startSet, operator }: Everything that can be reached from a list of sets, one for each \`key\`.
getAttr name set: The attribute of the name; it fails where there is none.
getContext text: The store paths that a text depends on.
getEnv name: A variable of the environment; empty in a pure evaluation.
getFlake reference: The outputs and inputs of another flake.
groupBy function list: A set of lists, by the name that the function gives to each element.
hasAttr name set: Whether a set has the attribute.
hasContext text: Whether a text depends on store paths.
hashFile type path: The hash of a file in base 16; the type is \`sha256\` and the like.
hashString type text: The hash of a text in base 16.
head list: The first element; it fails for an empty list.
import path: The value of the Nix file at the path; of a folder its \`default.nix\`.
importNative path symbol: The value that a shared library makes, where \`allow-unsafe-native-code-during-evaluation\` is set.
intersectAttrs a b: The attributes of the second set whose names the first one has, too.
isAttrs value: Whether it is a set.
isBool value: Whether it is true or false.
isFloat value: Whether it is a number with a point.
isFunction value: Whether it is a function; sets that can be called are none.
isInt value: Whether it is an integer.
isList value: Whether it is a list.
isNull value: Whether it is \`null\`; \`value == null\` says the same.
isPath value: Whether it is a path.
isString value: Whether it is a text.
langVersion: The version of the Nix language.
length list: How many elements a list has.
lessThan a b: Whether the first value is less than the second.
listToAttrs list: The set of a list of \`{ name, value }\`; the first of a name counts.
map function list: What the function makes of each element.
mapAttrs function set: The set with what the function makes of each name and value.
match pattern text: The groups of an extended regular expression that fits the whole text, or \`null\`.
mul a b: The product of two numbers.
nixPath: The search path as a list of \`{ prefix, path }\`.
nixVersion: The version of Nix.
null: The value that stands for none.
outputOf derivation output: The path of an output of a derivation that another derivation makes.
parallel values result: The result, while the values are evaluated by the side; not every Nix has it.
parseDrvName name: The parts \`name\` and \`version\` of what a package is called.
parseFlakeRef text: A flake reference as a set.
partition predicate list: \`right\` with the elements for which the predicate holds, and \`wrong\` with the others.
path { path, name?, filter?, recursive?, sha256? }: A path in the store, by another name or with some of its files alone.
pathExists path: Whether there is something at the path.
placeholder output: A text that the builder finds replaced by the path of its own output.
readDir path: The names in a folder with their types: \`regular\`, \`directory\`, \`symlink\`, \`unknown\`.
readFile path: The text of a file.
readFileType path: The type of what is at the path.
removeAttrs set names: The set without the attributes of these names.
replaceStrings from to text: The text with each occurrence of a text of the first list replaced by that of the second.
scopedImport scope path: Like \`import\`, with more names in scope.
seq first second: The second value, after the first was evaluated.
sort lessThan list: The list in order; elements that are alike keep theirs.
split pattern text: The parts of a text between matches, and for each match the list of its groups.
splitVersion version: The parts of a version.
storeDir: The folder of the store, mostly \`/nix/store\`.
storePath path: A path that is in the store already, as a dependency.
stringLength text: How many bytes a text has.
sub a b: The difference of two numbers.
substring start length text: A part of a text; a negative length means to its end.
tail list: The list without its first element.
throw message: Fails with the message; \`tryEval\` catches it.
toFile name text: The path of a file in the store with this text.
toJSON value: The value as JSON; of a derivation its output path.
toPath text: The text of an absolute path; a path that is joined to another is clearer.
toString value: The value as text; of a set its \`__toString\` or \`outPath\`.
toXML value: The value as XML.
trace message value: The value; the message is printed when it is evaluated.
traceVerbose message value: Like \`trace\`, where \`trace-verbose\` is set.
true: The truth value.
tryEval value: \`success\` and the value, where \`throw\` or \`assert\` do not stop it.
typeOf value: The name of the type: \`int\`, \`bool\`, \`string\`, \`path\`, \`null\`, \`set\`, \`list\`, \`lambda\`, \`float\`.
unsafeDiscardOutputDependency text: The text, with derivations as mere files in its context.
unsafeDiscardStringContext text: The text without its context.
unsafeGetAttrPos name set: Where an attribute is written, as \`file\`, \`line\` and \`column\`.
unsafeGetLambdaDoc function: The comment that documents a function; not every Nix has it.
valueSize value: How many bytes a value takes up in memory; old releases alone have it.
warn message value: The value; the message is printed as a warning when it is evaluated.
wasm arguments: What a function of a WebAssembly module gives; not every Nix has it.
zipAttrsWith function sets: One set of all names, with what the function makes of a name and the list of its values.
`,
);
