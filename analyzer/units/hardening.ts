import type { Fix } from '../diagnostic.ts';
import { rowOfUnit } from '../facts/any-row.ts';
import { known } from '../facts/cell.ts';
import type { Facts } from '../facts/facts.ts';
import type { ServiceRow } from '../facts/services.ts';
import { addAttributes } from '../writing/set-columns.ts';

/** What costs a service that talks to the network nothing, and leaves little to whoever takes it over. */
export const hardeningDirectives: readonly string[] = [
  'LockPersonality=true',
  'NoNewPrivileges=true',
  'PrivateDevices=true',
  'PrivateTmp=true',
  'ProtectClock=true',
  'ProtectControlGroups=true',
  'ProtectHome=true',
  'ProtectHostname=true',
  'ProtectKernelLogs=true',
  'ProtectKernelModules=true',
  'ProtectKernelTunables=true',
  'ProtectSystem=strict',
  'RestrictRealtime=true',
  'RestrictSUIDSGID=true',
  'SystemCallArchitectures=native',
];

/** Which of these directives, such as `PrivateTmp=true`, a unit does not have in any form that restricts it. */
export function missingDirectives(
  directives: readonly string[],
  wanted: readonly string[],
): readonly string[] {
  const set = new Set(directives.filter((each) => !/=(false|no|off|0)?$/i.test(each)).map(nameOf));
  return wanted.filter((each) => !set.has(nameOf(each)));
}

/** The name in `NAME=value`. */
export function nameOf(directive: string): string {
  return directive.replace(/=.*$/s, '');
}

/** Adds directives that a unit does not name at all; one that it turns off is left to people. */
export function harden(facts: Facts, unit: ServiceRow, missing: readonly string[]): readonly Fix[] {
  const { name } = unit;
  const row = rowOfUnit(facts, unit);
  const named = new Set((known(unit.directives) ?? []).map(nameOf));
  if (missing.some((directive) => named.has(nameOf(directive)))) return [];
  const attributes = missing.map((directive) => ({
    path: ['serviceConfig', nameOf(directive)],
    value: written(directive),
  }));
  const edits = row && addAttributes(facts, { table: 'service', row }, attributes);
  if (!edits) return [];
  return [
    { title: `restrict \`${name}\` by ${missing.length} directives`, safety: 'unsafe', edits },
  ];
}

function written(directive: string): string {
  const value = directive.slice(nameOf(directive).length + 1);
  return ['true', 'false'].includes(value) ? value : `"${value}"`;
}
