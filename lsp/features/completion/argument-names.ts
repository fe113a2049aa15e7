/** What well-known functions take in a set, by the last name that they are called by. */
export const argumentNames: Readonly<Record<string, readonly string[]>> = {
  buildNpmPackage: words(`
    pname version src npmDepsHash npmFlags npmBuildScript nodejs nativeBuildInputs buildInputs meta`),
  buildGoModule: words(`
    pname version src vendorHash subPackages ldflags tags nativeBuildInputs buildInputs doCheck meta`),
  buildPythonApplication: words(`
    pname version src pyproject build-system dependencies nativeCheckInputs doCheck meta`),
  buildRustPackage: words(`
    pname version src cargoHash cargoLock cargoBuildFlags nativeBuildInputs buildInputs doCheck meta`),
  darwinSystem: words('inputs modules pkgs specialArgs system'),
  evalModules: words('class modules prefix specialArgs'),
  fetchFromGitHub: words('fetchSubmodules hash name owner repo rev sparseCheckout tag'),
  fetchFromGitLab: words('domain fetchSubmodules group hash name owner repo rev tag'),
  fetchgit: words('fetchSubmodules hash name rev sparseCheckout url'),
  fetchurl: words('hash name sha256 url urls'),
  fetchzip: words('extension hash name stripRoot url'),
  homeManagerConfiguration: words('check extraSpecialArgs lib modules pkgs'),
  mkDerivation: words(`
    pname version name src srcs patches nativeBuildInputs buildInputs propagatedBuildInputs
    configureFlags cmakeFlags mesonFlags makeFlags buildPhase checkPhase configurePhase
    doCheck dontBuild dontConfigure dontUnpack installPhase meta outputs passthru patchPhase
    postBuild postFixup postInstall postPatch preBuild preInstall strictDeps unpackPhase`),
  mkOption: words('type default description example apply defaultText internal readOnly visible'),
  mkPackageOption: words('default example extraDescription nullable pkgsText'),
  mkShell: words('packages inputsFrom shellHook name nativeBuildInputs buildInputs'),
  nixosSystem: words('modules specialArgs system pkgs lib'),
  submoduleWith: words('modules specialArgs shorthandOnlyDefinesConfig'),
  writeShellApplication: words(`
    name text runtimeInputs runtimeEnv bashOptions checkPhase excludeShellChecks meta`),
};

/** What stands in a flake, by the names that lead there; a star is any name. */
export const flakeNames: Readonly<Record<string, readonly string[]>> = {
  '': words('description inputs outputs nixConfig'),
  'inputs.*': words('url follows flake inputs owner repo ref rev type dir submodules'),
  'inputs.*.inputs.*': words('follows url flake inputs'),
  nixConfig: words(`
    extra-substituters extra-trusted-public-keys extra-experimental-features
    allow-import-from-derivation bash-prompt bash-prompt-prefix bash-prompt-suffix
    commit-lock-file-summary flake-registry substituters trusted-public-keys`),
};

/** What a flake gives to others, by the names that tools look for. */
export const outputNames: readonly string[] = words(`
  packages devShells nixosConfigurations nixosModules checks apps formatter overlays lib
  darwinConfigurations darwinModules homeConfigurations homeModules legacyPackages templates
  bundlers hydraJobs deploy colmena colmenaHive`);

function words(list: string): readonly string[] {
  return list.trim().split(/\s+/);
}
