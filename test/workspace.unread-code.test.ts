import { suite } from 'uvu';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { textsBelow } from './support/fleet.ts';
import { checkWaking, type WakingEdit } from './support/waking.ts';

const test = suite('edits of what a machine does not read');
const fleet = textsBelow('fixtures/fleets/switched');

function check(edits: readonly WakingEdit[]): void {
  checkWaking(fleet, edits);
}

test('values in what is turned off wake the machines that have it on', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: '901', to: '902', wakes: ['elm'] },
    { file, from: '"The wiki"', to: '"Our wiki"', wakes: ['elm'] },
    { file, from: '[ "multi-user.target" ]', to: '[ "graphical.target" ]', wakes: ['elm'] },
    { file, from: '"readers"', to: '"writers"', wakes: ['elm'] },
    { file: 'modules/mail.nix', from: '587', to: '588', wakes: ['fir'] },
    { file: 'modules/tokens.nix', from: '0440', to: '0400', wakes: ['fir'] },
  ]);
});

test('names and whole values in what is turned off do too', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: 'OWNER = owner', to: 'OWNER = small', wakes: ['elm'] },
    { file, from: 'StateDirectory =', to: 'CacheDirectory =', wakes: ['elm'] },
    { file, from: 'isSystemUser =', to: 'isNormalUser =', wakes: ['elm'] },
    { file, from: 'User = cfg.name', to: 'User = cfg.port', wakes: ['elm'] },
    { file, from: 'User = cfg.name', to: 'User = cfg "name"', wakes: ['elm'] },
    { file, from: 'account "wiki"', to: 'account owner', wakes: ['elm'] },
    { file, from: 'given.system', to: 'given.normal', wakes: ['elm'] },
  ]);
});

test('what nobody asks for wakes nobody', () => {
  check([
    { file: 'modules/wiki.nix', from: 'What it is', to: 'How it is', wakes: [] },
    { file: 'data/limits.nix', from: 'large - small', to: 'small - large', wakes: [] },
    { file: 'data/limits.nix', from: '"half way"', to: '"halfway"', wakes: [] },
  ]);
});

test('names that are read before their values wake all who see them', () => {
  check([
    { file: 'data/limits.nix', from: 'small = 10', to: 'little = 10', wakes: ['elm', 'fir'] },
    {
      file: 'data/limits.nix',
      from: 'rec {',
      to: 'rec { zero = 0;',
      wakes: ['elm', 'fir'],
      back: [],
    },
    {
      file: 'modules/wiki.nix',
      from: 'name = mkOption',
      to: 'nick = mkOption',
      wakes: ['elm', 'fir'],
    },
    {
      file: 'modules/wiki.nix',
      from: 'cfg = config.wiki',
      to: 'cfg = config.mail',
      wakes: ['elm', 'fir'],
    },
  ]);
});

test('an option that is looked at everywhere wakes all machines, even those that leave its value out', () => {
  const file = 'modules/wiki.nix';
  check([{ file, from: 'org.example', to: 'com.example', wakes: ['elm', 'fir'] }]);
});

test('places that name secrets wake all who have the file', () => {
  const file = 'modules/tokens.nix';
  check([
    { file, from: 'LEVEL', to: 'LIMIT', wakes: ['elm'] },
    { file, from: 'TOKEN_FILE', to: 'TOKEN_PATH', wakes: ['elm', 'fir'] },
    { file, from: '/run/secrets/mail', to: '/run/secrets/wiki/token', wakes: ['elm', 'fir'] },
  ]);
});

test('what names a secret in what is turned off wakes the machines that have it on', () => {
  const file = 'modules/tokens.nix';
  const hook = `systemd.services.hook = lib.mkIf config.wiki.enable {
    environment.HOOK = "\${config.sops.secrets."wiki/token".path}:\${toString (900 + 1)}";
  };`;
  const text = fleet
    .get(file as FilePath)
    ?.replace('services.restic', () => `${hook} services.restic`);
  checkWaking(new Map(fleet).set(file as FilePath, text ?? ''), [
    { file, from: '900 + 1', to: '902 + 1', wakes: ['elm'] },
  ]);
});

test('and so do more or fewer expressions there, whatever numbers those behind them get', () => {
  const file = 'modules/wiki.nix';
  check([
    { file, from: '901', to: '900 + 1', wakes: ['elm'] },
    { file, from: '{ uid = 901; }', to: '{ }', wakes: ['elm'] },
    { file, from: 'User = cfg.name;', to: 'User = cfg.name; Group = cfg.name;', wakes: ['elm'] },
    { file, from: 'wiki = { };', to: 'wiki = { gid = 902; };', wakes: ['elm'] },
  ]);
});

test.run();
