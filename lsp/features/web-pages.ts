import { type FlakeReference, parseReference } from '#analyzer/sources/reference.ts';

/** The page of a flake reference on the web; `undefined` for texts that are none, and for what has no page. */
export function pageOfReference(text: string): string | undefined {
  if (!/^(github|gitlab|sourcehut|git\+https?|git\+ssh|tarball\+https?):/.test(text))
    return undefined;
  const reference = parseReference(text);
  const page = reference && pageOf(reference);
  return page !== undefined && URL.canParse(page) ? page : undefined;
}

function pageOf(reference: FlakeReference): string | undefined {
  const { type, host, owner, repository, address } = reference;
  if (host === undefined) return undefined;
  const version = reference.revision ?? reference.ref;
  const behind = (folder: string): string => (version === undefined ? '' : `/${folder}/${version}`);
  switch (type) {
    case 'github':
    case 'sourcehut':
      return `https://${host}/${owner}/${repository}${behind('tree')}`;
    case 'gitlab':
      return `https://${host}/${owner}/${repository}${behind('-/tree')}`;
    case 'git':
    case 'tarball':
      return `https://${address?.replace(/\.git$/, '') ?? host}`;
    default:
      return undefined;
  }
}

/** Addresses of web pages in a text, without the punctuation around them. */
export function addressesIn(
  text: string,
): readonly { readonly from: number; readonly address: string }[] {
  if (!text.includes('://')) return [];
  return [...text.matchAll(/\bhttps?:\/\/[^\s"'<>`{}|\\^[\]]+/g)].flatMap((match) => {
    const address = withoutPunctuation(match[0]);
    return URL.canParse(address) ? [{ from: match.index, address }] : [];
  });
}

function withoutPunctuation(address: string): string {
  const trimmed = address.replace(/[.,;:!?*]+$/, '');
  const isOpened = trimmed.split('(').length >= trimmed.split(')').length;
  return isOpened || !trimmed.endsWith(')') ? trimmed : withoutPunctuation(trimmed.slice(0, -1));
}
