import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { rules } from './support/hcl-rules.ts';

const test = suite('hcl ingress');

test('who is let in decides whether a rule is open', () => {
  const rule = (source: string): string => `
    resource "aws_vpc_security_group_ingress_rule" "a" {
      security_group_id = "sg"
      ip_protocol       = "tcp"
      from_port         = 443
      to_port           = 443
      ${source}
    }`;
  const cases: [string, string][] = [
    ['cidr_ipv4 = "0.0.0.0/0"', 'from 0.0.0.0/0, open true'],
    ['cidr_ipv6 = "::/0"', 'from ::/0, open true'],
    ['cidr_ipv4 = "203.0.113.7/32"', 'from 203.0.113.7/32, open false'],
    ['cidr_ipv4 = "${aws_eip.a.public_ip}/32"', 'from ${aws_eip.a.public_ip}/32, open false'],
    [
      'referenced_security_group_id = aws_security_group.b.id',
      'from aws_security_group.b.id, open false',
    ],
    ['prefix_list_id = "pl-1"', 'from pl-1, open ?(who is in `pl-1` is not known)'],
    ['cidr_ipv4 = var.nothing', 'from ?(the variable `nothing` is not declared)'],
    ['', 'from undefined, open undefined'],
  ];
  for (const [source, expected] of cases) {
    assert.ok(rules(rule(source))[0]?.includes(expected), `${source}\n${rules(rule(source))[0]}`);
  }
});

