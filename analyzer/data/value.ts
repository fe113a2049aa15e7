import type { FilePath } from '../diagnostic.ts';
import {
  type Attribute,
  attributes,
  bool,
  failure,
  int,
  list,
  nullValue,
  string,
  Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { Site } from '../site.ts';
import type { DataMap, DataNode, DataScalar } from './node.ts';
import { siteAt } from './place.ts';

/**
 * Data as the value that Nix makes of it. With a file, every part knows where
 * it is written there. What programs read differently is unknown.
 */
export function valueOfData(node: DataNode, file: FilePath | undefined): Value {
  switch (node.kind) {
    case 'map': {
      const doubt = node.merges ? 'merges other parts in' : doubtfulKey(node);
      if (doubt !== undefined) return doubtful(doubt, file && siteAt(file, node.span));
      return attributes(
        new Map(
          node.entries.map(({ key, keySpan, value }): [string, Attribute] => [
            key,
            { value: laterValue(value, file), at: file && siteAt(file, keySpan) },
          ]),
        ),
      );
    }
    case 'list':
      return list(node.items.map((item) => laterValue(item, file)));
    case 'scalar':
      return scalarValue(node, file);
  }
}

function doubtfulKey({ entries }: DataMap): string | undefined {
  return entries.find(({ keyDoubt }) => keyDoubt !== undefined)?.keyDoubt;
}

function doubtful(doubt: string, at: Site | undefined): Value {
  return unsupported(`data that ${doubt}`, at);
}

function laterValue(node: DataNode, file: FilePath | undefined): Thunk {
  return new Thunk(file && siteAt(file, node.span), () => valueOfData(node, file));
}

function scalarValue({ value, doubt, span }: DataScalar, file: FilePath | undefined): Value {
  if (doubt !== undefined) return doubtful(doubt, file && siteAt(file, span));
  switch (typeof value) {
    case 'string':
      return string(value);
    case 'boolean':
      return bool(value);
    case 'bigint':
      return BigInt.asIntN(64, value) === value
        ? int(value)
        : failure('an integer does not fit', file && siteAt(file, span));
    case 'number':
      return { kind: 'float', value };
    case 'object':
      return nullValue;
  }
}
