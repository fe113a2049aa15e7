import { siteAt } from '../data/place.ts';
import type { FilePath } from '../diagnostic.ts';
import { directoryOf, filePath, normalizePath } from '../evaluate/path-value.ts';
import type { Cell } from '../facts/cell.ts';
import type { DocLinkRow } from '../facts/documents.ts';
import type { PathIndex } from '../mentions/judge.ts';
import type { Link } from './document.ts';

/** The workspace as links see it. */
export interface LinkTargets extends PathIndex {
  /** The anchors of a document; `undefined` where there may be others. */
  anchors(file: FilePath): ReadonlySet<string> | undefined;
}

/** A link with what it leads to, relative to its document as GitHub resolves it. */
export function linkRow(file: FilePath, link: Link, targets: LinkTargets): DocLinkRow {
  const { heading, text, target, targetSpan } = link;
  return {
    at: siteAt(file, targetSpan),
    file,
    heading,
    text,
    target,
    ...resolved(file, target, targets),
  };
}

type Resolved = Pick<DocLinkRow, 'kind' | 'path' | 'fragment' | 'exists'>;

function resolved(file: FilePath, target: string, targets: LinkTargets): Resolved {
  const address = {
    kind: 'address',
    path: undefined,
    fragment: undefined,
    exists: undefined,
  } as const;
  if (/^([a-z][a-z0-9+.-]*:|\/\/)|^[^/#?]+@[^/]+\.\w+$/i.test(target) || target === '')
    return address;
  const [before = '', written] = target.split('#', 2);
  const fragment = written === '' ? undefined : written && decoded(written);
  const name = decoded(before.split('?')[0] ?? '');
  if (name === '') {
    const exists = hasAnchor(file, fragment, targets);
    return { kind: 'anchor', path: file, fragment, exists };
  }
  const base = name.startsWith('/') ? '' : directoryOf(file);
  const path = normalizePath(`./${base}/${name}`);
  return {
    kind: 'file',
    path,
    fragment,
    exists: existence({ file, name, path, fragment }, targets),
  };
}

interface Asked {
  readonly file: FilePath;
  readonly name: string;
  readonly path: string;
  readonly fragment: string | undefined;
}

function existence({ file, name, path, fragment }: Asked, targets: LinkTargets): Cell<boolean> {
  const there = filePath(path);
  if (path.startsWith('..')) return { undecided: 'leads out of the repository' };
  if (/[{}<>$]|@\w+@/.test(name)) return { undecided: 'has parts that are filled in' };
  if (targets.kind(there) !== undefined) return hasAnchor(there, fragment, targets);
  const plain = path.replace(/\.html$/, '');
  const isPage = ['.md', '.mdx', '/index.md', '/README.md', '/index.mdx'].some(
    (ending) => targets.kind(filePath(plain + ending)) !== undefined,
  );
  if (isPage || name.startsWith('/'))
    return { undecided: 'may be a page of a site that is made of documents' };
  if (targets.isIgnored(path)) return { undecided: 'git ignores what is there' };
  return file.includes('/templates/') ? { undecided: 'is in a template' } : false;
}

function hasAnchor(
  file: FilePath,
  fragment: string | undefined,
  targets: LinkTargets,
): Cell<boolean> {
  if (fragment === undefined || /^L\d+(-L?\d+)?$/.test(fragment)) return true;
  const anchors = targets.anchors(file);
  if (!anchors)
    return { undecided: 'names a place in a file that is no document, or that takes in others' };
  if (anchors.has(fragment) || anchors.has(fragment.toLowerCase())) return true;
  return /^(user-content-|:~:|fn|cite)/.test(fragment) || fragment === 'top'
    ? { undecided: 'is a name that programs give' }
    : false;
}

/** A text that is not encoded right stays as it is. */
function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (part) => {
    const bytes = part
      .slice(1)
      .split('%')
      .map((digits) => Number.parseInt(digits, 16));
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}
