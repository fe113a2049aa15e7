import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { factsOf, shownTable } from './support/tables.ts';

const test = suite('mentions of paths');

const paths = factsOf(`-- README.md --
The module is \`modules/nginx.nix\`, its tests are in \`modules/gone.nix:12\`.
Machines: \`hosts/*/default.nix\`, \`hosts/{web,db}/gone.nix\`, \`hosts/<name>/default.nix\`.
See \`./modules\`, \`hosts/web/\`, \`hosts/old/\`, \`flake.nix\` and \`other.nix\`.

Not paths: \`services/nginx\`, \`github:a/b\`, \`https://a.example/modules/x.nix\`,
\`/etc/modules/x.nix\`, \`~/modules/x.nix\`, \`1/2\`, \`text/html\`, \`a.example/modules\`,
\`modules/$HOST.nix\`, \`modules/{name}.nix\`, \`modules/your-module.nix\`,
\`elsewhere/x.nix\`, \`nixos/modules/services/x.nix\`, \`@scope/name\`, \`modules/NAME.nix\`.

Create \`modules/new.nix\` first. It was \`modules/old.nix\` before.
Another project's \`modules/theirs.nix\`, and ~~\`modules/struck.nix\`~~.
[\`modules/elsewhere.nix\`](https://a.example), and \`modules/elsewhere.nix\` again.
Ignored: \`modules/secret.nix\`. Run \`cp modules/nginx.nix modules/copy.nix\`.

\`\`\`text
.
├── flake.nix
├── hosts/
│   ├── web/           # the front
│   │   └── default.nix
│   └── db/
├── modules
│   ├── ...
│   └── nginx.nix
└── {name}/
\`\`\`

\`\`\`text
src/
├── main.rs
└── lib.rs
\`\`\`
-- docs/guide.md --
Seen from here: \`../modules/nginx.nix\`, \`picture.svg\`, \`pictures/gone.svg\`.
-- docs/pictures/a.svg --
-- docs/plans/later.md --
It is in \`modules/later.nix\`.
-- skills/payload/SKILL.md --
Edit \`modules/theirs.nix\`.
-- modules/nginx.nix --
# Used by hosts/web/default.nix and by hosts/web/gone.nix.
{ }
# ./modules/off.nix
/* see
   modules/other.nix */
-- hosts/web/default.nix --
{ a = "# modules/string.nix"; }
-- flake.nix --
{ }
-- .gitignore --
secret.nix
-- .github/workflows/a.yml --
jobs:
  a:
    steps:
      - run: |
          ./scripts/there.sh
          bash -e scripts/gone.sh --flag
          mkdir scripts/made
          cd elsewhere
          ./scripts/moved.sh
-- scripts/there.sh --
`);

test('mentions of paths: what is there, and what certainly is not', () => {
  assert.fixture(
    shownTable(paths, 'path-mention'),
    `README.md:1 «modules/nginx.nix» source=inline-code text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
README.md:1 «modules/gone.nix» source=inline-code text=modules/gone.nix kind=file path=modules/gone.nix exists=false tone=plain
README.md:2 «hosts/*/default.nix» source=inline-code text=hosts/*/default.nix kind=glob path=hosts/*/default.nix exists=true matches=1 tone=hedged
README.md:2 «hosts/{web,db}/gone.nix» source=inline-code text=hosts/{web,db}/gone.nix kind=glob path=hosts/{web,db}/gone.nix exists=false matches=0 tone=hedged
README.md:2 «hosts/<name>/default.nix» source=inline-code text=hosts/<name>/default.nix kind=template path=hosts/*/default.nix exists=true matches=1 tone=plain
README.md:3 «./modules» source=inline-code text=modules kind=folder path=modules exists=true tone=plain
README.md:3 «hosts/web/» source=inline-code text=hosts/web kind=folder path=hosts/web exists=true tone=plain
README.md:3 «hosts/old/» source=inline-code text=hosts/old kind=folder path=hosts/old exists=false tone=plain
README.md:3 «flake.nix» source=inline-code text=flake.nix kind=file path=flake.nix exists=true tone=plain
README.md:7 «modules/{name}.nix» source=inline-code text=modules/{name}.nix kind=template path=modules/*.nix exists=true matches=1 tone=hedged
README.md:10 «modules/new.nix» source=inline-code text=modules/new.nix kind=file path=modules/new.nix exists=false tone=hedged
README.md:10 «modules/old.nix» source=inline-code text=modules/old.nix kind=file path=modules/old.nix exists=false tone=hedged
README.md:11 «modules/theirs.nix» source=inline-code text=modules/theirs.nix kind=file path=modules/theirs.nix exists=false tone=hedged
README.md:11 «modules/struck.nix» source=inline-code text=modules/struck.nix kind=file path=modules/struck.nix exists=false tone=hedged
README.md:13 «modules/nginx.nix» source=inline-code text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
README.md:17 «flake.nix» source=tree text=flake.nix kind=file path=flake.nix exists=true tone=plain
README.md:18 «hosts» source=tree text=hosts kind=folder path=hosts exists=true tone=plain
README.md:19 «web» source=tree text=hosts/web kind=folder path=hosts/web exists=true tone=plain
README.md:20 «default.nix» source=tree text=hosts/web/default.nix kind=file path=hosts/web/default.nix exists=true tone=plain
README.md:21 «db» source=tree text=hosts/db kind=folder path=hosts/db exists=false tone=plain
README.md:22 «modules» source=tree text=modules kind=folder path=modules exists=true tone=plain
README.md:24 «nginx.nix» source=tree text=modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
docs/guide.md:1 «../modules/nginx.nix» source=inline-code text=../modules/nginx.nix kind=file path=modules/nginx.nix exists=true tone=plain
docs/guide.md:1 «pictures/gone.svg» source=inline-code text=pictures/gone.svg kind=file path=docs/pictures/gone.svg exists=false tone=plain
docs/plans/later.md:1 «modules/later.nix» source=inline-code text=modules/later.nix kind=file path=modules/later.nix exists=false tone=record
.github/workflows/a.yml:5 «./scripts/there.sh» source=command text=scripts/there.sh kind=file path=scripts/there.sh exists=true tone=plain
.github/workflows/a.yml:6 «scripts/gone.sh» source=command text=scripts/gone.sh kind=file path=scripts/gone.sh exists=false tone=plain
modules/nginx.nix:1 «hosts/web/default.nix» source=comment text=hosts/web/default.nix kind=file path=hosts/web/default.nix exists=true tone=hedged
modules/nginx.nix:1 «hosts/web/gone.nix» source=comment text=hosts/web/gone.nix kind=file path=hosts/web/gone.nix exists=false tone=plain
modules/nginx.nix:3 «./modules/off.nix» source=comment text=modules/off.nix kind=file path=modules/off.nix exists=false tone=hedged
modules/nginx.nix:5 «modules/other.nix» source=comment text=modules/other.nix kind=file path=modules/other.nix exists=false tone=plain`,
  );
});

test.run();
