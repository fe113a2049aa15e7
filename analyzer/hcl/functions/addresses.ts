import { isInteger, toInteger } from '../values/number.ts';
import { boolType, collectionType, stringType } from '../values/type.ts';
import { bool, list, string, unknown, type Value } from '../values/value.ts';
import { type Functions, numeral, text, textAt, wrong } from './function.ts';
import { type Network, networkOf, parseAddress, printAddress, printNetwork } from './network.ts';
import { wholeNumber } from './whole-number.ts';

export const addressFunctions: Functions = {
  cidrhost: {
    parameters: [text, numeral],
    returns: stringType,
    call: (given) => inNetwork(given, (network) => hostOf(network, given[1])),
  },
  cidrnetmask: {
    parameters: [text],
    returns: stringType,
    call: (given) =>
      inNetwork(given, ({ length, bits }) => {
        if (bits !== 32) return wrong('only IPv4 has masks');
        return string(printAddress({ value: maskOf(length, bits), bits }));
      }),
  },
  cidrsubnet: {
    parameters: [text, numeral, numeral],
    returns: stringType,
    call: (given) => inNetwork(given, (network) => subnetOf(network, given[1], given[2])),
  },
  cidrsubnets: {
    parameters: [text],
    rest: numeral,
    returns: collectionType('list', stringType),
    call: (given) => inNetwork(given, (network) => subnetsOf(network, given.slice(1))),
  },
  cidrcontains: {
    parameters: [text, text],
    returns: boolType,
    call: (given) => inNetwork(given, (network) => contains(network, textAt(given, 1))),
  },
};

function inNetwork(given: readonly Value[], use: (network: Network) => Value): Value {
  const network = networkOf(textAt(given, 0));
  if (network === 'mapped') return mapped;
  return network ? use(network) : wrong('it is no range of addresses');
}

const mapped = unknown('the range of IPv6 stands for one of IPv4');

function bigNumber(value: Value | undefined): bigint | undefined {
  return value?.kind === 'number' && isInteger(value.number) ? toInteger(value.number) : undefined;
}

function maskOf(length: number, bits: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
}

/** Numbers below zero count from the end. */
function hostOf({ value, length, bits }: Network, number: Value | undefined): Value {
  const host = bigNumber(number);
  const size = 1n << BigInt(bits - length);
  if (host === undefined || host >= size || host < -size)
    return wrong('there is no host of this number');
  return string(printAddress({ value: value | (host < 0n ? host + size : host), bits }));
}

function subnetOf(network: Network, extra: Value | undefined, number: Value | undefined): Value {
  const added = wholeNumber(extra);
  const index = bigNumber(number);
  if (added === undefined || index === undefined || index < 0n)
    return wrong('a number is not whole');
  const length = network.length + added;
  if (added < 0 || length < 0) return unknown('the network would grow', stringType);
  if (length > network.bits) return wrong('the network is too small');
  if (added >= 64 && index >= 1n << 64n) return unknown('the number is too large', stringType);
  if (index >= 1n << BigInt(added)) return wrong('there is no network of this number');
  const value = network.value | (index << BigInt(network.bits - length));
  return string(printNetwork({ value, length, bits: network.bits }));
}

/** Networks one behind the other, each at the next place that fits its size. */
function subnetsOf(network: Network, extras: readonly Value[]): Value {
  const found: Value[] = [];
  const end = network.value + (1n << BigInt(network.bits - network.length));
  let next = network.value;
  for (const extra of extras) {
    const added = wholeNumber(extra);
    if (added === undefined || added < 1)
      return wrong('a network has to be smaller than the whole');
    const length = network.length + added;
    if (length > network.bits) return wrong('the network is too small');
    const size = 1n << BigInt(network.bits - length);
    const value = ((next + size - 1n) / size) * size;
    if (value + size > end) return wrong('there is no room for a network');
    found.push(string(printNetwork({ value, length, bits: network.bits })));
    next = value + size;
  }
  return list(stringType, found);
}

function contains(network: Network, other: string): Value {
  const address = parseAddress(other);
  const range = address ? { ...address, length: address.bits } : networkOf(other);
  if (range === 'mapped') return mapped;
  if (!range) return wrong('it is neither an address nor a range of them');
  if (range.bits !== network.bits) return wrong('it is of another kind of addresses');
  const mask = maskOf(network.length, network.bits);
  return bool(range.length >= network.length && (range.value & mask) === network.value);
}
