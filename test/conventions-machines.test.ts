import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dedent, parseExample, renderExample } from '#linter/example.ts';
import { conventionIn } from './support/conventions.ts';
import { fourMachines } from './support/fix-examples.ts';
import { lintWith, picture } from './support/lint-example.ts';

const test = suite('conventions about places that several machines have');

test('one place is one finding, which names its machines', () => {
  const rule = conventionIn(`
    each = "service"
    must-set = ["user"]
    message = "unit \`{name}\` of {host} has no user"
  `);
  const { files, markers } = parseExample(`${dedent(fourMachines)}
-- oak.nix --
{
  systemd.services.mail.serviceConfig.ExecStart = "/bin/mail";
#                  ^^^^ unit \`mail\` of oak has no user
}
-- elm.nix --
{ }
-- ash.nix --
{
  systemd.services.shop.serviceConfig.User = "shop";
}
-- both.nix --
{
  systemd.services = {
    blog.serviceConfig.ExecStart = "/bin/blog";
#   ^^^^ unit \`blog\` of ash and elm has no user
    shop.serviceConfig.ExecStart = "/bin/shop";
#   ^^^^ unit \`shop\` of elm has no user
  };
}
`);
  assert.fixture(picture(files, lintWith(rule, files)), renderExample(files, markers));
});

test.run();
