import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { stringType } from '../values/type.ts';
import { string, unknown, type Value } from '../values/value.ts';
import { toBase64, toBytes } from './bytes.ts';
import { readText } from './files.ts';
import { type Functions, type HclFunction, text, textAt } from './function.ts';

type Hash = (bytes: Uint8Array) => Uint8Array;

function ofText(hash: Hash, print: (bytes: Uint8Array) => string): HclFunction {
  return {
    parameters: [text],
    returns: stringType,
    call: (given) => string(print(hash(toBytes(textAt(given, 0))))),
  };
}

/** The hash of a file is only as known as its text is. */
function ofFile(hash: Hash, print: (bytes: Uint8Array) => string): HclFunction {
  return {
    parameters: [text],
    returns: stringType,
    call: (given, session) => {
      const content = readText(textAt(given, 0), session);
      return content.kind === 'string' && !content.text.includes('\ufffd')
        ? string(print(hash(toBytes(content.text))))
        : unknown('the content of the file is not known', stringType);
    },
  };
}

export const hashFunctions: Functions = {
  md5: ofText(md5, bytesToHex),
  sha1: ofText(sha1, bytesToHex),
  sha256: ofText(sha256, bytesToHex),
  sha512: ofText(sha512, bytesToHex),
  base64sha256: ofText(sha256, toBase64),
  base64sha512: ofText(sha512, toBase64),
  filemd5: ofFile(md5, bytesToHex),
  filesha1: ofFile(sha1, bytesToHex),
  filesha256: ofFile(sha256, bytesToHex),
  filesha512: ofFile(sha512, bytesToHex),
  filebase64sha256: ofFile(sha256, toBase64),
  filebase64sha512: ofFile(sha512, toBase64),
  uuidv5: {
    parameters: [text, text],
    returns: stringType,
    call: (given) => namedIdentifier(textAt(given, 0), textAt(given, 1)),
  },
};

const namespaces: ReadonlyMap<string, string> = new Map([
  ['dns', '6ba7b8109dad11d180b400c04fd430c8'],
  ['url', '6ba7b8119dad11d180b400c04fd430c8'],
  ['oid', '6ba7b8129dad11d180b400c04fd430c8'],
  ['x500', '6ba7b8149dad11d180b400c04fd430c8'],
]);

/** RFC 9562, version 5. */
function namedIdentifier(namespace: string, name: string): Value {
  const plain = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(namespace);
  const space = namespaces.get(namespace) ?? (plain ? namespace.replaceAll('-', '') : undefined);
  if (space === undefined)
    return unknown(`the namespace \`${namespace}\` is not known`, stringType);
  const prefix = (space.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16));
  const digest = sha1(Uint8Array.from([...prefix, ...toBytes(name)])).slice(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytesToHex(digest);
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return string(parts.join('-'));
}
