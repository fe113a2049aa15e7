import { type Attributes, isStuck, type Value } from '../evaluate/value.ts';
import { propertyOf } from '../nixos/definitions.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import type { Site } from '../site.ts';

/** Deeper than any option that people set by hand. */
const deepest = 12;

/**
 * The options at the ends of the paths that the modules of a machine define,
 * under conditions that hold or may hold: sets lead on, everything else ends a path. Homes are module systems of their
 * own and are not entered. Nor are sets that modules are called with, because
 * they lead to every machine of the fleet again.
 */
export function* leavesOf(root: OptionNode): Generator<OptionNode> {
  const known = walked.get(root);
  if (known) {
    yield* known;
    return;
  }
  const found: OptionNode[] = [];
  for (const leaf of walk(root)) {
    found.push(leaf);
    yield leaf;
  }
  walked.set(root, found);
}

/** What was found below a node, once somebody has looked at all of it. */
const walked = new WeakMap<OptionNode, readonly OptionNode[]>();

function* walk(root: OptionNode): Generator<OptionNode> {
  const open: Level[] = [levelOf(root)];
  for (let level = open.at(-1); level; level = open.at(-1)) {
    const name = level.names[level.next++];
    if (name === undefined) {
      open.pop();
      continue;
    }
    const child = level.node.child(name);
    if (isHome(child.path) || !(child.isPresent() || child.isDeclared)) continue;
    if (!leadsOn(child)) yield child;
    else if (!isModuleArgument(child.path)) open.push(levelOf(child));
  }
}

interface Level {
  readonly node: OptionNode;
  readonly names: readonly string[];
  next: number;
}

function levelOf(node: OptionNode): Level {
  return { node, names: node.possibleNames(), next: 0 };
}

/** Whether the options are below a node rather than at it. What `apply` makes of a set is one thing. */
export function leadsOn(node: OptionNode): boolean {
  if (node.path.length >= deepest || node.declaration?.apply) return false;
  const { value } = node;
  if (value.kind !== 'attrs' || isWhole(value)) return false;
  if (!isModuleArgument(node.path) && node.names().length === 0) return false;
  return !node.definitions.some(({ content }) => isPackageSet(content.force()));
}

/** All packages of a platform, which have a name for what builds each of them. */
function isPackageSet(value: Value): boolean {
  if (value.kind !== 'attrs' || value.open?.reason.kind !== 'package') return false;
  return value.get('callPackage') !== undefined && value.get('stdenv') !== undefined;
}

/** Whether a set is one thing to Nix as well: a package, a flake, something with a type of its own. */
export function isWhole(value: Attributes): boolean {
  if (value.get('outPath') || propertyOf(value) !== undefined) return true;
  const type = value.get('type')?.value.force();
  return isText(type, 'derivation');
}

function isText(value: Value | undefined, text: string): boolean {
  return value !== undefined && !isStuck(value) && value.kind === 'string' && value.value === text;
}

/** Where the options of a home begin, which is a module system of its own. */
export function isHome(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'home-manager' && path[1] === 'users';
}

/** What modules are called with leads to every machine of the fleet again. */
export function isModuleArgument(path: readonly string[]): boolean {
  if (path.length < 3) return false;
  const [first, second] = path;
  const given = first === 'home-manager' ? 'extraSpecialArgs' : 'args';
  return (first === '_module' || first === 'home-manager') && second === given;
}

/** Where the value of an option is written: its first definition that counts, or that may. */
export function effectiveSite({ settled, definitions }: OptionNode): Site | undefined {
  const definition = settled.certain[0] ?? settled.undecided[0]?.definition ?? definitions[0];
  return definition?.at ?? definition?.content.site;
}
