import type { Peer } from './rule.ts';

/** A check of another linter that no rule stands for, and why. */
export interface PeerOmission {
  readonly peer: Peer;
  readonly code: string;
  readonly reason: string;
}

const nixpkgsOnly =
  'A convention of nixpkgs: packages of a fleet are few, and are nobody else’s to review.';
const needsBuild = 'It needs the log of a build or an evaluated derivation.';

/** What is left out on purpose. */
export const peerOmissions: readonly PeerOmission[] = [
  ...omitted('nix-linter', {
    FreeLetInFunc:
      'Moving a `let` out of a function shares its values between calls, which costs memory as often as it saves time.',
    LetInInheritRecset: 'Which of the two reads better is a matter of taste.',
    ListLiteralConcat: 'Lists are kept apart to say what belongs together.',
    SetLiteralUpdate: 'Sets are kept apart to say what wins.',
    UpdateEmptySet: '`x // { }` fails where `x` is no set, and stands for one that may come.',
    NegateAtom: 'Nobody writes `!true`: there is none in a hundred repositories.',
    UnfortunateArgName: 'Names of arguments say what they are, not where they go.',
    BetaReduction: 'It is off there; a function that is called at once names its argument.',
    AlphabeticalArgs:
      'The order of arguments has meaning; rules below `order/` sort what has none.',
    AlphabeticalBindings:
      'The order of bindings has meaning; rules below `order/` sort what has none.',
    UnneededAntiquote:
      '`"${x}"` makes a text of a path or a package, which only evaluation can tell.',
  }),
  ...omitted('nixpkgs-lint', {
    BuildTimeToolInBuildInputs:
      'Whether packages are built for another platform than the one that builds is for the repository to say.',
    FlagsNotList: 'Texts are as good as lists where a single flag is given.',
    PnameInSrc: nixpkgsOnly,
    RedundantPackageFromStdenv: 'It is not finished there.',
  }),
  ...omitted('nixpkgs-vet', {
    'NPV-121': 'An interpolated path is the usual way to choose a file of a machine by its name.',
    'NPV-123': 'Modules of a fleet reach each other by `../`.',
    'NPV-124':
      '`structure/missing-import` says it of modules; other paths may be made by a build or kept out of git.',
    'NPV-145': 'The mode of a file is not read.',
    'NPV-146': 'The mode of a file is not read.',
  }),
  ...omitted('nixpkgs-hammering', {
    'attribute-ordering': nixpkgsOnly,
    'attribute-typo': 'Every attribute of a derivation is also a variable of its build.',
    'build-tools-in-build-inputs':
      'Whether packages are built for another platform than the one that builds is for the repository to say.',
    'duplicate-check-inputs': nixpkgsOnly,
    'environment-variables-go-to-env': nixpkgsOnly,
    'explicit-phases': nixpkgsOnly,
    'fixup-phase': nixpkgsOnly,
    'license-missing': nixpkgsOnly,
    'maintainers-missing': nixpkgsOnly,
    'meson-cmake': needsBuild,
    'missing-patch-comment': nixpkgsOnly,
    'missing-phase-hooks': nixpkgsOnly,
    'name-and-version': nixpkgsOnly,
    'no-flags-array': nixpkgsOnly,
    'no-flags-spaces': nixpkgsOnly,
    'no-python-tests': needsBuild,
    'patch-phase': nixpkgsOnly,
    'python-explicit-check-phase': nixpkgsOnly,
    'python-imports-check-typo': nixpkgsOnly,
    'python-include-tests': needsBuild,
    'python-inconsistent-interpreters': needsBuild,
    'stale-substitute': needsBuild,
    'unclear-gpl': nixpkgsOnly,
    'unnecessary-parallel-building': nixpkgsOnly,
  }),
  ...omitted('flake-checker', {
    'supported ref': 'Which branches are kept up changes after a release of this program.',
    outdated:
      'A check that fails with time fails where nobody changed anything; how old a commit is does not say whether there is a newer one.',
    'upstream owner': 'A fork is a choice.',
  }),
];

function omitted(peer: Peer, reasons: Readonly<Record<string, string>>): PeerOmission[] {
  return Object.entries(reasons).map(([code, reason]) => ({ peer, code, reason }));
}
