import { type Framework, fromNix } from './framework.ts';

/** `jfly/flake-input-patcher`: the inputs with patches, which change nothing that is known of them. */
export const inputPatcher: Framework = {
  repository: /^jfly\/flake-input-patcher$/,
  name: /^flake-input-patcher$/,
  outputs: fromNix(`
    { lib, upstream, ... }:
    {
      lib = lib.genAttrs [ "aarch64-darwin" "aarch64-linux" "x86_64-darwin" "x86_64-linux" ] (system:
        upstream.lib.\${system} // {
          # The inputs come first, or, beside the patches, under a name.
          patch = given: given.unpatchedInputs or (_patches: given);
        });
    }
  `),
};
