/** `services/` and `caddy/` for `services/caddy/default.nix`: the folder stands for its file. */
export function pathParts(file: string): { readonly folder: string; readonly name: string } {
  const whole = file.replace(/(?<=\/)default\.nix$/, '');
  const cut = whole.replace(/\/$/, '').lastIndexOf('/') + 1;
  return { folder: whole.slice(0, cut), name: whole.slice(cut) };
}
