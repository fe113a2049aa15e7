/** What the value of an option is, as far as it says what to propose. */
export type ValueKind =
  | { readonly kind: 'bool' }
  | { readonly kind: 'user' | 'group' | 'unit' | 'path' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'other' };

/**
 * Options of other projects that facts are made from, by the path above them;
 * a star is any name. Behind a name stands what its value is.
 */
const known = `
age: identityPaths secrets
age.secrets.*: file=path group=group mode name owner=user path symlink=bool
boot: initrd kernelModules kernelPackages kernelParams loader supportedFilesystems tmp
boot.loader: efi grub systemd-boot timeout
environment: etc persistence sessionVariables shellAliases systemPackages variables
fileSystems.*: device fsType neededForBoot=bool options
networking: defaultGateway domain extraHosts firewall hostId hostName hosts interfaces nameservers nat networkmanager useDHCP=bool wireguard
networking.firewall: allowedTCPPortRanges allowedTCPPorts allowedUDPPortRanges allowedUDPPorts enable=bool extraCommands interfaces trustedInterfaces
nix: buildMachines channel extraOptions gc nixPath optimise package registry settings
nix.gc: automatic=bool dates options persistent=bool
nix.settings: allowed-users auto-optimise-store=bool experimental-features substituters trusted-public-keys trusted-users
nixpkgs: config hostPlatform overlays
security: acme pam polkit sudo
security.acme.certs.*: dnsProvider domain email extraDomainNames group=group reloadServices webroot
security.polkit: enable=bool extraConfig
security.sudo: enable=bool extraRules wheelNeedsPassword=bool
services.nginx.virtualHosts.*: acmeRoot addSSL=bool default=bool enableACME=bool extraConfig forceSSL=bool listen locations onlySSL=bool root serverAliases sslCertificate sslCertificateKey useACMEHost
services.nginx.virtualHosts.*.locations.*: alias extraConfig index proxyPass proxyWebsockets=bool return root tryFiles
services.openssh: enable=bool hostKeys openFirewall=bool ports settings
services.openssh.settings: KbdInteractiveAuthentication=bool PasswordAuthentication=bool PermitRootLogin=yes|no|prohibit-password|without-password|forced-commands-only X11Forwarding=bool
services.restic.backups.*: environmentFile exclude extraBackupArgs initialize=bool passwordFile paths pruneOpts repository repositoryFile timerConfig user=user
sops: age defaultSopsFile=path defaultSopsFormat=yaml|json|binary|dotenv|ini gnupg secrets templates validateSopsFiles=bool
sops.age: generateKey=bool keyFile sshKeyPaths
sops.secrets.*: format=yaml|json|binary|dotenv|ini gid group=group key mode neededForUsers=bool owner=user path reloadUnits=unit restartUnits=unit sopsFile=path uid
sops.templates.*: content gid group=group mode owner=user path reloadUnits=unit restartUnits=unit uid
systemd: services sockets targets timers tmpfiles user
systemd.services.*: after=unit before=unit bindsTo=unit description enable=bool environment onFailure=unit partOf=unit path postStart preStart reload requires=unit restartIfChanged=bool restartTriggers script serviceConfig startAt unitConfig wantedBy=unit wants=unit
systemd.services.*.serviceConfig: AmbientCapabilities CapabilityBoundingSet DynamicUser=bool EnvironmentFile ExecStart ExecStartPre ExecStop Group=group LoadCredential NoNewPrivileges=bool PrivateTmp=bool ProtectHome ProtectSystem Restart=always|no|on-abnormal|on-failure|on-success RestartSec RuntimeDirectory StateDirectory SupplementaryGroups=group Type=dbus|exec|forking|idle|notify|oneshot|simple User=user WorkingDirectory
systemd.timers.*: after=unit description enable=bool partOf=unit timerConfig wantedBy=unit
systemd.timers.*.timerConfig: OnBootSec OnCalendar OnUnitActiveSec Persistent=bool RandomizedDelaySec Unit=unit
time: timeZone
users: defaultUserShell groups mutableUsers=bool users
users.groups.*: gid members=user
users.users.*: createHome=bool description extraGroups=group group=group hashedPasswordFile home homeMode isNormalUser=bool isSystemUser=bool linger=bool name openssh packages shell subGidRanges subUidRanges uid
users.users.*.openssh.authorizedKeys: keyFiles keys
virtualisation: containers docker libvirtd oci-containers podman
virtualisation.oci-containers: backend=docker|podman containers
virtualisation.oci-containers.containers.*: autoStart=bool cmd dependsOn entrypoint environment environmentFiles extraOptions image imageFile ports user volumes workdir
`;

const byPath: ReadonlyMap<string, ReadonlyMap<string, ValueKind>> = new Map(
  known
    .trim()
    .split('\n')
    .map((line) => {
      const [path = '', names = ''] = line.split(': ');
      return [path, new Map(names.split(' ').filter(Boolean).map(readOption))];
    }),
);

function readOption(text: string): [string, ValueKind] {
  const [name = '', kind = ''] = text.split('=');
  return [name, valueKind(kind)];
}

function valueKind(kind: string): ValueKind {
  if (kind === 'bool') return { kind };
  if (kind === 'user' || kind === 'group' || kind === 'unit' || kind === 'path') return { kind };
  return kind === '' ? { kind: 'other' } : { kind: 'word', words: kind.split('|') };
}

/** The options of other projects right below a path. */
export function knownOptionsBelow(path: readonly string[]): ReadonlyMap<string, ValueKind> {
  for (const [pattern, options] of byPath) {
    const names = pattern === '' ? [] : pattern.split('.');
    const fits = names.every((name, index) => name === '*' || name === path[index]);
    if (names.length === path.length && fits) return options;
  }
  return new Map();
}
