import type { DataNode } from '#analyzer/data/node.ts';
import { readData } from '#analyzer/data/read.ts';
import type { Plain } from '../values.ts';

/** A JSON text as data that keeps the order of its names. */
export type JsonDocument = JsonScalar | JsonList | JsonObject;

export interface JsonScalar {
  readonly kind: 'scalar';
  /** Integers are `bigint`, so that they keep all their digits. */
  readonly value: string | number | bigint | boolean | null;
}

export interface JsonList {
  readonly kind: 'list';
  readonly items: readonly JsonDocument[];
}

export interface JsonObject {
  readonly kind: 'object';
  readonly entries: ReadonlyMap<string, JsonDocument>;
}

/** The document in a text; `undefined` where it is not JSON. Of a repeated name the last value counts. */
export function readDocument(text: string): JsonDocument | undefined {
  const { documents, problems } = readData(text, 'json');
  const [document] = documents;
  return problems.length > 0 || document === undefined ? undefined : documentOf(document);
}

function documentOf(node: DataNode): JsonDocument {
  switch (node.kind) {
    case 'scalar':
      return { kind: 'scalar', value: node.value };
    case 'list':
      return { kind: 'list', items: node.items.map(documentOf) };
    case 'map':
      return {
        kind: 'object',
        entries: new Map(node.entries.map(({ key, value }) => [key, documentOf(value)])),
      };
  }
}

/** A document as plain data. */
export function plainDocument(document: JsonDocument): Plain {
  switch (document.kind) {
    case 'scalar':
      return document.value;
    case 'list':
      return document.items.map(plainDocument);
    case 'object': {
      const entries = [...document.entries].map(([name, value]): [string, Plain] => {
        return [name, plainDocument(value)];
      });
      return Object.fromEntries(entries);
    }
  }
}

/** Whether two documents hold the same data, whatever the order of names. */
export function isSameDocument(one: JsonDocument, other: JsonDocument): boolean {
  return canonical(one) === canonical(other);
}

function canonical(document: JsonDocument): string {
  switch (document.kind) {
    case 'scalar':
      return typeof document.value === 'string'
        ? JSON.stringify(document.value)
        : String(document.value);
    case 'list':
      return `[${document.items.map(canonical).join(',')}]`;
    case 'object': {
      const names = [...document.entries].map(([name, value]) => [name, canonical(value)] as const);
      const sorted = names.toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `{${sorted.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
    }
  }
}

/**
 * A document as the JSON module of Python writes it with an indent of two: what
 * is not ASCII is escaped, names keep their order, and no line end follows.
 */
export function asciiDocument(document: JsonDocument, indent = ''): string {
  if (document.kind === 'scalar') return scalarText(document.value);
  const inner = `${indent}  `;
  const isList = document.kind === 'list';
  const parts = isList
    ? document.items.map((item) => asciiDocument(item, inner))
    : [...document.entries].map(
        ([name, value]) => `${asciiText(name)}: ${asciiDocument(value, inner)}`,
      );
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}

function scalarText(value: JsonScalar['value']): string {
  if (typeof value === 'string') return asciiText(value);
  return typeof value === 'number' ? numberText(value) : String(value);
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The shortest digits that give the number back; with an exponent below 1e-4 and from 1e16 on. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (value === 0 || (power >= -4 && power < 16)) {
    const text = power < 0 ? plainFraction(value, mantissa, power) : String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}

function plainFraction(value: number, mantissa: string, power: number): string {
  return value.toFixed(mantissa.replace(/[-.]/g, '').length - 1 - power);
}
