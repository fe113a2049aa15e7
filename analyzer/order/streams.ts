import type { Span } from '#parser/span.ts';
import type { Node } from '#parser/tree.ts';
import { commentStart } from '../edit/insertion.ts';
import { type NginxDirective, readDirectives } from '../nginx/directives.ts';
import type { NginxWord } from '../nginx/words.ts';
import { optionPath } from '../syntax/option-path.ts';
import { type Container, type Element, nodesOfKind } from './elements.ts';

/**
 * The streams in the texts of `streamConfig`: upstreams with the servers below
 * them, or upstreams and servers each for themselves where they stand apart.
 * Nothing for a text that is not wholly nginx, or that has escapes in it.
 */
export function streamContainers(file: Node): readonly Container[] {
  return streamTexts(file).flatMap((node) => {
    const blocks = blocksIn(node);
    const units = blocks && (together(blocks) ?? apart(blocks));
    return (units ?? []).map((elements) => ({ kind: 'blocks', node, elements }));
  });
}

/** A server that stands neither below its upstream nor below all upstreams. */
export interface StrayServer {
  readonly server: NginxWord;
  readonly upstream: NginxWord;
}

/** The first such server of each text; those of one text would say the same. */
export function strayServers(file: Node): readonly StrayServer[] {
  return streamTexts(file).flatMap((node) => {
    const blocks = blocksIn(node);
    return !blocks || together(blocks) || apart(blocks) ? [] : (strayIn(blocks) ?? []);
  });
}

function streamTexts(file: Node): readonly Node[] {
  const { tree } = file;
  if (!tree.text.includes('streamConfig')) return [];
  const kinds = ['string_expression', 'indented_string_expression'] as const;
  return kinds
    .flatMap((kind) => nodesOfKind(tree, kind))
    .filter((node) => optionPath(node).at(-1) === 'streamConfig');
}

function strayIn(blocks: readonly Block[]): StrayServer | undefined {
  const upstreams = blocks.filter(isUpstream);
  let above: string | undefined;
  for (const block of blocks) {
    const { name } = block;
    const upstream = isUpstream(block)
      ? undefined
      : upstreams.find((each) => name !== undefined && nameOf(each) === name.text);
    if (name && upstream?.name && above !== name.text)
      return { server: name, upstream: upstream.name };
    if (isUpstream(block) || !upstream) above = isUpstream(block) ? nameOf(block) : undefined;
  }
  return undefined;
}

/** A block at the top of the text, with what it is about. */
interface Block extends Span {
  readonly directive: string;
  /** The name of an upstream, or where a server passes requests on to. */
  readonly name: NginxWord | undefined;
}

/** The blocks with places in the file. */
function blocksIn(node: Node): readonly Block[] | undefined {
  const text = plainText(node);
  const { directives, error } = readDirectives(text ?? '');
  if (text === undefined || error || isCrowded(directives, text)) return undefined;
  const shown = directives.map((directive) => blockOf(directive, text));
  return shown.map(({ start, end, directive, name }) => ({
    start: start + node.start,
    end: end + node.start,
    directive,
    name: name && { ...name, start: name.start + node.start, end: name.end + node.start },
  }));
}

/** Whether a comment could come before a block that shares its line, and swallow it. */
function isCrowded(directives: readonly NginxDirective[], text: string): boolean {
  const [, ...others] = directives;
  return (
    text.includes('#') &&
    others.some(({ start }, index) => !text.slice(directives[index]?.end, start).includes('\n'))
  );
}

function blockOf(directive: NginxDirective, text: string): Block {
  const line = text.lastIndexOf('\n', directive.start - 1) + 1;
  const isAlone = text.slice(line, directive.start).trim() === '';
  const above = isAlone ? commentStart(text, line) : directive.start;
  const start = above + (/^\s*/.exec(text.slice(above, directive.start))?.[0].length ?? 0);
  const word = directive.words[0]?.text ?? '';
  const pass = directive.block?.find(({ words }) => words[0]?.text === 'proxy_pass');
  const name = word === 'upstream' ? directive.words[1] : pass?.words[1];
  const comment = /^[ \t]*#[^\n]*/.exec(text.slice(directive.end))?.[0] ?? '';
  return { start, end: directive.end + comment.trimEnd().length, directive: word, name };
}

/** The text between the quotes as it stands in the file, what Nix puts in covered by letters. */
function plainText(node: Node): string | undefined {
  const mark = node.text.startsWith("''") ? "''" : '"';
  let text = node.text;
  for (const child of node.children()) {
    if (child.kind !== 'interpolation') continue;
    const start = child.start - node.start;
    const covered = child.text.replace(/[^\n]/g, 'x');
    text = text.slice(0, start) + covered + text.slice(start + covered.length);
  }
  const inner = text.slice(mark.length, -mark.length);
  const blank = ' '.repeat(mark.length);
  return inner.includes(mark === "''" ? "''" : '\\') ? undefined : `${blank}${inner}${blank}`;
}

/** Each upstream with its servers, where every server of an upstream stands right below it. */
function together(blocks: readonly Block[]): readonly Element[][] | undefined {
  const names = new Set(blocks.flatMap((block) => (isUpstream(block) ? nameOf(block) : [])));
  const elements: Element[] = [];
  let upstream: Element | undefined;
  for (const block of blocks) {
    const name = nameOf(block);
    const isServed = !isUpstream(block) && name !== undefined && names.has(name);
    if (isServed && upstream?.key !== name) return undefined;
    if (upstream && isServed) {
      upstream = { ...upstream, span: { start: upstream.span.start, end: block.end } };
      elements.splice(-1, 1, upstream);
    } else {
      const element = elementOf(block, isUpstream(block));
      upstream = isUpstream(block) ? element : undefined;
      elements.push(element);
    }
  }
  return [elements];
}

/** Upstreams and servers each for themselves, where all upstreams come first. */
function apart(blocks: readonly Block[]): readonly Element[][] | undefined {
  const last = blocks.findLastIndex(isUpstream);
  const first = blocks.findIndex(({ directive }) => directive === 'server');
  if (last > first) return undefined;
  const names = new Set(blocks.flatMap((block) => (isUpstream(block) ? nameOf(block) : [])));
  const isServed = (block: Block) => !isUpstream(block) && names.has(nameOf(block) ?? '');
  return [
    blocks.map((block) => elementOf(block, isUpstream(block))),
    blocks.map((block) => elementOf(block, isServed(block))),
  ];
}

function elementOf(block: Block, isMember: boolean): Element {
  const span = { start: block.start, end: block.end };
  const { name } = block;
  if (!isMember || !name) return { span, name: span, label: '', key: undefined };
  return { span, name: { start: name.start, end: name.end }, label: name.text, key: name.text };
}

function isUpstream({ directive }: Block): boolean {
  return directive === 'upstream';
}

function nameOf({ name }: Block): string | undefined {
  return name?.text;
}
