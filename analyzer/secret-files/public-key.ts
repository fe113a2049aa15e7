import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base64, base64nopad, bech32 } from '@scure/base';

/** A public key as people write it. */
export interface PublicKey {
  /** `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`, `sk-…`, `age`, or `age-plugin`. */
  readonly type: string;
  /** The key without its comment. */
  readonly key: string;
  readonly comment: string | undefined;
}

/** What age knows a public key by. */
export interface AgeIdentity {
  /** The recipient that an age or an Ed25519 key is; `undefined` for the others. */
  readonly recipient: string | undefined;
  /** What marks the stanzas for an ssh key; `undefined` for keys that leave no mark. */
  readonly tag: string | undefined;
}

const sshTypes =
  /^(ssh-ed25519|ssh-rsa|ssh-dss|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** Longer texts are no keys; a 16384-bit RSA key has 2,800 characters. */
const longest = 8_192;

/** Reads one public key with its comment; `undefined` for text that is none. */
export function readPublicKey(text: string): PublicKey | undefined {
  if (text.length > longest) return undefined;
  const [first = '', blob = '', ...comment] = text.trim().split(/[ \t]+/);
  if (isAgeKey(first)) return { type: ageType(first), key: first, comment: undefined };
  if (!sshTypes.test(first) || !/^[A-Za-z0-9+/]+={0,2}$/.test(blob)) return undefined;
  const words = comment.join(' ');
  return { type: first, key: `${first} ${blob}`, comment: words === '' ? undefined : words };
}

/** A recipient of age or of one of its plugins, by its looks. */
function isAgeKey(text: string): boolean {
  const end = text.lastIndexOf('1');
  const isPrefix = /^age(1[a-z0-9+._-]+)?$/.test(text.slice(0, Math.max(0, end)));
  return isPrefix && /^[02-9ac-hj-np-z]{40,}$/.test(text.slice(end + 1));
}

/** Plugins put their name between `age1` and the key. */
function ageType(key: string): string {
  const prefix = key.slice(0, key.lastIndexOf('1'));
  return prefix === 'age' || prefix === 'age1pq' || prefix === 'age1tag' ? 'age' : 'age-plugin';
}

/** Whether the checksum is right. */
function isDecodable(key: string): boolean {
  return bech32.decodeUnsafe(key, false) !== undefined;
}

/** Whether a key is what it says: a blob of its type, or a recipient with its checksum. */
export function isWholeKey({ type, key }: PublicKey): boolean {
  if (type === 'age' || type === 'age-plugin') return isDecodable(key);
  const wire = wireOf(key);
  return wire !== undefined && typeOfWire(wire) === type && isComplete(wire);
}

/** Everything that follows from a key. */
export interface KeyIdentity extends AgeIdentity {
  /** Whether the key is whole. */
  readonly valid: boolean;
}

/** Works each key out once, for whoever asks for the same keys many times. */
export function keyIdentities(): (key: PublicKey) => KeyIdentity {
  const known = new Map<string, KeyIdentity>();
  return (key) => {
    const found = known.get(key.key) ?? { ...ageIdentity(key), valid: isWholeKey(key) };
    known.set(key.key, found);
    return found;
  };
}

/** How age knows the key. An Ed25519 key becomes a recipient as `ssh-to-age` makes one. */
export function ageIdentity(publicKey: PublicKey): AgeIdentity {
  const { type, key } = publicKey;
  if (type === 'age' || type === 'age-plugin') return { recipient: key, tag: undefined };
  const wire = isWholeKey(publicKey) ? wireOf(key) : undefined;
  if (!wire || (type !== 'ssh-ed25519' && type !== 'ssh-rsa'))
    return { recipient: undefined, tag: undefined };
  const tag = base64nopad.encode(sha256(wire).subarray(0, 4));
  return { recipient: type === 'ssh-ed25519' ? recipientOf(wire) : undefined, tag };
}

/** The bytes behind an ssh key, as they go over the wire. */
function wireOf(key: string): Uint8Array | undefined {
  const blob = key.slice(key.indexOf(' ') + 1);
  const isCanonical = blob.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(blob);
  if (!isCanonical || !hasZeroTail(blob)) return undefined;
  return base64.decode(blob);
}

/** The decoder refuses bits beyond the last byte with an exception. */
function hasZeroTail(blob: string): boolean {
  const padding = blob.length - blob.replace(/=+$/, '').length;
  const last = blob.at(-1 - padding) ?? 'A';
  if (padding === 1) return /[AEIMQUYcgkosw048]/.test(last);
  return padding === 0 || /[AQgw]/.test(last);
}

function typeOfWire(wire: Uint8Array): string | undefined {
  const [name] = fieldsOf(wire) ?? [];
  return name && String.fromCharCode(...name);
}

function isComplete(wire: Uint8Array): boolean {
  return (fieldsOf(wire)?.length ?? 0) > 1;
}

/** The fields of the wire format, each behind its length; `undefined` when they do not fill the bytes. */
function fieldsOf(wire: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(wire.buffer, wire.byteOffset, wire.byteLength);
  const fields: Uint8Array[] = [];
  for (let at = 0; at < wire.length; ) {
    if (at + 4 > wire.length) return undefined;
    const end = at + 4 + view.getUint32(at);
    if (end > wire.length) return undefined;
    fields.push(wire.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** The Montgomery form of an Ed25519 key, `u = (1 + y) / (1 - y)`, in bech32. */
function recipientOf(wire: Uint8Array): string | undefined {
  const point = fieldsOf(wire)?.[1];
  if (point?.length !== 32 || !isPoint(point)) return undefined;
  const montgomery = ed25519.utils.toMontgomery(point);
  return bech32.encode('age', bech32.toWords(montgomery), false);
}

/** A point of the curve that the conversion can divide by, in the only form that signers make. */
function isPoint(bytes: Uint8Array): boolean {
  const isNeutral = bytes[0] === 1 && bytes.subarray(1).every((byte) => byte === 0);
  return !isNeutral && ed25519.utils.isValidPublicKey(bytes, false);
}
