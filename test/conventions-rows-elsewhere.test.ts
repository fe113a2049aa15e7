import { suiteOfFixes } from './support/fix-examples.ts';

const test = suiteOfFixes('conventions that add rows of other forms', [
  {
    says: 'a grant is an alternative of its user’s, or stands at its place among those of others',
    toml: `
      each = "service"
      where = { user = { set = true } }
      needs = { table = "grant", host = "{host}", user = "{user}", unit = "{name}.service" }
    `,
    code: `
-- oak.nix --
{
  environment.etc."polkit-1/rules.d/50-units.rules".source = ./50-units.rules;
  systemd.services = {
    blog.serviceConfig.User = "blog";
    mail.serviceConfig.User = "post";
    shop.serviceConfig.User = "shop";
    shop-door.serviceConfig.User = "shop";
    shop-till.serviceConfig.User = "shop";
  };
}
-- 50-units.rules --
polkit.addRule(function (action, subject) {
  if (action.id != "org.freedesktop.systemd1.manage-units") return;
  var unit = action.lookup("unit");
  // everything else is up to people
  if (subject.user == "blog" && unit == "blog.service") {
    return polkit.Result.YES;
  }
  if (subject.user === 'shop' && unit === 'shop-door.service') {
    return polkit.Result.YES;
  }
});
    `,
    fixed: `
-- 50-units.rules --
polkit.addRule(function (action, subject) {
  if (action.id != "org.freedesktop.systemd1.manage-units") return;
  var unit = action.lookup("unit");
  // everything else is up to people
  if (subject.user == "blog" && unit == "blog.service") {
    return polkit.Result.YES;
  }
  if (subject.user == "post" && unit == "mail.service") {
    return polkit.Result.YES;
  }
  if (subject.user === 'shop' && (unit === 'shop-door.service' || unit === 'shop-till.service' || unit === 'shop.service')) {
    return polkit.Result.YES;
  }
});
    `,
  },
  {
    says: 'the state of a unit is kept beside what is kept already',
    toml: `
      each = "service"
      where = { "state-directories" = "{directory}" }
      needs = { table = "persisted", host = "{host}", kind = "directory", path = "/var/lib/{directory}" }
    `,
    code: `
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/blog" # posts
    "/var/log"
  ];
  systemd.services.blog.serviceConfig.StateDirectory = "blog";
  systemd.services.shop.serviceConfig.StateDirectory = "shop";
}
    `,
    fixed: `
-- oak.nix --
{
  environment.persistence."/persist".directories = [
    "/var/lib/blog" # posts
    "/var/lib/shop"
    "/var/log"
  ];
  systemd.services.blog.serviceConfig.StateDirectory = "blog";
  systemd.services.shop.serviceConfig.StateDirectory = "shop";
}
    `,
  },
  {
    says: 'a record, an ingress rule and an open port stand in the form of the others',
    toml: `
      each = "route"
      where = { domain = { set = true } }
      needs = [
        { table = "dns-record", name = "{domain}", type = "A" },
        { table = "ingress-rule", protocol = "{protocol}", from-port = "{listen-port}", to-port = "{listen-port}", write = { label = "web" } },
        { table = "open-port", host = "{host}", protocol = "{protocol}", port = "{listen-port}" },
      ]
    `,
    code: `
-- oak.nix --
{
  networking.firewall.allowedTCPPorts = [ 22 ];
  services.nginx.enable = true;
  services.nginx.virtualHosts."shop.example.org".locations."/".proxyPass = "http://127.0.0.1:80";
}
-- cloud.tf --
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = "sg-1"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_route53_record" "blog" {
  zone_id = aws_route53_zone.all.zone_id
  name    = "blog.example.org"
  type    = "A"
  ttl     = 300
  records = ["192.0.2.1"]
}

resource "aws_route53_zone" "all" {
  name = "example.org"
}
    `,
    fixed: `
-- oak.nix --
{
  networking.firewall.allowedTCPPorts = [
    22
    80
  ];
  services.nginx.enable = true;
  services.nginx.virtualHosts."shop.example.org".locations."/".proxyPass = "http://127.0.0.1:80";
}
-- cloud.tf --
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = "sg-1"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = "sg-1"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
}

resource "aws_route53_record" "blog" {
  zone_id = aws_route53_zone.all.zone_id
  name    = "blog.example.org"
  type    = "A"
  ttl     = 300
  records = ["192.0.2.1"]
}

resource "aws_route53_record" "shop" {
  zone_id = aws_route53_zone.all.zone_id
  name    = "shop.example.org"
  type    = "A"
  ttl     = 300
  records = ["192.0.2.1"]
}

resource "aws_route53_zone" "all" {
  name = "example.org"
}
    `,
  },
  {
    says: 'a virtual host comes with its certificate',
    toml: `
      each = "dns-record"
      where = { type = "A" }
      needs = { table = "route", host = "oak", domain = "{name}", write = { upstream-port = 8081 } }
    `,
    code: `
-- oak.nix --
{
  security.acme.certs = {
    "blog.example.org" = { email = "ada@example.org"; };
    "till.example.org" = { email = "ada@example.org"; };
  };
  services.nginx = {
    enable = true;
    virtualHosts = {
      "blog.example.org" = {
        enableACME = true;
        forceSSL = true;
        locations."/".proxyPass = "http://10.1.0.2:4321";
      };
      "till.example.org" = {
        enableACME = true;
        forceSSL = true;
        locations."/".proxyPass = "http://10.1.0.2:8080";
      };
    };
  };
}
-- cloud.tf --
resource "aws_route53_record" "shop" {
  zone_id = aws_route53_zone.all.zone_id
  name    = "shop.example.org"
  type    = "A"
  records = ["192.0.2.1"]
}
    `,
    fixed: `
-- oak.nix --
{
  security.acme.certs = {
    "blog.example.org" = { email = "ada@example.org"; };
    "shop.example.org" = { email = "ada@example.org"; };
    "till.example.org" = { email = "ada@example.org"; };
  };
  services.nginx = {
    enable = true;
    virtualHosts = {
      "blog.example.org" = {
        enableACME = true;
        forceSSL = true;
        locations."/".proxyPass = "http://10.1.0.2:4321";
      };
      "shop.example.org" = {
        enableACME = true;
        forceSSL = true;
        locations."/".proxyPass = "http://10.1.0.2:8081";
      };
      "till.example.org" = {
        enableACME = true;
        forceSSL = true;
        locations."/".proxyPass = "http://10.1.0.2:8080";
      };
    };
  };
}
    `,
  },
  {
    says: 'rules that two machines have are not widened for one of them',
    toml: `
      each = "service"
      where = { host = "elm", user = { set = true } }
      needs = { table = "grant", host = "{host}", user = "{user}", unit = "{name}.service" }
    `,
    code: `
-- elm.nix --
{
  systemd.services.mail.serviceConfig.User = "post";
}
-- both.nix --
{
  environment.etc."polkit-1/rules.d/50-units.rules".source = ./50-units.rules;
}
-- 50-units.rules --
polkit.addRule(function (action, subject) {
  if (action.id != "org.freedesktop.systemd1.manage-units") return;
  if (subject.user == "blog" && action.lookup("unit") == "blog.service") {
    return polkit.Result.YES;
  }
});
    `,
    fixed: '',
  },
]);

test.run();
