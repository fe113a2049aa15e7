import type { OpenPortRow } from '../facts/network.ts';

const portsInLine = 6;
const mostPorts = 18;

/** The ports that firewalls open, by protocol and interface, in short lines. */
export function portLines(rows: readonly OpenPortRow[]): readonly string[] {
  const opened = new Map<string, Set<string>>();
  for (const row of rows) {
    const on = row.interface === undefined ? '' : ` on ${row.interface}`;
    const key = `${row.protocol}${on}`;
    opened.set(key, (opened.get(key) ?? new Set()).add(portRange(row)));
  }
  return [...opened].flatMap(([key, ports]) => listed(`${key}: `, [...ports]));
}

/** One port, or the first and the last of a range. */
export function portRange(row: OpenPortRow): string {
  return row.port === row['to-port'] ? String(row.port) : `${row.port}–${row['to-port']}`;
}

function listed(head: string, ports: readonly string[]): readonly string[] {
  const sorted = ports.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const shown = sorted.slice(0, mostPorts);
  const rest = sorted.length - shown.length;
  const lines: string[] = [];
  for (let start = 0; start < shown.length; start += portsInLine) {
    lines.push(shown.slice(start, start + portsInLine).join(' '));
  }
  if (rest > 0) lines.push(`and ${rest} more`);
  return lines.map((line, index) => (index === 0 ? head + line : line));
}
