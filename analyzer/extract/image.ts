import type { Cell } from '../facts/cell.ts';

/** An image reference and its parts. */
export interface ImageParts {
  readonly image: Cell<string>;
  readonly repository: Cell<string>;
  readonly tag: Cell<string>;
  readonly digest: Cell<string>;
}

/** `registry:port/name:tag@algorithm:digest`, as the specification of OCI distribution has it. */
export function imageParts(image: Cell<string>): ImageParts {
  if (typeof image !== 'string') return { image, repository: image, tag: image, digest: image };
  const [named = '', digest] = image.replace(/^docker:\/\//, '').split('@', 2);
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return {
    image,
    repository: colon === -1 ? named : named.slice(0, colon),
    tag: colon === -1 ? undefined : named.slice(colon + 1),
    digest,
  };
}
