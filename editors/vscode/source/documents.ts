/** Documents of a kind: in a language, or with names of a form. */
export interface Documents {
  readonly scheme: string;
  readonly language?: string;
  readonly pattern?: string;
}

/** Files that are part of a fleet without being Nix. */
const besideNix =
  '**/{*.tf,*.tofu,*.tfvars,*.tf.json,*.yaml,*.yml,*.md,*.rules,flake.lock,flakewise.toml,*.conf,Caddyfile}';

/** What the server is told about while it is open. */
export function documentSelector(schemes: readonly string[]): Documents[] {
  return schemes.flatMap((scheme): Documents[] => [
    { scheme, language: 'nix' },
    ...(scheme === 'untitled' ? [] : [{ scheme, pattern: besideNix }]),
  ]);
}
