import { suiteOfFixes } from './support/fix-examples.ts';

const test = suiteOfFixes('conventions that sort rows', [
  {
    says: 'the members of a set change places with their comments',
    toml: `
      each = "secret"
      ordered = ["name"]
      per = ["host"]
    `,
    code: `
-- oak.nix --
{
  sops.secrets = {
    "shop/key" = { };
    apple = { }; # eaten
    # for the blog
    "blog/key" = { };
  };
}
    `,
    fixed: `
-- oak.nix --
{
  sops.secrets = {
    apple = { }; # eaten
    # for the blog
    "blog/key" = { };
    "shop/key" = { };
  };
}
    `,
  },
  {
    says: 'numbers go by their value, and longer paths beside other members are sorted too',
    toml: `
      each = "user"
      ordered = ["uid"]
      per = ["host"]
    `,
    code: `
-- oak.nix --
{
  users.users.ivy = { isNormalUser = true; uid = 1100; };
  users.users.ash = { isNormalUser = true; uid = 999; };
}
    `,
    fixed: `
-- oak.nix --
{
  users.users.ash = { isNormalUser = true; uid = 999; };
  users.users.ivy = { isNormalUser = true; uid = 1100; };
}
    `,
  },
  {
    says: 'blocks of a file of OpenTofu change places',
    toml: `
      each = "resource"
      where = { type = "aws_s3_bucket" }
      ordered = ["name"]
    `,
    code: `
-- oak.nix --
{ }
-- cloud/backup.tf --
# what the shop sells
resource "aws_s3_bucket" "shop" {
  bucket = "shop"
}

resource "aws_s3_bucket" "blog" {
  bucket = "blog"
}
    `,
    fixed: `
-- oak.nix --
{ }
-- cloud/backup.tf --
resource "aws_s3_bucket" "blog" {
  bucket = "blog"
}

# what the shop sells
resource "aws_s3_bucket" "shop" {
  bucket = "shop"
}
    `,
  },
  {
    says: 'what is strewn about, stands in groups, or shares its member with others stays',
    toml: `
      each = "secret"
      ordered = ["name"]
      per = ["host"]
    `,
    code: `
-- oak.nix --
{
  imports = [ ./more.nix ];
  sops.secrets.shop = { };
  services.openssh.enable = true;
  sops.secrets.blog = { };
}
-- more.nix --
{
  sops.secrets = {
    pear = { };
    plum = { };

    apple = { };
    fig = { };
  };
}
    `,
    fixed: `
-- oak.nix --
{
  imports = [ ./more.nix ];
  sops.secrets.shop = { };
  services.openssh.enable = true;
  sops.secrets.blog = { };
}
-- more.nix --
{
  sops.secrets = {
    pear = { };
    plum = { };

    apple = { };
    fig = { };
  };
}
    `,
  },
]);

test.run();
