import type { FilePath, Location } from '#analyzer/diagnostic.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { isUndecided, known } from '#analyzer/facts/cell.ts';
import { type Facts, gapFor } from '#analyzer/facts/facts.ts';
import { compareBytes } from '#analyzer/order/compare.ts';
import { type FleetContext, fleetRule } from '#linter/rule.ts';

export default fleetRule({
  meta: {
    name: 'docs/runner-list',
    summary: 'A sentence that lists the runners of a repository lists all of them.',
    severity: 'warning',
    fix: 'none',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A document that names the runners of a repository is what people and coding
      agents look at when they add one. A list that lacks one, or keeps one that is
      gone, leads to a name that is taken or to a token that nobody reads.

      Looked at are sentences of the form “9 runners named a, b and c” or “nine
      runners (a, b, c)” of which at least two names are those of one repository.
    `,
    bad: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- AGENTS.md --
# Runners
The blog has 2 runners, named mercury and venus.
#            ^ this says 2, but \`https://github.com/ada/blog\` has 3 runners
#                             ^^^^^^^^^^^^^^^^^ runner \`earth\` of \`https://github.com/ada/blog\` is not in this list

It also uses three runners named after planets (mercury, venus, mars).
#                                               ^^^^^^^^^^^^^^^^^^^^ runner \`earth\` of \`https://github.com/ada/blog\` is not in this list
-- oak.nix --
{
  services.github-runners = {
    blog-mercury = { url = "https://github.com/ada/blog"; name = "mercury"; };
    blog-venus = { url = "https://github.com/ada/blog"; name = "venus"; };
    blog-earth = { url = "https://github.com/ada/blog"; name = "earth"; };
  };
}
      `,
    ],
    good: [
      `
-- flake.nix --
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs";
  outputs = { nixpkgs, ... }: {
    nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
  };
}
-- AGENTS.md --
# Runners

The blog uses 2 runners named after planets (mercury, venus). Another fleet
has four runners, called ash, elm, fir and yew.
-- oak.nix --
{
  services.github-runners = {
    blog-mercury = { url = "https://github.com/ada/blog"; name = "mercury"; user = "root"; group = "root"; };
    blog-venus = { url = "https://github.com/ada/blog"; name = "venus"; user = "root"; group = "root"; };
  };
}
      `,
    ],
  },

  check(context) {
    const { facts } = context;
    const files = new Set(facts.table('heading').rows.map(({ file }) => file));
    const claims = [...files].flatMap((file) => claimsIn(filePath(file), facts.text(file) ?? ''));
    if (claims.length === 0) return;
    const repositories = runnersByRepository(facts);
    for (const claim of claims) {
      const found = [...repositories].find(([, { names }]) => {
        return claim.names.filter((name) => names.includes(name)).length >= 2;
      });
      if (found) compare(context, claim, { url: found[0], ...found[1] });
    }
  },
});

/** A sentence about runners: how many it says there are, and which. */
interface Claim {
  readonly count: number;
  readonly names: readonly string[];
  readonly countAt: Location;
  readonly listAt: Location;
}

const words = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

function claimsIn(file: FilePath, text: string): readonly Claim[] {
  const claims: Claim[] = [];
  const pattern = new RegExp(
    `\\b(\\d+|${words.join('|')}) runners\\b([^.()]*?)(?:\\(([^()]+)\\)|\\b(?:named|called)\\s+(?!(?:after|by|for|like)\\b)([^.()]+))`,
    'gid',
  );
  for (const match of text.matchAll(pattern)) {
    const [, number = '', , inBrackets, plain] = match;
    const list = (inBrackets ?? plain ?? '').trim();
    const names = list
      .split(/\s*,\s*(?:and\s+)?|\s+and\s+/)
      .map((name) => name.replaceAll('`', ''));
    const at = match.indices?.[inBrackets === undefined ? 4 : 3];
    const numberAt = match.indices?.[1];
    if (!at || !numberAt || names.length < 2 || !names.every((name) => /^[\w-]+$/.test(name)))
      continue;
    const start = at[0] + text.slice(at[0]).search(/\S/);
    claims.push({
      count: /^\d/.test(number) ? Number(number) : words.indexOf(number.toLowerCase()) + 1,
      names,
      countAt: { file, span: { start: numberAt[0], end: numberAt[1] } },
      listAt: { file, span: { start, end: start + list.length } },
    });
  }
  return claims;
}

/** The names of runners, and why there may be more. */
interface Named {
  readonly names: readonly string[];
  readonly doubt: string | undefined;
}

function runnersByRepository(facts: Facts): ReadonlyMap<string, Named> {
  const table = facts.table('runner');
  const rows = table.rows.filter(({ tool, enabled }) => tool === 'github' && enabled !== false);
  const cells = rows.flatMap(({ name, url }) => [name, url]);
  const doubt = cells.find(isUndecided)?.undecided ?? gapFor(table, { tool: 'github' })?.reason;
  const found = new Map<string, Named>();
  const placed = rows.map((row) => ({ row, ...facts.locate(row.at) }));
  const inOrder = placed.toSorted((a, b) => {
    return compareBytes(a.file, b.file) || a.span.start - b.span.start;
  });
  for (const { row } of inOrder) {
    const [url, name] = [known(row.url), known(row.name)];
    if (url === undefined || name === undefined) continue;
    found.set(url, { names: [...(found.get(url)?.names ?? []), name], doubt });
  }
  return found;
}

function compare(
  context: FleetContext,
  claim: Claim,
  { url, names, doubt }: Named & { readonly url: string },
): void {
  if (doubt !== undefined) {
    context.undecided(doubt);
    return;
  }
  context.decided();
  const of = `of \`${url}\``;
  const missing = names.find((name) => !claim.names.includes(name));
  const gone = claim.names.find((name) => !names.includes(name));
  const count = new Set(names).size;
  if (claim.count !== count)
    context.report(claim.countAt, {
      message: `this says ${claim.count}, but \`${url}\` has ${count} runners`,
    });
  if (missing !== undefined)
    context.report(claim.listAt, { message: `runner \`${missing}\` ${of} is not in this list` });
  else if (gone !== undefined)
    context.report(claim.listAt, {
      message: `\`${gone}\` is in this list, but no runner ${of} has that name`,
    });
  else if (claim.names.join() !== names.join())
    context.report(claim.listAt, {
      message: `this list has the runners ${of} in another order than they are declared in`,
    });
}
