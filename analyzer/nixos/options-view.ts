import { selectPath } from '../evaluate/select.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  bool,
  compareStrings,
  int,
  list,
  record,
  setWith,
  string,
  Thunk,
  unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { type Definition, priorities } from './definitions.ts';
import type { OptionNode } from './option-node.ts';

/**
 * The set that modules see as `options`: what the repository declares, with
 * what it is defined as. What only upstream declares is unknown.
 */
export function optionsView(node: OptionNode): Attributes {
  return {
    kind: 'attrs',
    names: () => [...new Set(node.declaredNames())].sort(compareStrings),
    get: (name) => attribute(node.child(name)),
    get open() {
      return node.tree.closed ? node.gaps[0] : undeclared(node.path);
    },
    missing: (name) => missing(node, name),
    lacks: (name) => isTopLevel(node) && node.tree.upstreamDeclares(name) === false,
  };
}

function isTopLevel(node: OptionNode): boolean {
  return node.path.length === 0;
}

/** What upstream declares is there, and all that it holds is unknown. */
function missing(node: OptionNode, name: string): Value | undefined {
  if (name === '_module') return unsupported('options._module');
  if (node.tree.closed) return node.gaps[0];
  const unsaid = undeclared([...node.path, name]);
  const isThere = isTopLevel(node) ? node.tree.upstreamDeclares(name) : undefined;
  if (isThere === undefined) return unsaid;
  return isThere ? attributes(new Map(), unsaid) : undefined;
}

function undeclared(path: readonly string[]) {
  return unknown({ kind: 'undeclared-option', path });
}

function attribute(child: OptionNode): Attribute | undefined {
  if (!child.isDeclared) return undefined;
  const value = new Thunk(undefined, () =>
    child.declaration ? optionValue(child) : optionsView(child),
  );
  return { value, at: undefined };
}

/** One option as `lib.evalModules` shows it. */
function optionValue(node: OptionNode): Value {
  const entries = new Map<string, Attribute>();
  const add = (name: string, value: Thunk): void => {
    entries.set(name, { value, at: undefined });
  };
  for (const declared of node.declaration?.all ?? []) {
    for (const name of declared.names()) {
      const found = declared.get(name);
      if (found && !entries.has(name)) entries.set(name, found);
    }
  }
  if (!entries.has('type')) add('type', unspecified(node));
  add('loc', Thunk.of(list(node.path.map((name) => Thunk.of(string(name))))));
  add('value', new Thunk(undefined, () => node.value));
  add('isDefined', new Thunk(undefined, () => isDefined(node)));
  add('highestPrio', new Thunk(undefined, () => highestPriority(node)));
  add('definitions', new Thunk(undefined, () => definitions(node, ({ content }) => content)));
  add('definitionsWithLocations', new Thunk(undefined, () => definitions(node, withLocation)));
  return setWith(attributes(entries), {
    missing: (name) =>
      unsaidParts.has(name) ? unsupported(`options.${node.path.join('.')}.${name}`) : undefined,
  });
}

/** The type of an option that is declared without one. */
function unspecified({ tree }: OptionNode): Thunk {
  const { lib } = tree.session;
  return new Thunk(undefined, () => {
    const type = selectPath(lib.force(), ['types', 'unspecified'], undefined);
    return type ?? unsupported('lib.types.unspecified');
  });
}

/** What depends on where the repository lies, or is for documentation. */
const unsaidParts = new Set(['declarations', 'declarationPositions', 'files', 'valueMeta']);

function isDefined({ settled, gaps }: OptionNode): Value {
  if (settled.certain.length > 0) return bool(true);
  return settled.undecided[0]?.why ?? gaps[0] ?? bool(false);
}

function highestPriority({ settled, gaps }: OptionNode): Value {
  const [first] = settled.certain;
  if (settled.undecided[0]) return settled.undecided[0].why;
  return first ? int(first.priority) : (gaps[0] ?? int(priorities.normal));
}

function definitions(node: OptionNode, part: (definition: Definition) => Thunk): Value {
  const { certain, undecided } = node.settled;
  return list(certain.map(part), undecided[0]?.why ?? node.gaps[0]);
}

function withLocation(definition: Definition): Thunk {
  const file = unsupported('the file of a definition');
  return Thunk.of(record({ file, value: definition.content }));
}
