import { arrange } from '#analyzer/order/arrange.ts';
import { listsAt } from '#analyzer/order/elements.ts';
import { longestAscent } from '#analyzer/order/misplaced.ts';
import { packageContainer, packageKeys } from '#analyzer/order/packages.ts';
import type { OptionPath } from '#analyzer/syntax/option-path.ts';
import { type Ordering, plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { type FileContext, fileRule } from '#linter/rule.ts';
import type { Node } from '#parser/tree.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/packages',
    summary: 'Lists of packages are in some alphabetical order.',
    severity: 'hint',
    fix: 'unsafe',
    since: '0.1.0',
    presets: [],
  },

  docs: {
    why: `
      In a list that ascends it is seen at once whether a package is there, and
      nobody adds one twice.

      People sort in several ways, and each of them will do: by the whole name, by
      the whole name with those of package sets behind all others, or by the last
      part of the name. A list that is in none of these orders is reported by the
      one that needs the fewest moves. Groups that a blank line or a comment of its
      own sets apart are sorted each for itself. A list with a call, a text or
      \`++\` in it is left alone.

      No preset turns this on. Where two packages hold the same file, the order
      decides which one is found, so the fix is not applied unasked.
    `,
    bad: [
      {
        code: `
{ pkgs, ... }:
{
  environment.systemPackages = [
    pkgs.gh
#   ^^^^^^^ note: \`pkgs.gh\` is here
    pkgs.curl # fetches
#   ^^^^^^^^^ \`pkgs.curl\` should come before \`pkgs.gh\` (alphabetical)
    pkgs.nodejs
  ];
}
        `,
        fixed: `
{ pkgs, ... }:
{
  environment.systemPackages = [
    pkgs.curl # fetches
    pkgs.gh
    pkgs.nodejs
  ];
}
        `,
      },
    ],
    good: [
      // Those of package sets behind all others.
      `
{ pkgs, ... }:
{
  home.packages = with pkgs; [
    addDriverRunpath
    parted
    cudaPackages.cuda_cudart
    cudaPackages.cudatoolkit
    linuxPackages.nvidia_x11
  ];
}
      `,
      // By the last part, and by bytes.
      `
{ pkgs, nur, ... }:
{
  home.packages = with pkgs; [ cowsay nur.repos.charmbracelet.crush curl ];
  users.users.ada.packages = with pkgs; [ nodePackages_latest.prettier nodejs_22 ];
}
      `,
      // Groups, calls, and what is no package.
      `
{ pkgs, ... }:
{
  environment.systemPackages = with pkgs; [
    zsh

    # languages
    go
    ruby
  ];
  home.packages = with pkgs; [ vim (python3.withPackages (p: [ p.requests ])) curl ];
  services.openssh.ports = [ 2222 22 ];
}
      `,
    ],
  },

  visit: {
    source_code(file, context) {
      for (const list of listsAt(file, holdsPackages)) checkList(list, context);
    },
  },
});

function holdsPackages(path: OptionPath): boolean {
  const [outer, name] = path.slice(-2);
  if (name === 'extraPackages' || name === 'systemPackages') return true;
  return name === 'packages' && (outer === 'home' || path.includes('users') || outer === 'fonts');
}

/** Silent when the list is in one of the orders; else the nearest one counts. */
function checkList(list: Node, context: FileContext): void {
  const found: { readonly moves: number; readonly tell: () => void }[] = [];
  for (const key of packageKeys) {
    const container = packageContainer(list, key);
    if (!container) return;
    let tell: (() => void) | undefined;
    const report: FileContext['report'] = (...finding) => {
      tell = () => context.report(...finding);
    };
    reportDisorder(container, ordering, { ...context, report });
    if (!tell) return;
    const keys = container.elements.map((element) => element.key ?? '');
    const ranks = arrange(keys, ordering).map(({ rank }) => rank);
    found.push({ moves: ranks.length - longestAscent(ranks).size, tell });
  }
  found.toSorted((a, b) => a.moves - b.moves)[0]?.tell();
}

const ordering: Ordering = { ...plainOrdering, safety: 'unsafe' };