/** For each firewall: a resource, and its rules. */
const cases: readonly (readonly [string, readonly string[]])[] = [
  [
    `resource "azurerm_network_security_group" "a" {
      security_rule {
        priority                   = 100
        direction                  = "Inbound"
        access                     = "Allow"
        protocol                   = "Tcp"
        destination_port_ranges    = ["80", "8000-8010"]
        source_address_prefix      = "Internet"
      }
      security_rule {
        priority               = 4096
        direction              = "Inbound"
        access                 = "Deny"
        protocol               = "*"
        destination_port_range = "*"
        source_address_prefix  = "*"
      }
    }`,
    [
      'tcp 80-80 from Internet, open true, into azurerm_network_security_group.a',
      'tcp 8000-8010 from Internet, open true, into azurerm_network_security_group.a',
    ],
  ],
  [
    `resource "azurerm_network_security_rule" "a" {
      network_security_group_name = azurerm_network_security_group.main.name
      direction                   = "Inbound"
      access                      = "Allow"
      protocol                    = "*"
      destination_port_range      = "*"
      source_address_prefixes     = ["10.0.0.0/8"]
    }
    resource "azurerm_network_security_group" "main" { name = "main" }`,
    ['any 0-65535 from 10.0.0.0/8, open false, into azurerm_network_security_group.main'],
  ],
  [
    `resource "oci_core_security_list" "a" {
      ingress_security_rules {
        protocol = "6"
        source   = "0.0.0.0/0"
        tcp_options {
          min = 22
          max = 23
        }
      }
      ingress_security_rules {
        protocol = "17"
        source   = "10.0.0.0/16"
      }
    }`,
    [
      'tcp 22-23 from 0.0.0.0/0, open true, into oci_core_security_list.a',
      'udp 0-65535 from 10.0.0.0/16, open false, into oci_core_security_list.a',
    ],
  ],
  [
    `resource "oci_core_network_security_group_security_rule" "a" {
      network_security_group_id = oci_core_network_security_group.g.id
      direction                 = "INGRESS"
      protocol                  = "6"
      source                    = "0.0.0.0/0"
      tcp_options {
        destination_port_range {
          min = 443
          max = 443
        }
      }
    }
    resource "oci_core_network_security_group" "g" {}`,
    ['tcp 443-443 from 0.0.0.0/0, open true, into oci_core_network_security_group.g'],
  ],
  [
    `resource "linode_firewall" "a" {
      inbound_policy = "DROP"
      inbound {
        action   = "ACCEPT"
        protocol = "TCP"
        ports    = "22, 80-81"
        ipv4     = ["0.0.0.0/0"]
        ipv6     = ["::/0"]
      }
      inbound {
        action   = "DROP"
        protocol = "UDP"
        ipv4     = ["0.0.0.0/0"]
      }
    }`,
    [
      'tcp 22-22 from 0.0.0.0/0+::/0, open true, into linode_firewall.a',
      'tcp 80-81 from 0.0.0.0/0+::/0, open true, into linode_firewall.a',
    ],
  ],
  [
    'resource "linode_firewall" "a" { inbound_policy = "ACCEPT" }',
    ['any 0-65535 from 0.0.0.0/0+::/0, open true, into linode_firewall.a'],
  ],
  [
    `resource "vultr_firewall_rule" "a" {
      firewall_group_id = vultr_firewall_group.g.id
      protocol          = "tcp"
      subnet            = "0.0.0.0"
      subnet_size       = 0
      port              = "8090:8100"
    }
    resource "vultr_firewall_group" "g" {}`,
    ['tcp 8090-8100 from 0.0.0.0/0, open true, into vultr_firewall_group.g'],
  ],
  [
    `resource "openstack_networking_secgroup_rule_v2" "a" {
      direction         = "ingress"
      ethertype         = "IPv4"
      protocol          = "tcp"
      port_range_min    = 22
      port_range_max    = 22
      remote_ip_prefix  = "192.0.2.0/24"
      security_group_id = openstack_networking_secgroup_v2.g.id
    }
    resource "openstack_networking_secgroup_v2" "g" {}`,
    ['tcp 22-22 from 192.0.2.0/24, open false, into openstack_networking_secgroup_v2.g'],
  ],
  [
    `resource "scaleway_instance_security_group" "a" {
      inbound_default_policy = "drop"
      inbound_rule {
        action   = "accept"
        protocol = "TCP"
        port     = 443
      }
      inbound_rule {
        action     = "accept"
        protocol   = "UDP"
        port_range = "60000-61000"
        ip_range   = "198.51.100.0/24"
      }
    }`,
    [
      'tcp 443-443 from 0.0.0.0/0, open true, into scaleway_instance_security_group.a',
      'udp 60000-61000 from 198.51.100.0/24, open false, into scaleway_instance_security_group.a',
    ],
  ],
  [
    `resource "google_compute_firewall" "a" {
      allow {
        protocol = "tcp"
        ports    = ["443"]
      }
    }
    resource "google_compute_firewall" "off" {
      disabled = true
      allow { protocol = "all" }
    }
    resource "google_compute_firewall" "out" {
      direction = "EGRESS"
      allow { protocol = "all" }
    }`,
    ['tcp 443-443 from 0.0.0.0/0, open true, into google_compute_firewall.a'],
  ],
  [
    `resource "google_compute_network_firewall_policy_rule" "a" {
      firewall_policy = google_compute_network_firewall_policy.p.id
      action          = "allow"
      direction       = "INGRESS"
      match {
        src_ip_ranges = ["0.0.0.0/0"]
        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["80"]
        }
      }
    }`,
    ['tcp 80-80 from 0.0.0.0/0, open true, into google_compute_network_firewall_policy.p'],
  ],
  [
    `resource "digitalocean_firewall" "a" {
      dynamic "inbound_rule" {
        for_each = [22, 443]
        iterator = each_port
        content {
          protocol         = "tcp"
          port_range       = each_port.value
          source_addresses = each_port.value == 22 ? ["203.0.113.7"] : ["0.0.0.0/0", "::/0"]
        }
      }
    }`,
    [
      'tcp 22-22 from 203.0.113.7, open false, into digitalocean_firewall.a',
      'tcp 443-443 from 0.0.0.0/0+::/0, open true, into digitalocean_firewall.a',
    ],
  ],
  [
    `variable "side" {}
    resource "hcloud_firewall" "a" {
      rule {
        direction  = var.side
        protocol   = "tcp"
        port       = "22"
        source_ips = ["0.0.0.0/0"]
      }
    }`,
    ['gap: the variable `side` gets its value from outside'],
  ],
];

test('each firewall spells rules in its own way', () => {
  for (const [text, expected] of cases) assert.equal(rules(text), expected, text);
});

test.run();
