import * as assert from 'uvu/assert';
import { fewer, goTo, problemsCounted } from './fleet.ts';
import type { Step } from './scenario.ts';

export const fixesTwoFiles: Step = {
  name: 'a fix edits two files',
  async run(window) {
    const before = await problemsCounted(window);
    await goTo(window, 'programs/darwin/default.nix', 'lib.has$0Prefix "birch"');
    const title = 'Declare `darwinEnable` and set it for `birch26.local`';
    assert.match((await window.fixes()).join('\n'), title);
    await window.show('fix');
    await window.applyFix(title);
    await window.applyPreview();
    await fewer(window, before, /^1 less/);
    await window.shows(declaredOption);
    await window.open('machines/birch/configuration.nix');
    await window.shows('\n  darwinEnable = true;\n');
  },
};

const declaredOption = `
{
  options.darwinEnable = lib.mkOption {
    type = lib.types.bool;
    default = false;
  };
  config = {
    networking.computerName = lib.mkDefault "\${config.networking.hostName} (grove)";
    security.pam.services.sudo_local.touchIdAuth = !config.darwinEnable;
`;

export const fixesOneFinding: Step = {
  name: 'a fix that is worked out once it is chosen leaves the layout of nixfmt',
  async run(window) {
    const before = await problemsCounted(window);
    await goTo(window, 'programs/editor/default.nix', '+$0+ [ ]');
    const [first] = await window.fixes();
    assert.match(first ?? '', 'Leave it out (flakewise)');
    await window.applyFix('Leave it out (flakewise)');
    await fewer(window, before, /^1 less/);
    await window.shows(laidOutPackages);
  },
};

export const fixesFile: Step = {
  name: 'everything in a file is fixed at once',
  async run(window) {
    await window.open('programs/editor/default.nix');
    const before = await problemsCounted(window);
    await window.command('flakewise: Fix All in File');
    await fewer(window, before, /^4 less/);
    await window.shows('\nlet\n  rulers = [ 80 100 ];\nin\n');
    await window.shows(laidOutPackages);
    await window.shows('\n    extraConfig =\n      (rec {\n        body = "set colorcolumn=');
  },
};

const laidOutPackages = `
    extraPackages = with pkgs; [
      bash-language-server
      nodePackages_latest.prettier
      nodejs_22
      ripgrep
    ];
`;

export const silencesInText: Step = {
  name: 'a comment silences a finding, and the reason is written where the cursor is',
  async run(window) {
    const before = await problemsCounted(window);
    await goTo(window, 'programs/ssh/default.nix', '  ali$0ases = map');
    const title = 'Ignore `unused/let-binding` on this line (flakewise)';
    assert.match((await window.fixes()).join('\n'), title);
    await window.applyFix(title);
    await window.until(async () => [await window.text()], /flakewise-ignore/);
    await window.page.keyboard.type('others will need it');
    await fewer(window, before, /^1 less/);
    await window.shows(
      '\n  # flakewise-ignore unused/let-binding: others will need it\n  aliases = map',
    );
  },
};

export const silencesInConfiguration: Step = {
  name: 'the configuration silences a finding, and asks for the reason',
  async run(window) {
    const before = await problemsCounted(window);
    await goTo(window, 'programs/ssh/default.nix', 'builtins.elem$0 osConfig');
    const title = 'Ignore `hosts/host-name-check` here in `flakewise.toml`';
    assert.match((await window.fixes()).join('\n'), title);
    await window.applyFix(title);
    await window.until(async () => [await window.place()], /^flakewise\.toml/);
    await window.page.keyboard.type('a list of names');
    await fewer(window, before, /^1 less/);
    await window.shows('files = ["programs/ssh/default.nix"]\nreason = "a list of names"');
  },
};
