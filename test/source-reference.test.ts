import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addressText, parseReference, repositoryOf } from '#analyzer/sources/reference.ts';

const test = suite('references to sources');

/** What an address says, one `name=value` for each part. */
function parts(address: string): string {
  const reference = parseReference(address);
  return Object.entries(reference ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(' ');
}

const commit = '0123456789abcdef0123456789abcdef01234567';

const addresses: Readonly<Record<string, string>> = {
  'github:NixOS/nixpkgs': 'host=github.com owner=NixOS repository=nixpkgs type=github',
  'github:NixOS/nixpkgs/nixos-unstable':
    'host=github.com owner=NixOS ref=nixos-unstable repository=nixpkgs type=github',
  [`github:NixOS/nixpkgs/${commit}`]: `host=github.com owner=NixOS repository=nixpkgs revision=${commit} type=github`,
  'github:a/b/feature/branch?dir=flakes/c':
    'directory=flakes/c host=github.com owner=a ref=feature/branch repository=b type=github',
  'gitlab:group%2Fsubgroup/project':
    'host=gitlab.com owner=group/subgroup repository=project type=gitlab',
  'gitlab:a/b?host=git.example.org': 'host=git.example.org owner=a repository=b type=gitlab',
  'sourcehut:~ada/tools': 'host=git.sr.ht owner=~ada repository=tools type=sourcehut',
  'git+https://git.example.org/ada/tools.git?ref=main&shallow=1':
    'address=git.example.org/ada/tools.git host=git.example.org owner=ada ref=main repository=tools transport=https type=git',
  'git+ssh://git@github.com/ada/secrets?ref=main':
    'address=github.com/ada/secrets host=github.com owner=ada ref=main repository=secrets transport=ssh type=git',
  'git+ssh://git@example.org:2222/ada/secrets.git':
    'address=example.org/ada/secrets.git host=example.org owner=ada repository=secrets transport=ssh type=git',
  'git+file:///srv/secrets': 'address=/srv/secrets transport=file type=git',
  'https://git.example.org/ada/tools/archive/main.tar.gz':
    'address=git.example.org/ada/tools/archive/main.tar.gz host=git.example.org owner=ada repository=tools transport=https type=tarball',
  'https://flakehub.com/f/NixOS/nixpkgs/0.1.*.tar.gz':
    'address=flakehub.com/f/NixOS/nixpkgs/0.1.*.tar.gz host=flakehub.com owner=NixOS repository=nixpkgs transport=https type=tarball',
  'https://channels.nixos.org/nixos-unstable/nixexprs.tar.xz':
    'address=channels.nixos.org/nixos-unstable/nixexprs.tar.xz host=channels.nixos.org owner=NixOS repository=nixpkgs transport=https type=tarball',
  'path:./modules/web': 'path=./modules/web type=path',
  './modules/web': 'path=./modules/web type=path',
  '../shared': 'path=../shared type=path',
  '/srv/flake': 'path=/srv/flake type=path',
  '.': 'path=. type=path',
  nixpkgs: 'id=nixpkgs type=indirect',
  'flake:nixpkgs': 'id=nixpkgs type=indirect',
  'nixpkgs/nixos-24.11': 'id=nixpkgs ref=nixos-24.11 type=indirect',
  [`nixpkgs/nixos-24.11/${commit}`]: `id=nixpkgs ref=nixos-24.11 revision=${commit} type=indirect`,
};

for (const [address, expected] of Object.entries(addresses)) {
  test(address, () => assert.is(parts(address), expected));
}

test('an address has one form, however it is written', () => {
  const forms = {
    'github:NixOS/nixpkgs/nixos-unstable?dir=lib': 'github:NixOS/nixpkgs/nixos-unstable?dir=lib',
    'gitlab:a/b?host=git.example.org': 'gitlab:a/b?host=git.example.org',
    'https://git.example.org/ada/tools/archive/main.tar.gz':
      'tarball+https://git.example.org/ada/tools/archive/main.tar.gz',
    'git+ssh://git@example.org/ada/secrets?ref=main': 'git+ssh://example.org/ada/secrets?ref=main',
    'git+file:///srv/secrets': 'git+file:/srv/secrets',
    './sub': 'path:./sub',
    'nixpkgs/nixos-24.11': 'flake:nixpkgs/nixos-24.11',
  };
  for (const [address, form] of Object.entries(forms)) {
    const reference = parseReference(address);
    assert.is(reference && addressText(reference), form);
  }
});

test('what is no reference', () => {
  for (const text of ['github:owner', 'ftp://example.org/x', '1nixpkgs', 'a b']) {
    assert.is(parseReference(text), undefined, text);
  }
});

test('a repository is its owner and name in lower case', () => {
  const names = ['github:NixOS/nixpkgs', 'https://flakehub.com/f/NixOS/nixpkgs/0.1', 'nixpkgs'];
  const found = names.map((name) => {
    const reference = parseReference(name);
    return reference && repositoryOf(reference);
  });
  assert.equal(found, ['nixos/nixpkgs', 'nixos/nixpkgs', undefined]);
});

test.run();
