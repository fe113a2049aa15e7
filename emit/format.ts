/** What a text is written in. `exact` is bytes that a program compares, and `text` any lines with `#` for comments. */
export type Format =
  | 'nix'
  | 'hcl'
  | 'yaml'
  | 'toml'
  | 'json'
  | 'markdown'
  | 'polkit'
  | 'nginx'
  | 'caddyfile'
  | 'just'
  | 'sql'
  | 'mermaid'
  | 'dot'
  | 'text'
  | 'exact';

/** How a format marks a comment that fills a line. */
export interface CommentStyle {
  readonly open: string;
  readonly close: string;
}

const hash: CommentStyle = { open: '# ', close: '' };

/** How a comment is written; `undefined` where there is none. */
export function commentStyle(format: Format): CommentStyle | undefined {
  switch (format) {
    case 'json':
    case 'exact':
      return undefined;
    case 'markdown':
      return { open: '<!-- ', close: ' -->' };
    case 'polkit':
    case 'dot':
      return { open: '// ', close: '' };
    case 'sql':
      return { open: '-- ', close: '' };
    case 'mermaid':
      return { open: '%% ', close: '' };
    case 'nix':
    case 'hcl':
    case 'yaml':
    case 'toml':
    case 'nginx':
    case 'caddyfile':
    case 'just':
    case 'text':
      return hash;
  }
}

const byEnding: ReadonlyMap<string, Format> = new Map([
  ['nix', 'nix'],
  ['tf', 'hcl'],
  ['tfvars', 'hcl'],
  ['hcl', 'hcl'],
  ['tofu', 'hcl'],
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['toml', 'toml'],
  ['json', 'json'],
  ['sarif', 'json'],
  ['md', 'markdown'],
  ['mdc', 'markdown'],
  ['rules', 'polkit'],
  ['conf', 'nginx'],
  ['caddyfile', 'caddyfile'],
  ['just', 'just'],
  ['justfile', 'just'],
  ['sql', 'sql'],
  ['mmd', 'mermaid'],
  ['dot', 'dot'],
  ['txt', 'text'],
]);

/** The format that the name of a file says; `undefined` where it says none. */
export function formatOfPath(path: string): Format | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return byEnding.get(name.slice(name.lastIndexOf('.') + 1));
}
