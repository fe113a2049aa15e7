import { selectPath } from '../evaluate/select.ts';
import { template } from '../evaluate/strings.ts';
import {
  type Attributes,
  attributes,
  failure,
  isStuck,
  nullValue,
  record,
  string,
  Thunk,
  type Unknown,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import type { OptionType } from '../option-types/option-type.ts';
import { type BuiltinCall, withAttributes } from './function.ts';
import { simpleType } from './scalar-types.ts';
import { typeValue } from './type-value.ts';

type Text = string | Unknown;

/** The arguments of `mkOption` for an option that holds a package, as `lib.mkPackageOption` writes them. */
export function packageOption(
  call: BuiltinCall,
  packages: Thunk,
  name: Thunk,
  settings: Thunk,
): Value {
  return withAttributes(call, settings, (given) => {
    const path = pathIn(name.force());
    if (!path) return unsupported('lib.mkPackageOption', name.site);
    const set = part(given, 'pkgsText')?.force();
    const pkgsText = set?.kind === 'string' ? set.value : 'pkgs';
    return record({
      ...defaultsOf({ packages, path, pkgsText }, given),
      ...exampleOf(pkgsText, given),
      type: typeValue(call.session, typeOf(given)),
      description: described(path, given),
    });
  });
}

function part(given: Attributes, name: string): Thunk | undefined {
  return given.get(name)?.value;
}

/** A name, or a path of names. */
function pathIn(value: Value): readonly string[] | undefined {
  if (value.kind === 'string') return [value.value];
  if (value.kind !== 'list' || value.open) return undefined;
  const names = value.items.map((item) => item.force());
  const texts = names.flatMap((name) => (name.kind === 'string' ? [name.value] : []));
  return texts.length === names.length ? texts : undefined;
}

function isNullable(given: Attributes): boolean {
  const value = part(given, 'nullable')?.force();
  return value?.kind === 'bool' && value.value;
}

function typeOf(given: Attributes): OptionType {
  const element = simpleType('package');
  return isNullable(given) ? { kind: 'nullOr', element: () => element } : element;
}

interface Named {
  readonly packages: Thunk;
  readonly path: readonly string[];
  readonly pkgsText: string;
}

function defaultsOf(
  { packages, path, pkgsText }: Named,
  given: Attributes,
): { readonly [name: string]: Thunk | Value } {
  const wanted = part(given, 'default')?.force();
  if (wanted?.kind === 'null') return isNullable(given) ? { default: nullValue } : {};
  const found = wanted ? pathIn(wanted) : path;
  if (!found) return { default: wanted && isStuck(wanted) ? wanted : unsupported('a default') };
  const value = new Thunk(packages.site, () => {
    const text = `${pkgsText}.${found.join('.')}`;
    return selectPath(packages.force(), found, packages.site) ?? failure(`there is no \`${text}\``);
  });
  return { default: value, defaultText: literal([`${pkgsText}.${pathText(found)}`]) };
}

function exampleOf(
  pkgsText: string,
  given: Attributes,
): { readonly [name: string]: Thunk | Value } {
  const example = part(given, 'example')?.force();
  if (!example || example.kind === 'null') return {};
  if (example.kind === 'string') return { example: literal([example.value]) };
  const path = pathIn(example);
  if (path) return { example: literal([`${pkgsText}.${pathText(path)}`]) };
  return { example: isStuck(example) ? example : unsupported('an example') };
}

function literal(parts: readonly Text[]): Value {
  return record({ _type: string('literalExpression'), text: template(parts) });
}

/** Names as Nix writes them after dots. */
function pathText(path: readonly string[]): string {
  return path
    .map((name) => (/^[A-Za-z_][\w'-]*$/.test(name) ? name : JSON.stringify(name)))
    .join('.');
}

function described(path: readonly string[], given: Attributes): Value {
  const start = `The ${path.at(-1) ?? ''} package to use.`;
  const extra = part(given, 'extraDescription')?.force();
  if (!extra || (extra.kind === 'string' && extra.value === '')) return string(start);
  if (extra.kind === 'string') return string(`${start} ${extra.value}`);
  if (extra.kind === 'template') return template([`${start} `, ...extra.parts]);
  return isStuck(extra) ? extra : attributes(new Map());
}
