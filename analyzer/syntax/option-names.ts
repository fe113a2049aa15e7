import type { HostClass } from '../facts/machines.ts';

/** Names of options at the top level that come with the system itself. */
export const ownNames: { readonly [Class in HostClass]: readonly string[] } = {
  nixos: [
    ...['appstream', 'assertions', 'boot', 'console', 'containers', 'documentation'],
    ...['environment', 'fileSystems', 'fonts', 'gtk', 'hardware', 'i18n', 'ids', 'location'],
    ...['meta', 'networking', 'nix', 'nixpkgs', 'oci', 'powerManagement', 'programs', 'qt'],
    ...['security', 'services', 'snapraid', 'specialisation', 'swapDevices', 'system'],
    ...['systemd', 'time', 'users', 'virtualisation', 'warnings', 'xdg', 'zramSwap'],
  ],
  darwin: [
    ...['assertions', 'documentation', 'environment', 'fonts', 'homebrew', 'ids', 'launchd'],
    ...['meta', 'networking', 'nix', 'nixpkgs', 'power', 'programs', 'security', 'services'],
    ...['system', 'time', 'users', 'warnings'],
  ],
  home: [
    ...['accounts', 'assertions', 'dbus', 'dconf', 'editorconfig', 'fonts', 'gtk', 'home'],
    ...['i18n', 'launchd', 'lib', 'manual', 'meta', 'news', 'nix', 'nixpkgs', 'pam'],
    ...['programs', 'qt', 'services', 'specialization', 'submoduleSupport', 'systemd'],
    ...['targets', 'uninstall', 'warnings', 'wayland', 'xdg', 'xfconf', 'xresources', 'xsession'],
  ],
};

/** Names that options or settings of modules begin with. */
export const settingNames: ReadonlySet<string> = new Set([
  ...Object.values(ownNames).flat(),
  ...['age', 'disko', 'home-manager', 'jovian', 'microvm', 'nixvim', 'sops', 'stylix', 'wsl'],
  ...['imports', 'options', 'config', 'disabledModules', '_module', 'freeformType'],
  ...['flake', 'perSystem'],
]);

/** Names that other sets have as well: each says nothing by itself. */
const common: ReadonlySet<string> = new Set([
  ...['accounts', 'console', 'fonts', 'ids', 'lib', 'location', 'meta', 'nix', 'power', 'system'],
  ...['targets', 'time', 'users', 'warnings', 'assertions', 'documentation', 'containers'],
]);

/** Whether options or settings of modules may begin with this name. */
export function isSetting(name: string): boolean {
  return settingNames.has(name);
}

/**
 * Whether a set with these names holds options and settings: one that is an
 * option at the top level of NixOS, nix-darwin, Home Manager or flake-parts, or
 * two of those that other sets have as well.
 */
export function areSettings(names: ReadonlySet<string>): boolean {
  const known = [...names].filter((name) => settingNames.has(name));
  return known.length > 1 || known.some((name) => !common.has(name));
}
