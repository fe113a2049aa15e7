import type { FilePath } from '#analyzer/diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '#analyzer/evaluate/path-value.ts';
import type { FileAnalysis } from '#analyzer/file-analysis.ts';
import { literalPaths } from '#analyzer/syntax/import-graph.ts';
import { suppressionsIn } from '#linter/suppression.ts';
import type { Span } from '#parser/span.ts';
import { Node, type NodeId, root } from '#parser/tree.ts';
import type { Texts } from '../folder.ts';
import { fileAt } from './meaning/paths.ts';
import { addressesIn, pageOfReference } from './web-pages.ts';

/** Where a link leads. */
type Goal =
  | { readonly kind: 'file'; readonly file: FilePath }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'rule'; readonly rule: string };

/** A place of a text that leads somewhere. */
export type Link = Span & Goal;

/**
 * Where a file leads to: files that paths name and that are there, web pages of
 * addresses and of flake references, and rules that comments and the
 * configuration name. What is put
 * together out of parts leads nowhere.
 */
export function linksIn(texts: Texts, file: FilePath): readonly Link[] {
  const analysis = texts.analysis(file);
  const rules = rulesNamed(texts, file);
  if (analysis === undefined) return rules;
  return [...pathLinks(texts, file, analysis), ...textLinks(texts, file, analysis), ...rules];
}

function rulesNamed(texts: Texts, file: FilePath): Link[] {
  if (/(^|\/)flakewise\.toml$/.test(file)) return rulesConfigured(texts.text(file) ?? '');
  return suppressionsIn(file, texts).flatMap(({ rules }) =>
    rules.map(({ name, span }): Link => ({ ...span, kind: 'rule', rule: name })),
  );
}

/** Texts of a configuration that look like names of rules. */
function rulesConfigured(text: string): Link[] {
  return [...text.matchAll(/["']([a-z][\w-]*\/[\w-]+)["']/g)].map(({ 1: rule = '', index }) => {
    const start = index + 1;
    return { start, end: start + rule.length, kind: 'rule', rule };
  });
}

function pathLinks(texts: Texts, file: FilePath, analysis: FileAnalysis): Link[] {
  const { tree, sourceMap } = analysis;
  return literalPaths(analysis).flatMap(({ expr, text }): Link[] => {
    const { span } = new Node(tree, (sourceMap.nodes[expr] ?? 0) as NodeId);
    const target = fileAt(texts, pathFrom(file, text));
    return target === undefined ? [] : [{ ...span, kind: 'file', file: target }];
  });
}

function textLinks(texts: Texts, file: FilePath, { tree }: FileAnalysis): Link[] {
  const links: Link[] = [];
  for (const node of root(tree).descendants()) {
    switch (node.kind) {
      case 'string_fragment':
      case 'template_literal': {
        const goal = isWhole(node) ? goalOf(texts, file, node) : undefined;
        links.push(...(goal ? [{ ...node.span, ...goal }] : addressLinks(node)));
        break;
      }
      case 'comment':
      case 'uri_expression':
        links.push(...addressLinks(node));
        break;
    }
  }
  return links;
}

/** Whether a text is all that its string has. */
function isWhole({ parent, start, end }: Node): boolean {
  return parent !== undefined && parent.end - parent.start === end - start + 2;
}

/** Where a text leads that names something as a whole. */
function goalOf(texts: Texts, file: FilePath, node: Node): Goal | undefined {
  const { text } = node;
  if (node.tree.language === 'hcl') return moduleOf(texts, file, node);
  const local = /^(?:path:)?(\.\.?(?:\/.*)?)$/.exec(text)?.[1];
  const path = local === undefined ? undefined : `${pathFrom(file, local)}/flake.nix`;
  if (path !== undefined && isBoundTo(node, 'url')) return fileGoal(texts, normalizePath(path));
  const address = pageOfReference(text);
  return address === undefined ? undefined : { kind: 'address', address };
}

/** The module that OpenTofu takes from a folder of the repository. */
function moduleOf(texts: Texts, file: FilePath, node: Node): Goal | undefined {
  const attribute = node.parent?.parent?.parent?.parent;
  const name = attribute?.kind === 'attribute' ? [...attribute.children()][0]?.text : undefined;
  if (name !== 'source' || !/^\.\.?\//.test(node.text)) return undefined;
  return fileGoal(texts, `${pathFrom(file, node.text)}/main.tf`);
}

function isBoundTo(node: Node, name: string): boolean {
  const path = node.parent?.parent?.child('attrpath')?.text;
  return path === name || path?.endsWith(`.${name}`) === true;
}

function fileGoal({ contents }: Texts, path: string): Goal | undefined {
  const file = filePath(path);
  return contents.kind(file) === 'file' ? { kind: 'file', file } : undefined;
}

function pathFrom(file: FilePath, path: string): string {
  return normalizePath(`./${directoryOf(file)}/${path}`);
}

/** The addresses in a text; not one that goes on in what is put in behind it. */
function addressLinks({ text, start, end, tree }: Node): Link[] {
  const isOpen = tree.text.startsWith('${', end);
  return addressesIn(text).flatMap(({ from, address }): Link[] => {
    if (isOpen && from + address.length === text.length) return [];
    const at = start + from;
    return [{ start: at, end: at + address.length, kind: 'address', address }];
  });
}
