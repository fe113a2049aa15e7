/** A service as people write modules of their own: options, and a configuration when it is turned on. */
export function moduleFile(index: number): string {
  const name = `service-${index}`;
  return `{ config, lib, pkgs, ports, ... }:
let
  inherit (lib) mkEnableOption mkIf mkMerge mkOption types;
  cfg = config.made.${name};
in
{
  options.made.${name} = {
    enable = mkEnableOption "${name}";
    port = mkOption {
      type = types.port;
      default = ports.${name};
      description = "Where it listens.";
    };
    user = mkOption {
      type = types.str;
      default = "${name}";
    };
    openFirewall = mkOption {
      type = types.bool;
      default = ${index % 4 === 0};
    };
    settings = mkOption {
      type = types.attrsOf (types.either types.str types.int);
      default = { };
    };
  };

  config = mkIf cfg.enable (mkMerge [
    {
      made.${name}.settings = {
        port = cfg.port;
        name = "\${config.networking.hostName}-${name}";
      };
      users.users.\${cfg.user} = {
        isSystemUser = true;
        group = cfg.user;
        uid = ${10_000 + index};
      };
      users.groups.\${cfg.user} = { };
      sops.secrets."${name}/token" = {
        owner = cfg.user;
        group = cfg.user;
      };
      systemd.services.${name} = {
        description = "Service ${index}";
        after = [ "network-online.target" ];
        wantedBy = [ "multi-user.target" ];
        environment.TOKEN_FILE = config.sops.secrets."${name}/token".path;
        serviceConfig = {
          ExecStart = "\${pkgs.${name}}/bin/${name} --port \${toString cfg.settings.port}";
          User = cfg.user;
          Group = cfg.user;
          StateDirectory = "${name}";
          ProtectSystem = "strict";
        };
      };
    }
    (mkIf cfg.openFirewall {
      networking.firewall.allowedTCPPorts = [ cfg.port ];
    })
  ]);
}
`;
}

/** A part of the system that profiles turn on. */
export function systemFile(index: number): string {
  const name = `part-${index}`;
  return `{ config, lib, pkgs, ... }:
{
  options.parts.${name}.enable = lib.mkEnableOption "${name}";

  config = lib.mkIf config.parts.${name}.enable {
    environment.systemPackages = with pkgs; [
      tool-${index}
      tool-${index + 1}
    ];
    environment.etc."${name}.conf".text = ''
      # made for \${config.networking.hostName}
      level = ${index}
      \${lib.optionalString config.services.openssh.enable "remote = yes"}
    '';
    services.openssh.enable = lib.mkDefault true;
    boot.kernel.sysctl."net.part.${index}" = ${index};
    systemd.tmpfiles.rules = [ "d /var/lib/${name} 0750 root root -" ];
  };
}
`;
}

/** A module of homes. */
export function programFile(index: number): string {
  const name = `program-${index}`;
  return `{ config, lib, pkgs, ... }:
let
  cfg = config.made.${name};
in
{
  options.made.${name} = {
    enable = lib.mkEnableOption "${name}";
    theme = lib.mkOption {
      type = lib.types.enum [ "dark" "light" ];
      default = "dark";
    };
  };
  config = lib.mkIf cfg.enable {
    home.packages = [ pkgs.${name} ];
    xdg.configFile."${name}/config".text = ''
      theme = \${cfg.theme}
      user = \${config.home.username}
    '';
    programs.bash.shellAliases.p${index} = "${name} --theme \${cfg.theme}";
  };
}
`;
}

/** Records and rules in the cloud. */
export function cloudFile(index: number): string {
  return `resource "cloudflare_record" "site_${index}" {
  zone_id = var.zone_${index}
  name    = "site-${index}.example.org"
  type    = "A"
  value   = "192.0.2.10"
}

variable "zone_${index}" {
  type    = string
  default = "example.org"
}

resource "hcloud_firewall" "group_${index}" {
  name = "group-${index}"
  dynamic "rule" {
    for_each = [80, 443, ${8000 + index}]
    content {
      direction  = "in"
      protocol   = "tcp"
      port       = rule.value
      source_ips = ["0.0.0.0/0"]
    }
  }
}
`;
}
