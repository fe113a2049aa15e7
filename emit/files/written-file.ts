import { withoutCredentials } from '#analyzer/extract/secret-looking.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { FleetHost } from '#analyzer/flake/fleet.ts';
import type { OptionNode } from '#analyzer/nixos/option-node.ts';
import { findOptions } from '#analyzer/options/find.ts';
import { effectiveSite } from '#analyzer/options/leaves.ts';
import { optionName } from '#analyzer/options/name.ts';
import { shown } from '#analyzer/options/shown.ts';
import type { Problem } from '../emitter.ts';
import { isSecretFile } from '../secrets/secret-nix-files.ts';
import { plainOf } from '../values.ts';

/** What becomes of a file that an option describes. */
export type WrittenFile =
  | { readonly kind: 'text'; readonly text: string }
  /** No module of the machine writes it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'refused'; readonly problem: Problem };

/** A file of a machine: the path of its option, with or without `text` at its end. */
export interface FileOption {
  readonly machine: FleetHost;
  readonly path: readonly string[];
  readonly facts: Facts;
}

/** The text of a file to the last byte, or why it cannot be told. Nothing is left out of it. */
export function writtenFile({ machine, path, facts }: FileOption): WrittenFile {
  const [found] = findOptions(machine, path);
  if (found === undefined) return { kind: 'none' };
  const whole = path.at(-1) === 'text' ? found.node : contentIn(found.node);
  const around = path.at(-1) === 'text' ? enclosing(machine, path) : found.node;
  if (!whole.isPresent() || whole.definitions.length === 0) return { kind: 'none' };
  const enabled = around === undefined ? true : isEnabled(around);
  if (enabled === false) return { kind: 'none' };
  const name = optionName(whole.path);
  if (enabled !== true) return refused(`whether \`${name}\` is written is not known: ${enabled}`);
  return withoutCredential(textOf(whole, name, facts), name, effectiveSite(whole));
}

function contentIn(entry: OptionNode): OptionNode {
  if (!entry.names().some((name) => name === 'text' || name === 'source')) return entry;
  const text = entry.child('text');
  return text.isPresent() && text.definitions.length > 0 ? text : entry.child('source');
}

function enclosing(machine: FleetHost, path: readonly string[]): OptionNode | undefined {
  return findOptions(machine, path.slice(0, -1))[0]?.node;
}

/** Entries of files can be turned off one by one; a reason where that is not known. */
function isEnabled(entry: OptionNode): boolean | string {
  const enable = entry.names().includes('enable') ? entry.child('enable') : undefined;
  if (enable === undefined || enable.definitions.length === 0) return true;
  const { value, missing } = plainOf(shown(enable.value, enable.path));
  if (typeof value === 'boolean') return value;
  return missing[0]?.reason ?? 'its `enable` is no boolean';
}

function withoutCredential(file: WrittenFile, name: string, at: Problem['at']): WrittenFile {
  if (file.kind !== 'text' || withoutCredentials(file.text) === file.text) return file;
  return refused(`the text of \`${name}\` looks like it holds a secret`, at);
}

function textOf(node: OptionNode, name: string, facts: Facts): WrittenFile {
  const site = effectiveSite(node);
  const value = shown(node.value, node.path);
  if (value.kind === 'path') {
    const copied = value.value.startsWith('./') ? value.value.slice(2) : undefined;
    const isOpen = copied !== undefined && !isSecretFile(facts, copied);
    const text = isOpen ? facts.text(copied) : undefined;
    if (text !== undefined) return { kind: 'text', text };
    return refused(`\`${name}\` copies \`${value.value}\`, which cannot be read here`, site);
  }
  if (value.kind === 'text') return { kind: 'text', text: value.value };
  if (value.kind === 'null') return { kind: 'none' };
  const { missing } = plainOf(value);
  const [first] = missing;
  if (first === undefined) return refused(`\`${name}\` is no text`, site);
  return refused(`the text of \`${name}\` is not known: ${first.reason}`, first.at ?? site);
}

function refused(message: string, at?: Problem['at']): WrittenFile {
  return { kind: 'refused', problem: { message, at } };
}
