import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import {
  type Attributes,
  failure,
  string,
  type Thunk,
  unsupported,
  type Value,
} from '../evaluate/value.ts';
import { readFile, withFile } from './files.ts';
import { type BuiltinCall, type Definitions, withAttributes, withString } from './function.ts';
import { formatted, formattedLength, type HashFormat, parsedBytes } from './hash-text.ts';

/** Hashes of texts and files, and the ways of writing them. */
export const hashFunctions: Definitions = {
  hashString: [
    2,
    (call, name, text) => withString(call, text, (known) => hashed(call, name, known)),
  ],
  hashFile: [
    2,
    (call, name, path) =>
      withFile(path, (file) => {
        const content = readFile(call, file, path.site);
        return content.kind === 'string' ? hashed(call, name, content.value) : content;
      }),
  ],
  convertHash: [1, convertHash],
};

interface Algorithm {
  readonly name: string;
  readonly size: number;
  readonly hash: (bytes: Uint8Array) => Uint8Array;
}

const algorithms: readonly Algorithm[] = [
  { name: 'md5', size: 16, hash: md5 },
  { name: 'sha1', size: 20, hash: sha1 },
  { name: 'sha256', size: 32, hash: sha256 },
  { name: 'sha512', size: 64, hash: sha512 },
];

/** `blake3` is an experiment of Nix that may or may not be switched on. */
function algorithmNamed(name: string): Algorithm | Value {
  if (name === 'blake3') return unsupported('blake3');
  return (
    algorithms.find((algorithm) => algorithm.name === name) ??
    failure(`\`${name}\` is not the name of a hash`)
  );
}

function hashed(call: BuiltinCall, name: Thunk, text: string): Value {
  return withString(call, name, (known) => {
    const algorithm = algorithmNamed(known);
    if ('kind' in algorithm) return algorithm;
    return string(formatted(algorithm.hash(new TextEncoder().encode(text)), 'base16'));
  });
}

const formats: { readonly [name: string]: HashFormat } = {
  base16: 'base16',
  base32: 'base32',
  base64: 'base64',
  nix32: 'base32',
  sri: 'base64',
};

function convertHash(call: BuiltinCall, argument: Thunk): Value {
  return withAttributes(call, argument, (settings) =>
    withText(call, [settings, 'hash'], (hash) =>
      withText(call, [settings, 'toHashFormat'], (wanted) => {
        const format = Object.hasOwn(formats, wanted) ? formats[wanted] : undefined;
        if (!format) return failure(`\`${wanted}\` is not a format of hashes`, argument.site);
        const given = settings.get('hashAlgo');
        if (!given) return settings.open ?? converted(readHash(hash, undefined), wanted, format);
        return withString(call, given.value, (name) =>
          converted(readHash(hash, name), wanted, format),
        );
      }),
    ),
  );
}

function converted(hash: Hash | Value, wanted: string, format: HashFormat): Value {
  if ('kind' in hash) return hash;
  const text = formatted(hash.bytes, format);
  return string(wanted === 'sri' ? `${hash.algorithm.name}-${text}` : text);
}

function withText(
  call: BuiltinCall,
  [settings, name]: readonly [Attributes, string],
  next: (text: string) => Value,
): Value {
  const attribute = settings.get(name);
  if (!attribute) return settings.open ?? failure(`the attribute \`${name}\` is missing`);
  return withString(call, attribute.value, next);
}

interface Hash {
  readonly algorithm: Algorithm;
  readonly bytes: Uint8Array;
}

/** A hash with the name of its algorithm before a colon or, in base 64, before a dash, or without one. */
function readHash(hash: string, given: string | undefined): Hash | Value {
  const separator = [':', '-'].find((each) => hash.includes(each));
  const end = separator === undefined ? 0 : hash.indexOf(separator);
  const rest = separator === undefined ? hash : hash.slice(end + 1);
  const name = separator === undefined ? given : hash.slice(0, end);
  if (name === undefined) return failure('the hash does not say its algorithm');
  if (given !== undefined && given !== name) return failure('the hash is of another algorithm');
  const algorithm = algorithmNamed(name);
  if ('kind' in algorithm) return algorithm;
  const format =
    separator === '-'
      ? 'base64'
      : (['base16', 'base32', 'base64'] as const).find(
          (each) => formattedLength(algorithm.size, each) === rest.length,
        );
  const bytes = format && parsedBytes(rest, format);
  return bytes?.length === algorithm.size ? { algorithm, bytes } : failure('the hash is malformed');
}
