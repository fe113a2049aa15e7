import { isUndecided, known } from '#analyzer/facts/cell.ts';
import { gapFor } from '#analyzer/facts/facts.ts';
import type { DnsRecordRow } from '#analyzer/facts/network.ts';
import { addZone, moveToZone, strayName, zoneKey, zonesNote } from '#analyzer/network/zones.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'network/zone',
    summary: 'Every DNS record lies in its zone, and the id of the zone is known.',
    severity: 'error',
    fix: 'unsafe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Records often take their zone from a map of domains to ids, such as
      \`var.zones["example.org"]\`, whose values stand in a file of variables. A
      key that is missing there stops the plan, and a new domain needs one. The
      fix adds the key with \`TODO\` in place of the id, which only the owner of
      the zone knows.

      A provider takes a name that does not end in the name of the zone as one
      within the zone. So a name of another zone of the repository becomes a name
      that nobody asks for, such as \`todos.example.example.org\`. The fix takes the
      zone that the name lies in.
    `,
    bad: [
      {
        code: `
-- cloud.tf --
variable "zones" {
  type = map(string)
}

resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = ["192.0.2.7"]
}

resource "aws_route53_record" "shop" {
  name    = "shop.example.com"
  type    = "A"
  zone_id = var.zones["example.com"]
#                     ^^^^^^^^^^^^^ the zone \`example.com\` is not among those whose ids are known
  records = ["192.0.2.7"]
}

resource "aws_route53_record" "todos" {
  name    = "todos.example"
#           ^^^^^^^^^^^^^^^ \`todos.example\` lies in the zone \`todos.example\`, not in \`example.org\`
  type    = "A"
  zone_id = var.zones["example.org"]
#           ^^^^^^^^^^^^^^^^^^^^^^^^ note: its zone is named here
  records = ["192.0.2.7"]
}
-- zones.auto.tfvars.json --
{
  "zones": {
    "example.org": "Z1",
#   ^^^^^^^^^^^^^ note: the zones are listed here
    "todos.example": "Z2"
  }
}
        `,
        fixed: `
-- cloud.tf --
variable "zones" {
  type = map(string)
}

resource "aws_route53_record" "api" {
  name    = "api.example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = ["192.0.2.7"]
}

resource "aws_route53_record" "shop" {
  name    = "shop.example.com"
  type    = "A"
  zone_id = var.zones["example.com"]
  records = ["192.0.2.7"]
}

resource "aws_route53_record" "todos" {
  name    = "todos.example"
  type    = "A"
  zone_id = var.zones["todos.example"]
  records = ["192.0.2.7"]
}
-- zones.auto.tfvars.json --
{
  "zones": {
    "example.com": "TODO",
    "example.org": "Z1",
    "todos.example": "Z2"
  }
}
        `,
      },
    ],
    good: [
      `
-- cloud.tf --
variable "zones" {
  type    = map(string)
  default = {
    "example.org" = "Z1"
  }
}

variable "elsewhere" {
  type = map(string)
}

resource "aws_route53_zone" "net" {
  name = "example.net"
}

resource "aws_route53_record" "root" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zones["example.org"]
  records = ["192.0.2.7"]
}

resource "aws_route53_record" "www" {
  name    = "www"
  type    = "CNAME"
  zone_id = aws_route53_zone.net.zone_id
  records = ["example.net"]
}

resource "aws_route53_record" "unknown" {
  name    = "z.example.com"
  type    = "A"
  zone_id = var.elsewhere["example.com"]
  records = ["192.0.2.7"]
}

resource "cloudflare_record" "b" {
  name    = "b"
  type    = "A"
  zone_id = "023e105f4ecef8ad9ca31a8372d0c353"
  content = "192.0.2.7"
}
      `,
    ],
  },

  check(context) {
    for (const record of context.facts.table('dns-record').rows) {
      checkKey(context, record);
      checkName(context, record);
    }
  },
});

function checkKey(context: FleetContext, record: DnsRecordRow): void {
  const { facts } = context;
  const zone = known(record.zone);
  const key = zoneKey(facts, record);
  if (zone === undefined || !key) return;
  const zones = facts.table('dns-zone');
  const gap = gapFor(zones, { name: zone });
  const isListed = zones.rows.some(({ name }) => name === zone);
  if (!isListed && gap) context.undecided(gap.reason);
  else context.decided();
  if (isListed || gap) return;
  const fix = addZone(facts, zone);
  context.report(key, {
    message: `the zone \`${zone}\` is not among those whose ids are known`,
    related: zonesNote(facts),
    fixes: fix ? [fix] : [],
  });
}

function checkName(context: FleetContext, record: DnsRecordRow): void {
  const { facts } = context;
  const unknown = [record.zone, record.name].find(isUndecided);
  if (unknown) context.undecided(unknown.undecided);
  const stray = strayName(facts, record);
  if (!stray) return;
  const { name, own, zone } = stray;
  const fix = moveToZone(facts, record, zone);
  context.report(record.places?.name ?? record.at, {
    message: `\`${name}\` lies in the zone \`${zone}\`, not in \`${own}\``,
    related: record.places?.zone
      ? [{ ...facts.locate(record.places.zone), message: 'its zone is named here' }]
      : [],
    fixes: fix ? [fix] : [],
  });
}
