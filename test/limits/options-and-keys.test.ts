import * as assert from 'uvu/assert';
import { limitsBelow } from '../support/limits.ts';
import { emissionOf } from '../support/servers.ts';

const limits = limitsBelow('What is written from options and keys');
const { say } = limits;

say(
  'Pages of options hold what machines and the homes on them declare; options of flakes, and those of modules that no machine imports, are on none.',
  async () => {
    const module = (name: string): string =>
      `{ lib, ... }: { options.${name}.size = lib.mkOption { default = 1; }; }`;
    const { texts } = await emissionOf({
      machines: { oak: module('shop') },
      files: { 'unused.nix': module('depot') },
      emit: 'name = "option-pages"',
    });
    assert.equal([...texts.keys()], ['docs/options/shop.md']);
  },
);

say(
  'A default that is only a name is shown as the value that the first machine has there; any other is shown as the expression that somebody wrote.',
  async () => {
    const { texts } = await emissionOf({
      machines: {
        oak: `{ lib, ... }: let size = 2; in {
          options.shop.one = lib.mkOption { default = size; };
          options.shop.two = lib.mkOption { default = size * 2; };
        }`,
      },
      emit: 'name = "option-pages"',
    });
    const text = texts.get('docs/options/shop.md') ?? '';
    assert.match(text, /\| Default \| `2` /);
    assert.match(text, /\| Default \| `size \* 2` /);
  },
);

say(
  'An exporter whose port no machine sets is measured at the port that the emitter is told or, for the most common ones, NixOS chooses, or not at all.',
  async () => {
    const machines = {
      oak: '{ services.prometheus.exporters = { node.enable = true; smokeping.enable = true; }; }',
    };
    const { texts, problems } = await emissionOf({ machines, emit: 'name = "scrape-targets"' });
    const text = texts.get('prometheus/scrape-configs.yml') ?? '';
    assert.match(text, /oak:9100/);
    assert.not.match(text, /smokeping/);
    assert.equal(problems, ['the port of `smokeping` on `oak` is not known']);
  },
);

say(
  'The key of a machine is one in a file `.pub` of its own, else one that the configuration writes out; files of known hosts do not count.',
  async () => {
    const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIMCichUQLW3xOvOl5Y5wQYdSXcA1Iz43htiGhd+0cCEV';
    const { texts, problems } = await emissionOf({
      machines: { oak: '{ }' },
      files: { known_hosts: `oak ${key}\n` },
      emit: 'name = "known-hosts"',
    });
    assert.is(texts.size, 0);
    assert.equal(problems, ['no public key in the repository certainly is that of `oak`']);
  },
);

say('Of buckets, only mounts by s3fs are written.', async () => {
  const { texts, problems } = await emissionOf({
    machines: { oak: '{ server.storage.swfsMount.films.backend = "seaweedfs"; }' },
    emit: 'name = "storage-units"',
  });
  assert.is(texts.size, 0);
  assert.equal(problems.length, 1);
});

limits.run();
