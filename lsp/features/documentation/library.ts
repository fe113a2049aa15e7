import { readPages } from './function-page.ts';

/** What the functions of `lib` do that people use most. Those of Nix itself are in `builtins.ts`. */
export const libraryPages = readPages(
  'lib',
  `
asserts: Assertions that say more than \`assert\`.
assertMsg condition message: True, or it fails with the message.
assertOneOf name value list: True where the list has the value; else it fails and names what it may be.
attrByPath path default set: What lies at a path of names, or the default.
attrsets: Functions of sets.
attrsToList set: The list of \`{ name, value }\` of a set.
attrVals names set: The values of these names, in their order.
boolToString value: \`"true"\` or \`"false"\`.
callPackageWith scope function arguments: Calls a function with what its pattern names of the scope, and with the arguments.
callPackagesWith scope function arguments: Like \`callPackageWith\`, for functions that give a set of packages.
cartesianProduct set: Every combination of the lists of a set, as sets.
cleanSource path: The path in the store without what version control and editors leave behind.
cleanSourceWith { src, filter?, name? }: The path in the store with the files that the filter takes.
cli: Functions that write command lines.
composeExtensions first second: One overlay that does what both do, one after the other.
composeManyExtensions overlays: One overlay that does what all do, in their order.
concatAttrValues set: The lists of a set in one.
concatImapStrings function list: Joins what the function makes of each index, from one on, and element.
concatLines list: The texts with a line end behind each.
concatMapAttrs function set: The sets that the function makes of each name and value, in one.
concatMapAttrsStringSep separator function set: Joins what the function makes of each name and value.
concatMapStrings function list: Joins what the function makes of each element.
concatMapStringsSep separator function list: Joins what the function makes of each element, with the separator between.
concatStrings list: The texts of a list in one.
const value ignored: The first value, whatever the second.
count predicate list: For how many elements the predicate holds.
customisation: Functions that change packages.
defaultTo default value: The value, or the default where it is \`null\`.
drop count list: The list without its first elements.
dropEnd count list: The list without its last elements.
enableFeature condition feature: \`--enable-…\` or \`--disable-…\` for a configure script.
escape characters text: The text with a backslash before each of the characters.
escapeRegex text: The text as a regular expression that fits nothing else.
escapeShellArg value: The value as one argument of a shell.
escapeShellArgs list: The values as arguments of a shell.
escapeXML text: The text as XML has it.
evalModules { modules, specialArgs?, class? }: Evaluates modules; \`config\` is what they set, \`options\` what they declare.
extends overlay function: The function of a fixed point with an overlay on top.
fakeHash: A hash that is never right, to learn the right one from the failure.
fetchers: Functions that help to fetch.
fileContents path: The text of a file without a line end at its end.
fileset: Sets of files, from which sources are made.
filesystem: Functions of folders and files.
filterAttrs predicate set: The attributes for whose name and value the predicate holds.
filterAttrsRecursive predicate set: Like \`filterAttrs\`, also in sets inside.
findFirst predicate default list: The first element for which the predicate holds, or the default.
findSingle predicate none several list: The only element for which the predicate holds, or what stands for none or for several.
fix function: The fixed point: a value that is made from itself.
fixedPoints: Functions of fixed points and overlays.
flatten value: The elements of lists in lists, in one list.
flip function a b: The function with its first two arguments exchanged.
foldAttrs operator start sets: One set, with the values of each name joined by the operator.
foldl operator start list: Joins the elements from the left.
foldlAttrs operator start set: Joins names and values from the left.
foldr operator start list: Joins the elements from the right.
forEach list function: What the function makes of each element; \`map\` with its arguments exchanged.
genAttrs names function: The set of these names with what the function makes of each.
generators: Functions that write values in other formats.
getAttrFromPath path set: What lies at a path of names; it fails where there is nothing.
getAttrs names set: The set with these names alone.
getBin package: The output with the programs of a package.
getDev package: The output with what building with a package needs.
getExe package: The path of the main program of a package.
getExe' package name: The path of a program of a package.
getLib package: The output with the libraries of a package.
getName package: The name of a package without its version.
getOutput output package: An output of a package, or the package where it has none of that name.
getVersion package: The version of a package.
hasAttrByPath path set: Whether something lies at a path of names.
hasInfix part text: Whether a text has the part in it.
hasPrefix prefix text: Whether a text begins with the prefix.
hasSuffix suffix text: Whether a text ends with the suffix.
hiPrio package: The package, preferred where files of several collide.
id value: The value itself.
imap0 function list: What the function makes of each index, from zero on, and element.
imap1 function list: What the function makes of each index, from one on, and element.
importJSON path: The value of a file of JSON.
importTOML path: The value of a file of TOML.
init list: The list without its last element.
intersectLists a b: The elements that both lists have.
intersperse separator list: The list with the separator between its elements.
isDerivation value: Whether it is a derivation.
isStorePath value: Whether it is the path of something in the store.
isStringLike value: Whether it can stand where a text does.
last list: The last element.
licenses: What is known of licenses, by their short names.
listToAttrs list: The set of a list of \`{ name, value }\`; the first of a name counts.
lists: Functions of lists.
literalExpression text: A text that manuals show as Nix code.
literalMD text: A text that manuals show as Markdown.
lowPrio package: The package, passed over where files of several collide.
maintainers: Who looks after packages, by their handles.
makeBinPath packages: The folders of the programs of packages, as \`PATH\` has them.
makeExtensible function: A fixed point with a function \`extend\` that takes overlays.
makeLibraryPath packages: The folders of the libraries of packages, with colons between.
makeOverridable function arguments: What the function gives, with a function \`override\` that changes the arguments.
makeScope newScope function: A set of packages that see each other through \`callPackage\`.
makeSearchPath subfolder paths: A folder of each path, with colons between.
mapAttrs function set: The set with what the function makes of each name and value.
mapAttrs' function set: The set of the \`nameValuePair\` that the function makes of each name and value.
mapAttrsRecursive function set: Like \`mapAttrs\`, also in sets inside; the function gets the path of names.
mapAttrsToList function set: The list of what the function makes of each name and value.
mapCartesianProduct function set: What the function makes of every combination of the lists of a set.
mapNullable function value: What the function makes of the value; \`null\` stays.
max a b: The greater one.
meta: Functions of what is said of packages.
min a b: The lesser one.
mergeAttrs a b: Both sets in one; the second wins.
mergeAttrsList sets: All sets in one; later ones win.
mkAfter value: The value behind those of other definitions.
mkAliasOptionModule from to: A module in which one option is another name of the other.
mkBefore value: The value before those of other definitions.
mkChangedOptionModule from to change: A module that makes the new option's value from the old one.
mkDefault value: The value, unless an ordinary definition says otherwise.
mkEnableOption name: An option that is off by default, with a description around the name.
mkForce value: The value, whatever ordinary definitions say.
mkIf condition content: The content where the condition holds, and nothing at all elsewhere.
mkMerge list: Several definitions as one.
mkOption { type?, default?, defaultText?, example?, description?, apply?, internal?, visible?, readOnly? }: The declaration of an option.
mkOptionDefault value: The value with the priority of an option's own default.
mkOrder priority value: The value at a place among those of other definitions; less comes first.
mkOverride priority content: The content with a priority; less wins.
mkPackageOption packages name { default?, example?, nullable?, extraDescription? }: An option for a package, with one of the package set as its default.
mkRemovedOptionModule option reason: A module that refuses an option that is no more, and says why.
mkRenamedOptionModule from to: A module that passes an old option on to a new one, with a warning.
mod a b: The remainder of a division.
modules: Functions of the module system.
mutuallyExclusive a b: Whether two lists have no element alike.
nameValuePair name value: \`{ name, value }\`, as \`listToAttrs\` takes it.
naturalSort list: The texts in order, with numbers in them counted as numbers.
nixosSystem { modules, specialArgs?, system? }: Evaluates the configuration of a machine.
optional condition value: The value in a list, or an empty list.
optionalAttrs condition set: The set, or an empty one.
optionalString condition text: The text, or an empty one.
optionals condition list: The list, or an empty one.
options: Functions of options.
partition predicate list: \`right\` with the elements for which the predicate holds, and \`wrong\` with the others.
path: Functions of paths that keep them paths.
pathIsDirectory path: Whether there is a folder at the path.
pathIsRegularFile path: Whether there is a file at the path.
pipe value functions: The value, passed through each function in turn.
platforms: Lists of platforms.
range first last: The integers from the first to the last.
recursiveUpdate a b: Both sets in one, also sets inside; the second wins.
remove value list: The list without elements that are equal to the value.
removePrefix prefix text: The text without the prefix, where it has it.
removeSuffix suffix text: The text without the suffix, where it has it.
replaceString from to text: The text with one text replaced by another wherever it occurs.
replicate count value: A list of the same value several times.
reverseList list: The list from its end.
setAttrByPath path value: A set with the value at a path of names.
singleton value: A list of one element.
sortOn key list: The list in the order of what the function makes of each element.
sourceByRegex path patterns: The path in the store with the files that one of the patterns fits.
sources: Functions of source trees.
splitString separator text: The parts of a text between separators.
stringToCharacters text: The characters of a text, as texts.
strings: Functions of texts.
sublist start count list: A part of a list.
subtractLists exclude list: The list without the elements of the first one.
systems: What is known of platforms.
take count list: The first elements of a list.
takeEnd count list: The last elements of a list.
throwIf condition message value: The value, or it fails with the message where the condition holds.
throwIfNot condition message value: The value, or it fails with the message where the condition does not hold.
toHexString number: The number in base 16.
toInt text: The integer that a text stands for.
toList value: The value in a list, unless it is one.
toLower text: The text in lower case.
toUpper text: The text in upper case.
toposort before list: The list in an order in which everything comes after what is to be before it.
traceVal value: The value, printed when it is evaluated.
traceValSeq value: The value, printed to its ends when it is evaluated.
trim text: The text without spaces around it.
trivial: Functions that belong to nothing else.
types: Types of options.
unique list: The list without repeated elements; the first of each stays.
updateManyAttrsByPath updates set: The set with each path of names changed by a function.
versionAtLeast version least: Whether a version is the same as or newer than another.
versionOlder version other: Whether a version is older than another.
versions: Functions of versions.
warn message value: The value; the message is printed as a warning.
warnIf condition message value: The value; the message is printed as a warning where the condition holds.
zipAttrs sets: One set of all names, with the lists of their values.
zipAttrsWith function sets: One set of all names, with what the function makes of a name and the list of its values.
zipLists a b: The pairs \`{ fst, snd }\` of two lists.
zipListsWith function a b: What the function makes of the elements of two lists at the same index.
`,
);
