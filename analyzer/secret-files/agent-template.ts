/** What a template of Consul asks Vault or OpenBao for. */
export interface Lookup {
  readonly path: string;
  /** The key below the answer; `undefined` where the whole answer is used. */
  readonly key: string | undefined;
}

/** More actions than any template has. */
const mostActions = 5_000;

const actions = /\{\{-?((?:[^}]|\}(?!\}))*?)-?\}\}/g;

/**
 * The secrets that a template for the agents of Vault and OpenBao looks up.
 * `.Data.data.x` belongs to the innermost `with secret "…"` around it.
 */
export function lookupsIn(template: string): readonly Lookup[] {
  const reading = new Reading();
  let count = 0;
  for (const [, action = ''] of template.matchAll(actions)) {
    if (++count > mostActions) break;
    reading.read(action.trim());
  }
  return reading.finish();
}

/** What stands between `with`, `range` or `if` and its `end`. */
interface Block {
  /** The secret that a dot stands for. */
  readonly path: string | undefined;
  /** Whether the block itself looks that secret up. */
  readonly opens: boolean;
  hasKeys: boolean;
}

class Reading {
  readonly #found = new Map<string, Lookup>();
  readonly #open: Block[] = [];

  read(action: string): void {
    if (/^end\b/.test(action)) this.#close();
    else if (!/^(else|\/\*)/.test(action)) this.#look(action);
  }

  finish(): readonly Lookup[] {
    while (this.#open.length > 0) this.#close();
    return [...this.#found.values()];
  }

  #look(action: string): void {
    const path = pathIn(action);
    const dot = path ?? this.#open.at(-1)?.path;
    const keys = keysIn(action);
    if (keys.length > 0) for (const block of this.#open) block.hasKeys = true;
    if (dot !== undefined) for (const key of keys) this.#add(dot, key);
    const hasKeys = keys.length > 0;
    if (/^(with|range|if)\b/.test(action))
      this.#open.push({ path: dot, opens: path !== undefined, hasKeys });
    else if (path !== undefined && !hasKeys) this.#add(path, undefined);
  }

  #close(): void {
    const block = this.#open.pop();
    if (block?.opens && !block.hasKeys && block.path !== undefined)
      this.#add(block.path, undefined);
  }

  #add(path: string, key: string | undefined): void {
    this.#found.set(JSON.stringify([path, key]), { path, key });
  }
}

function pathIn(action: string): string | undefined {
  return /\b(?:secret|pkiCert)\s+["`]([^"`]+)["`]/.exec(action)?.[1];
}

function keysIn(action: string): readonly string[] {
  const dotted = action.matchAll(/\.Data\.(?:data\.)?([A-Za-z_]\w*)/g);
  const indexed = action.matchAll(/\bindex\s+\.Data(?:\.data)?\s+["`]([^"`]+)["`]/g);
  return [...dotted, ...indexed].flatMap(([, key]) => {
    return key === undefined || key === 'data' ? [] : key;
  });
}
