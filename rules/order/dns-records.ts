import { attributeValue, blockContainer, literalText } from '#analyzer/order/blocks.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

const recordType = 'aws_route53_record';

export default fileRule({
  language: 'hcl',

  meta: {
    name: 'order/dns-records',
    summary: 'The DNS records of a file ascend by their `name`.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Records, virtual hosts and certificates of a domain stand in several lists
      that must agree. When all of them are in the same order, a domain that one
      of them lacks is easy to see.

      Blocks compare by the domain in \`name\`, whatever their labels say. Records
      whose name is computed are not compared and stay where they are. Each block
      moves with the comment above it. The order of blocks means nothing to
      OpenTofu, so the fix is safe.
    `,
    bad: [
      {
        code: `
-- proxy.tf --
# https://search.opentofu.org/provider/opentofu/aws
resource "aws_route53_record" "blog" {
  name    = "example.org"
#           ^^^^^^^^^^^^^ note: \`example.org\` is here
  type    = "A"
  zone_id = var.zone
}

# https://search.opentofu.org/provider/opentofu/aws
resource "aws_route53_record" "dev" {
  name    = "dev.example.org" # rebuilt every night
#           ^^^^^^^^^^^^^^^^^ \`dev.example.org\` should come before \`example.org\` (alphabetical)
  type    = "A"
  zone_id = var.zone
}
        `,
        fixed: `
-- proxy.tf --
# https://search.opentofu.org/provider/opentofu/aws
resource "aws_route53_record" "dev" {
  name    = "dev.example.org" # rebuilt every night
  type    = "A"
  zone_id = var.zone
}

# https://search.opentofu.org/provider/opentofu/aws
resource "aws_route53_record" "blog" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zone
}
        `,
      },
    ],
    good: [
      // By domain; the labels are for OpenTofu alone.
      `
-- proxy.tf --
resource "aws_route53_record" "root" {
  name    = "example.org"
  type    = "A"
  zone_id = var.zone
  records = [var.address]
}

resource "aws_route53_record" "root_mail" {
  name    = "example.org"
  type    = "MX"
  zone_id = var.zone
  records = [var.address]
}

resource "aws_route53_record" "quintus" {
  name    = "quintus.example"
  type    = "A"
  zone_id = var.zone
  records = [var.address]
}
      `,
      `
-- proxy.tf --
resource "aws_route53_record" "mail" {
  name    = "mail.\${var.domain}"
  type    = "A"
  zone_id = var.zone
  records = [var.address]
}

resource "aws_route53_record" "apex" {
  name    = var.domain
  type    = "A"
  zone_id = var.zone
  records = [var.address]
}

resource "aws_route53_record" "each" {
  for_each = var.records
  name     = each.key
  type     = "A"
  zone_id  = var.zone
  records  = [var.address]
}

resource "aws_route53_record" "a" {
  name    = "a.example"
  type    = "A"
  zone_id = var.zone
  records = [var.address]
}
      `,
    ],
  },

  visit: {
    config_file(file, context) {
      if (!file.tree.text.includes(recordType)) return;
      const container = blockContainer(file, (block) => {
        const name = block.type === recordType ? attributeValue(block, 'name') : undefined;
        return name && { key: literalText(name), name: name.span };
      });
      reportDisorder(container, plainOrdering, context);
    },
  },
});
