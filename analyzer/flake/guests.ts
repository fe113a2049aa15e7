import type { Session } from '../evaluate/session.ts';
import {
  falseValue,
  record,
  string,
  Thunk,
  trueValue,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { priorities } from '../nixos/definitions.ts';
import { type Evaluation, evaluateModules } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';

/**
 * What `config` of a machine shows where a configuration of its own stands. A
 * container is made by its own modules, and by those of NixOS that say where it
 * runs; nothing of the machine is in it. The others are unknown as wholes.
 */
export function guestAt(session: Session, host: Evaluation, node: OptionNode): Value | undefined {
  const { path } = node;
  if (isOther(path)) return node.isPresent() ? unsupported(path.join('.')) : undefined;
  const [first, name, last] = path;
  const isConfig = path.length === 3 && first === 'containers' && last === 'config';
  if (!isConfig || name === undefined || node.type || !node.isPresent()) return undefined;
  return evaluateContainer(session, host, { name, node }).config.force();
}

/** Whether guests of microvm.nix and specialisations have their configuration there. */
function isOther(path: readonly string[]): boolean {
  const [first, second] = path;
  if (path.length === 3) return first === 'specialisation' && path[2] === 'configuration';
  return path.length === 4 && first === 'microvm' && second === 'vms' && path[3] === 'config';
}

function evaluateContainer(
  session: Session,
  host: Evaluation,
  { name, node }: { readonly name: string; readonly node: OptionNode },
): Evaluation {
  const special = host.root().at(['containers', name, 'specialArgs']).value;
  const isUnsaid = special.kind === 'unknown' && special.reason.kind === 'undefined-option';
  return evaluateModules(session, {
    class: 'nixos',
    modules: [
      ...node.definitions.map(({ content, conditions, file, at }) => ({
        thunk: content,
        conditions,
        file,
        at,
      })),
      { thunk: Thunk.of(insideContainer(name)) },
    ],
    open: special.kind === 'unknown' && !isUnsaid ? special : undefined,
    specialArgs: special.kind === 'attrs' ? special : undefined,
    extraArgs: new Map(),
    system: host.system,
  });
}

/** What NixOS sets in a container. */
function insideContainer(name: string): Value {
  return record({
    boot: record({ isContainer: trueValue }),
    networking: record({
      hostName: byDefault(string(name)),
      useDHCP: falseValue,
    }),
  });
}

function byDefault(content: Value): Value {
  const priority = { kind: 'int', value: BigInt(priorities.default) } as const;
  return record({ _type: string('override'), priority, content });
}
