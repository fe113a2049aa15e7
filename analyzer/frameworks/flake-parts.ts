import { builtin } from '../builtins/function.ts';
import { asPath, filePath } from '../evaluate/path-value.ts';
import {
  type Attribute,
  type Attributes,
  attributes,
  record,
  Thunk,
  unknown,
  type Value,
} from '../evaluate/value.ts';
import { type Evaluation, evaluateModules } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { type Framework, type FrameworkInput, openRecord, upstream } from './framework.ts';
import { liteConfigOutputs } from './lite-config.ts';

/** `hercules-ci/flake-parts`: a flake as a module system. */
export const flakeParts: Framework = {
  repository: /^hercules-ci\/flake-parts$/,
  name: /^(flake-?)?parts$/i,
  outputs: (input) =>
    record({
      lib: openRecord(upstream(input, 'lib'), {
        mkFlake: builtin(input.session, 'mkFlake', 2, (_call, given, module) =>
          mkFlake(input, given, module),
        ),
      }),
    }),
};

/**
 * `flake-parts.lib.mkFlake args module`: the outputs are what the modules
 * leave in the option `flake`. What `perSystem` adds is not evaluated, so the
 * outputs stay open.
 */
function mkFlake(input: FrameworkInput, argument: Thunk, module: Thunk): Value {
  const given = argument.force();
  if (given.kind !== 'attrs') return given;
  const flake: FlakeParts = { input, given, modules: [module], extraInputs: undefined };
  return outputsOf(flake, evaluateFlakeModules(flake));
}

interface FlakeParts {
  readonly input: FrameworkInput;
  /** The first argument of `mkFlake`. */
  readonly given: Attributes;
  readonly modules: readonly Thunk[];
  /** What a partition sees beside the flake's own inputs. */
  readonly extraInputs: Attributes | undefined;
}

function evaluateFlakeModules(flake: FlakeParts): Evaluation {
  const { input, given, modules, extraInputs } = flake;
  const special = given.get('specialArgs')?.value.force();
  const inputs = withExtra(given.get('inputs')?.value, extraInputs);
  const own = inputs?.force();
  const self = own?.kind === 'attrs' ? selfWith(own.get('self')?.value, inputs) : undefined;
  const extraArgs = new Map<string, Thunk>();
  if (inputs) extraArgs.set('inputs', inputs);
  if (self) extraArgs.set('self', self);
  const evaluation: Evaluation = evaluateModules(input.session, {
    class: 'nixos',
    modules,
    open: special?.kind === 'unknown' ? special : undefined,
    specialArgs: special?.kind === 'attrs' ? special : undefined,
    extraArgs,
    system: undefined,
    upstreamDefault: (path) => extraInputsDefault(flake, evaluation, path),
  });
  return evaluation;
}

/** In a partition, `self.inputs` are the partition's. */
function selfWith(self: Thunk | undefined, inputs: Thunk | undefined): Thunk | undefined {
  const value = self?.force();
  if (value?.kind !== 'attrs' || !inputs) return self;
  const changed: Attributes = {
    kind: 'attrs',
    names: () => value.names(),
    get: (name) => (name === 'inputs' ? { value: inputs, at: undefined } : value.get(name)),
    // Asked anew each time: while the outputs are computed nobody knows what else they hold.
    get open() {
      return value.open;
    },
    missing: (name) => value.missing?.(name),
  };
  return Thunk.of(changed, self?.site);
}

function withExtra(inputs: Thunk | undefined, extra: Attributes | undefined): Thunk | undefined {
  const own = inputs?.force();
  if (!extra || own?.kind !== 'attrs') return inputs;
  const entries = new Map<string, Attribute>();
  for (const source of [own, extra]) {
    for (const name of source.names()) {
      const attribute = source.get(name);
      if (attribute) entries.set(name, attribute);
    }
  }
  return Thunk.of(attributes(entries, extra.open));
}

/** The outputs: option `flake`, what partitions give instead, and what other modules make of theirs. */
function outputsOf(flake: FlakeParts, evaluation: Evaluation): Value {
  const root = evaluation.root();
  const outputs = root.child('flake').value;
  const replaced = partitionedOutputs(flake, root);
  const made = liteConfigOutputs({ session: flake.input.session, given: flake.given }, root);
  if (outputs.kind !== 'attrs' && replaced.size === 0 && made.size === 0) return outputs;
  const open = unknown({ kind: 'unsupported', construct: 'perSystem' });
  const own = outputs.kind === 'attrs' ? outputs : attributes(new Map(), open);
  const added = new Map([...made, ...replaced]);
  return {
    ...own,
    names: () => [...new Set([...own.names(), ...added.keys()])].sort(),
    get: (name) => added.get(name) ?? own.get(name),
    open: own.open ?? open,
  };
}

/**
 * `partitionedAttrs.X = "p"` takes output `X` from the flake extended by the
 * module of partition `p`, which sees inputs of its own.
 */
function partitionedOutputs(flake: FlakeParts, root: OptionNode): Map<string, Attribute> {
  const outputs = new Map<string, Attribute>();
  const partitioned = root.child('partitionedAttrs');
  for (const name of flake.extraInputs ? [] : partitioned.names()) {
    const partition = partitioned.child(name).value;
    if (partition.kind !== 'string') continue;
    const node = root.at(['partitions', partition.value]);
    const value = new Thunk(undefined, () => partitionOutput(flake, node, name));
    outputs.set(name, { value, at: partitioned.child(name).definitions[0]?.at });
  }
  return outputs;
}

function partitionOutput(flake: FlakeParts, node: OptionNode, name: string): Value {
  const extra = node.child('extraInputs').value;
  const inner: FlakeParts = {
    ...flake,
    modules: [...flake.modules, ...node.child('module').definitions.map(({ content }) => content)],
    extraInputs: joined(ownInputs(flake.input, node), extra),
  };
  const outputs = outputsOf(inner, evaluateFlakeModules(inner));
  if (outputs.kind !== 'attrs') return outputs;
  return outputs.get(name)?.value.force() ?? outputs.open ?? attributes(new Map());
}

function joined(own: Attributes, extra: Value): Attributes {
  const known = extra.kind === 'attrs' ? extra : attributes(new Map());
  const merged = withExtra(Thunk.of(own), known)?.force();
  return merged?.kind === 'attrs' ? merged : own;
}

/** The inputs of the flake in a partition's `extraInputsFlake`. */
function ownInputs(input: FrameworkInput, partition: OptionNode): Attributes {
  const path = asPath(partition.child('extraInputsFlake').value, undefined);
  if (path.kind !== 'path' || path.root !== 'workspace') return attributes(new Map());
  return input.inputsOf(filePath(path.path === '' ? 'flake.nix' : `${path.path}/flake.nix`));
}

/** `config.partitions.P.extraInputs` is what the partition's own flake has, unless it is set. */
function extraInputsDefault(
  { input }: FlakeParts,
  evaluation: Evaluation,
  path: readonly string[],
): Value | undefined {
  const [first, , last] = path;
  if (path.length !== 3 || first !== 'partitions' || last !== 'extraInputs') return undefined;
  return ownInputs(input, evaluation.root().at(path.slice(0, 2)));
}
