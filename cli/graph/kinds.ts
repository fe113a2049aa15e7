import type { EdgeKind, GraphFact, NodeKind } from '#analyzer/graph/graph.ts';

/** How a kind of node is called, and its colour in light and in dark. */
export interface KindLook {
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

export const nodeLooks: { readonly [Kind in NodeKind]: KindLook } = {
  machine: { name: 'machine', light: '#2563eb', dark: '#60a5fa' },
  home: { name: 'home', light: '#7c3aed', dark: '#a78bfa' },
  peer: { name: 'peer elsewhere', light: '#64748b', dark: '#94a3b8' },
  firewall: { name: 'firewall in the cloud', light: '#b45309', dark: '#f59e0b' },
  record: { name: 'DNS record', light: '#0f766e', dark: '#2dd4bf' },
  domain: { name: 'name that a proxy serves', light: '#2563eb', dark: '#60a5fa' },
  port: { name: 'port', light: '#15803d', dark: '#4ade80' },
  outside: { name: 'address outside', light: '#64748b', dark: '#94a3b8' },
  flake: { name: 'flake', light: '#b45309', dark: '#f59e0b' },
  module: { name: 'module', light: '#0f766e', dark: '#2dd4bf' },
  code: { name: 'code', light: '#64748b', dark: '#94a3b8' },
  recipient: { name: 'key', light: '#a21caf', dark: '#e879f9' },
  file: { name: 'file of secrets', light: '#b45309', dark: '#f59e0b' },
  secret: { name: 'secret', light: '#be123c', dark: '#fb7185' },
  reader: { name: 'reader', light: '#15803d', dark: '#4ade80' },
  unknown: { name: 'not known', light: '#78716c', dark: '#a8a29e' },
};

export const edgeLooks: { readonly [Kind in EdgeKind]: KindLook } = {
  tunnel: { name: 'tunnel', light: '#7c3aed', dark: '#a78bfa' },
  route: { name: 'forwards to', light: '#2563eb', dark: '#60a5fa' },
  name: { name: 'is the name of', light: '#0f766e', dark: '#2dd4bf' },
  import: { name: 'imports', light: '#94a3b8', dark: '#64748b' },
  entry: { name: 'begins with', light: '#2563eb', dark: '#60a5fa' },
  opens: { name: 'can open', light: '#a21caf', dark: '#e879f9' },
  holds: { name: 'holds', light: '#b45309', dark: '#f59e0b' },
  reads: { name: 'is read by', light: '#15803d', dark: '#4ade80' },
};

/** A fact on one line. */
export function factText({ name, value, certain, of }: GraphFact): string {
  const subject = of === undefined ? '' : `${of}: `;
  return `${subject}${name}: ${certain ? '' : '? '}${value}`;
}
