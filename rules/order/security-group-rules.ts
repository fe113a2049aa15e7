import {
  attributeValue,
  blockContainer,
  literalText,
  type ResourceBlock,
  resourceBlocks,
} from '#analyzer/order/blocks.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

const ruleType = 'aws_vpc_security_group_ingress_rule';

export default fileRule({
  language: 'hcl',

  meta: {
    name: 'order/security-group-rules',
    summary: 'The ingress rules of a security group ascend by label.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Ingress rules say what the world may reach. In order, the list is read
      against the firewall of the machine behind it without searching.

      The blocks of one security group in one file compare by their labels, not
      by their ports. Each moves with the comment above it. The order of blocks
      means nothing to OpenTofu, so the fix is safe.
    `,
    bad: [
      {
        code: `
-- proxy.tf --
# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "ssh" {
#                                              ^^^^^ note: \`ssh\` is here
  security_group_id = aws_security_group.network.id

  ip_protocol = "tcp"
  from_port   = 22
}

# Java edition
resource "aws_vpc_security_group_ingress_rule" "minecraft" {
#                                              ^^^^^^^^^^^ \`minecraft\` should come before \`ssh\` (alphabetical)
  security_group_id = aws_security_group.network.id
  ip_protocol       = "tcp"
  from_port         = 25565
}
        `,
        fixed: `
-- proxy.tf --
# Java edition
resource "aws_vpc_security_group_ingress_rule" "minecraft" {
  security_group_id = aws_security_group.network.id
  ip_protocol       = "tcp"
  from_port         = 25565
}

# https://search.opentofu.org/provider/hashicorp/aws
resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.network.id

  ip_protocol = "tcp"
  from_port   = 22
}
        `,
      },
    ],
    good: [
      `
-- proxy.tf --
resource "aws_vpc_security_group_ingress_rule" "minecraft" {
  security_group_id = aws_security_group.network.id
  from_port         = 25565
}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = aws_security_group.network.id
  from_port         = 22
}

resource "aws_vpc_security_group_egress_rule" "outbound" {
  security_group_id = aws_security_group.network.id
}
      `,
      // Each group has its own list.
      `
-- proxy.tf --
resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id = aws_security_group.proxy.id
}

resource "aws_vpc_security_group_ingress_rule" "postgres" {
  security_group_id = aws_security_group.database.id
}
      `,
    ],
  },

  visit: {
    config_file(file, context) {
      if (!file.tree.text.includes(ruleType)) return;
      const rules = resourceBlocks(file).filter(({ type }) => type === ruleType);
      for (const group of new Set(rules.map(groupOf))) {
        const container = blockContainer(file, (block) => {
          if (block.type !== ruleType || groupOf(block) !== group) return undefined;
          return { key: literalText(block.label), name: block.label.span };
        });
        reportDisorder(container, plainOrdering, context);
      }
    },
  },
});

/** The security group as written; equal texts are the same group. */
function groupOf(rule: ResourceBlock): string | undefined {
  return attributeValue(rule, 'security_group_id')?.text;
}
