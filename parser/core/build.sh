#!/usr/bin/env bash
# Builds the WASM core and writes the generated TypeScript beside it.
set -euo pipefail
cd "$(dirname "$0")/../.."

runtime=node_modules/tree-sitter/vendor/tree-sitter/lib
nix=parser/grammar/src
hcl=node_modules/@tree-sitter-grammars/tree-sitter-hcl/src
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

flags=(--target=wasm32-wasi --sysroot=/usr -isystem /usr/include/wasm32-wasi -std=c11 -DNDEBUG -fno-ident -w)

compile() {
  local flatten=(-O2 -I$runtime/include -I$runtime/src)
  for source in flatten straight; do
    clang "${flags[@]}" "${flatten[@]}" -c parser/core/$source.c -o "$out/$source.o"
  done
  for source in glance names scopes; do
    clang "${flags[@]}" -O2 -c parser/core/$source.c -o "$out/$source.o"
  done
  clang "${flags[@]}" -O2 -I$nix -c parser/core/steps.c -o "$out/steps.o"
  clang "${flags[@]}" -Os -I$nix -c $nix/parser.c -o "$out/nix.o"
  clang "${flags[@]}" -O2 -I$nix -c parser/grammar/scanner.c -o "$out/nix-scanner.o"
  clang "${flags[@]}" -Os -I$hcl -c $hcl/parser.c -o "$out/hcl.o"
  clang "${flags[@]}" -O2 -I$hcl -c $hcl/scanner.c -o "$out/hcl-scanner.o"
  wasm-ld --no-entry --strip-all --gc-sections -z stack-size=1048576 \
    -L/usr/lib/wasm32-wasi "$out"/*.o -lc "$(clang --target=wasm32-wasi -print-libgcc-file-name)" -o "$out/core.wasm"
  node parser/core/generate.mjs "$out/core.wasm"
}

# The numbers of kinds come from the core, and the core needs them: where they are new, it is built again.
before=$(cat parser/core/kinds.h)
compile
[ "$before" = "$(cat parser/core/kinds.h)" ] || compile
[ "${1:-}" = --keep-record ] || node --import tsx scripts/core-inputs.ts
