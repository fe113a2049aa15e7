import { forEachMaps } from '#analyzer/order/map-keys.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';

export default fileRule({
  language: 'hcl',

  meta: {
    name: 'order/for-each-keys',
    summary: 'The keys of a map that `for_each` is given ascend.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      Such a map is a table: one row for each bucket, record or machine. In order,
      a row is found at once, and compared with the other places that name it.

      Keys compare by their bytes. OpenTofu sorts the keys of a map, so the fix is
      safe. Keys that are computed stay where they are, and groups that a blank
      line or a comment of its own sets apart are sorted each for itself.
    `,
    bad: [
      {
        code: `
-- backup.tf --
module "backup" {
  source = "./modules/backup"
  for_each = {
    photos = { name = "tom.photos" } # large
#   ^^^^^^ note: \`photos\` is here
    "git"  = { name = "tom.git" },
#   ^^^^^ \`git\` should come before \`photos\` (alphabetical)
  }
}
        `,
        fixed: `
-- backup.tf --
module "backup" {
  source = "./modules/backup"
  for_each = {
    "git"  = { name = "tom.git" },
    photos = { name = "tom.photos" } # large
  }
}
        `,
      },
      {
        code: `
-- zones.tf --
resource "aws_route53_zone" "all" {
  for_each = { org = "example.org", com = "example.com" }
#              ^^^ note: \`org\` is here
#                                   ^^^ \`com\` should come before \`org\` (alphabetical)
  name     = each.value
}
        `,
        fixed: `
-- zones.tf --
resource "aws_route53_zone" "all" {
  for_each = { com = "example.com", org = "example.org" }
  name     = each.value
}
        `,
      },
    ],
    good: [
      `
-- backup.tf --
module "backup" {
  source = "./modules/backup"
  for_each = {
    git       = { name = "tom.git", keep = 3 }
    minecraft = { name = "tom.minecraft", age = 1 }
  }
}

module "more" {
  source   = "./modules/backup"
  for_each = { (var.first) = 1, b = 2, (var.last) = 3, a = 4 }
}

locals {
  ages = { b = 1, a = 2 }
}
      `,
    ],
  },

  visit: {
    config_file(file, context) {
      for (const map of forEachMaps(file)) reportDisorder(map, plainOrdering, context);
    },
  },
});
