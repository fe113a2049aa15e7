import { suiteOf } from './support/conventions.ts';

const test = suiteOf('conventions about all rows together', [
  {
    says: 'unique compares rows that agree in per',
    toml: `
      each = "user"
      unique = ["uid"]
      per = ["host"]
      at = "uid"
    `,
    code: `
-- oak.nix --
{
  users.users = {
    ada = { isNormalUser = true; uid = 1000; };
#                                      ^^^^ note: has the same
    bob = { isNormalUser = true; uid = 1001; };
    eve = { isNormalUser = true; uid = 1000; };
#                                      ^^^^ user \`eve\` has the \`uid\` of another one
  };
}
    `,
  },
  {
    says: 'ordered compares the rows of a file where they stand',
    toml: `
      each = "secret"
      ordered = ["name"]
      per = ["host"]
    `,
    code: `
-- oak.nix --
{
  sops.secrets = {
    apple = { };
    melon = { };
#   ^^^^^ note: stands before it
    grape = { };
#   ^^^^^ secret \`grape\` is out of order
  };
}
    `,
  },
  {
    says: 'equals finds what one side lacks, on either side',
    toml: `
      each = "user"
      where = { kind = "system" }
      columns = ["host", "key"]
      equals = { table = "group", columns = ["host", "name"] }
    `,
    code: `
-- oak.nix --
{
  users.users = {
    blog = { isSystemUser = true; group = "blog"; };
    shop = { isSystemUser = true; group = "blog"; };
#   ^^^^ user \`shop\` has no counterpart among the rows of \`group\`
  };
  users.groups = {
    blog = { };
    mail = { };
#   ^^^^ group \`mail\` has no counterpart among the rows of \`user\`
  };
}
    `,
  },
  {
    says: 'equals finds nothing that the other side may have',
    toml: `
      each = "user"
      where = { kind = "system" }
      columns = ["host", "key"]
      equals = { table = "group", columns = ["host", "name"] }
    `,
    code: `
-- oak.nix --
{ lib, config, ... }:
{
  users.users.shop = { isSystemUser = true; group = "blog"; };
  users.users.blog.isSystemUser = config.services.nginx.enable;
  users.groups.blog = { };
  users.groups.shop = lib.mkIf config.services.nginx.enable { };
}
    `,
  },
]);

test.run();
