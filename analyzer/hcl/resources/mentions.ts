import type { ResourceMentionRow } from '#analyzer/facts/cloud.ts';
import { evaluateIn } from '../evaluate/scope.ts';
import type { Findings } from '../findings.ts';
import { expand } from '../modules/instances.ts';
import type { ModuleScope } from '../modules/module-scope.ts';
import type { Expression } from '../syntax/expression.ts';
import { textOf } from '../values/value.ts';

const attributes: readonly (readonly [string, string, ResourceMentionRow['kind']])[] = [
  ['moved', 'from', 'moved-from'],
  ['moved', 'to', 'moved-to'],
  ['import', 'to', 'import'],
  ['removed', 'from', 'removed'],
];

/** Adds the addresses that `moved`, `import` and `removed` blocks of a module name. */
export function mentionsIn(
  scope: ModuleScope,
  root: string,
  found: Findings<'resource-mention'>,
): void {
  for (const block of scope.module.state) {
    const { instances, undecided } = expand(block, scope);
    for (const [type, name, kind] of attributes) {
      const attribute = block.type === type ? block.body.attributes.get(name) : undefined;
      if (!attribute) continue;
      const addresses = instances.map((instance) =>
        addressText(attribute.expression, instance.scope),
      );
      const known = addresses.filter((address) => address !== undefined);
      found.add(
        ...known.map((address) => ({
          at: attribute.at,
          root,
          kind,
          address: scope.prefix + address,
        })),
      );
      const isOpen = undecided !== undefined || known.length < addresses.length;
      if (isOpen) found.gap({ root, kind }, undecided ?? 'a key is not known', attribute.at);
    }
  }
}

/** An address as it is written, keys worked out. */
function addressText(expression: Expression, scope: ModuleScope): string | undefined {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'attribute': {
      const source = addressText(expression.source, scope);
      return source && `${source}.${expression.name}`;
    }
    case 'index': {
      const source = addressText(expression.source, scope);
      const key = evaluateIn(expression.key, scope);
      const text = textOf(key);
      if (source === undefined || text === undefined) return undefined;
      return key.kind === 'number' ? `${source}[${text}]` : `${source}["${text}"]`;
    }
    default:
      return undefined;
  }
}
