import { type Counts, indices, listing } from './made-lists.ts';

/** The files of one machine of the made-up fleet; the first is the proxy. */
export function machineFiles(
  index: number,
  counts: Counts,
): readonly (readonly [string, string])[] {
  const folder = `machines/machine-${index}`;
  const parts = ['hardware', 'network', 'services', 'secrets', 'people', 'backups'];
  if (index === 0) parts.push('proxy');
  return [
    [`${folder}/default.nix`, listing(parts.map((part) => `${part}.nix`))],
    [`${folder}/hardware.nix`, hardware(index)],
    [`${folder}/network.nix`, network(index)],
    [`${folder}/services.nix`, enabled(index, counts)],
    [`${folder}/secrets.nix`, secrets(index)],
    [`${folder}/people.nix`, peopleOf(index)],
    [`${folder}/backups.nix`, backups(index)],
    ...(index === 0 ? ([[`${folder}/proxy.nix`, proxy]] as const) : []),
  ];
}

function hardware(index: number): string {
  return `{ lib, modulesPath, ... }:
{
  imports = [ (modulesPath + "/installer/scan/not-detected.nix") ];
  boot.initrd.availableKernelModules = [ "ahci" "nvme" "usbhid" ];
  fileSystems."/" = { device = "/dev/disk/by-label/root-${index}"; fsType = "ext4"; };
  nixpkgs.hostPlatform = lib.mkDefault "x86_64-linux";
  system.stateVersion = "25.05";
}
`;
}

function network(index: number): string {
  return `{ config, lib, ... }:
{
  networking = {
    interfaces.eth0.ipv4.addresses = [ { address = "192.0.2.${10 + index}"; prefixLength = 24; } ];
    firewall.allowedTCPPorts = [ 22 ] ++ lib.optional config.services.prometheus.enable 9090;
    wg-quick.interfaces.wg0 = {
      address = [ "10.9.0.${10 + index}/24" ];
      listenPort = 51820;
      privateKeyFile = config.sops.secrets."wireguard".path;
      peers = [ { allowedIPs = [ "10.9.0.0/24" ]; endpoint = "vpn.example.org:51820"; } ];
    };
  };
  services.prometheus.enable = ${index % 3 === 0};
}
`;
}

function enabled(index: number, { services, profiles }: Counts): string {
  const own = indices(30).map((part) => (index * 14 + part * 3) % services);
  return `{
  profiles.profile-${index % profiles}.enable = true;
  profiles.profile-${(index + 3) % profiles}.enable = true;
${[...new Set(own)].map((service) => `  made.service-${service}.enable = true;`).join('\n')}
}
`;
}

function secrets(index: number): string {
  return `{ config, ... }:
{
  sops.defaultSopsFile = ./secrets.yaml;
  sops.secrets = {
    wireguard = { };
${indices(8)
  .map(
    (part) =>
      `    "mail/account-${part}" = { owner = "person-${(index + part) % 20}"; mode = "0400"; };`,
  )
  .join('\n')}
  };
  services.mailer.passwordFile = config.sops.secrets."mail/account-0".path;
}
`;
}

function peopleOf(index: number): string {
  return `{ lib, people, ... }:
{
  users.users = lib.mapAttrs (_: person: {
    isNormalUser = true;
    inherit (person) description uid;
    extraGroups = [ "wheel" ];
  }) people;
  home-manager.users.person-${index} = import ../../homes/person-${index}.nix;
}
`;
}

function backups(index: number): string {
  return `{ config, ... }:
{
  services.restic.backups.daily = {
    paths = [ "/var/lib" "/home" ];
    repository = "s3:https://backup.example.org/\${config.networking.hostName}";
    passwordFile = config.sops.secrets."mail/account-${index % 8}".path;
    timerConfig.OnCalendar = "0${index % 10}:00";
  };
}
`;
}

const proxy = `{ domains, lib, ports, self, ... }:
let
  others = lib.filterAttrs (name: _: name != "machine-0") self.nixosConfigurations;
in
{
  services.nginx = {
    enable = true;
    virtualHosts = lib.mapAttrs (_: service: {
      enableACME = true;
      forceSSL = true;
      locations."/".proxyPass = "http://10.9.0.11:\${toString ports.\${service}}";
    }) domains;
  };
  networking.firewall.allowedTCPPorts = [ 80 443 ];
  services.prometheus.scrapeConfigs = lib.mapAttrsToList (name: machine: {
    job_name = name;
    static_configs = [ { targets = [ "\${machine.config.networking.hostName}:9100" ]; } ];
  }) others;
}
`;
