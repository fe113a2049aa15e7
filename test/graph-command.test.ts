import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { inFolder, runIn } from './support/run-cli.ts';

const test = suite('the command graph');

const fleet = `
-- flake.nix --
{ outputs = { nixpkgs, ... }: {
  nixosConfigurations.gate = nixpkgs.lib.nixosSystem { modules = [ ./gate.nix ]; };
  nixosConfigurations.oak = nixpkgs.lib.nixosSystem { modules = [ ./oak.nix ]; };
}; }
-- gate.nix --
{
  networking.firewall.allowedTCPPorts = [ 80 ];
  services.nginx.virtualHosts."shop.example".locations."/".proxyPass = "http://oak:8080";
}
-- oak.nix --
{ networking.hostName = "oak"; networking.firewall.allowedTCPPorts = [ 8080 ]; }
`;

test('Mermaid, which is the default, is one flowchart', async () => {
  await inFolder(fleet, async ({ run }) => {
    const { code, output, error } = await run(['graph', 'routes']);
    assert.is(code, 0);
    assert.is(error, '');
    assert.fixture(
      output,
      [
        'flowchart LR',
        '  subgraph g0f0["gate"]',
        '    g0n0["shop.example<br/>:80"]:::domain',
        '  end',
        '  subgraph g0f1["oak"]',
        '    g0n1[":8080<br/>open on every interface"]:::port',
        '  end',
        '  g0n0 --> g0n1',
        '  classDef domain stroke:#2563eb,stroke-width:2px',
        '  classDef port stroke:#15803d,stroke-width:2px',
        '  classDef doubtful stroke-dasharray:5 4',
        '',
      ].join('\n'),
    );
    const all = (await run(['graph'])).output;
    assert.is(all.match(/^flowchart/gm)?.length, 1);
    assert.is(all.match(/^ {2}subgraph g\d\[/gm)?.length, 4);
  });
});

test('DOT is one graph for each picture', async () => {
  await inFolder(fleet, async ({ run }) => {
    assert.fixture(
      (await run(['graph', 'routes', '--format', 'dot'])).output,
      [
        'digraph "Routes" {',
        '  rankdir=LR;',
        '  node [shape=box, style=rounded, fontname="Helvetica"];',
        '  edge [fontname="Helvetica", fontsize=10];',
        '  subgraph "cluster_0" {',
        '    label="gate";',
        '    style="rounded";',
        '    "domain:gate:shop.example" [label="shop.example\\n:80", tooltip="listens: tcp 80\\nforwards to: oak\\nmachine: oak\\nport: 8080", color="#2563eb"];',
        '  }',
        '  subgraph "cluster_1" {',
        '    label="oak";',
        '    style="rounded";',
        '    "port:oak:tcp:8080" [label=":8080\\nopen on every interface", tooltip="port: 8080\\nopened by: networking.firewall.allowedTCPPorts", color="#15803d"];',
        '  }',
        '  "domain:gate:shop.example" -> "port:oak:tcp:8080" [color="#2563eb"];',
        '}',
        '',
      ].join('\n'),
    );
    const all = (await run(['graph', '--format', 'dot'])).output;
    assert.is(all.match(/^digraph/gm)?.length, 4);
  });
});

test('JSON has the facts behind each part, with their places', async () => {
  await inFolder(fleet, async ({ run }) => {
    const { version, graphs } = JSON.parse(
      (await run(['graph', 'routes', '--format', 'json'])).output,
    );
    assert.is(version, 1);
    const [{ kind, nodes, edges }] = graphs;
    assert.is(kind, 'routes');
    assert.equal(nodes[1].facts[1], {
      name: 'opened by',
      value: 'networking.firewall.allowedTCPPorts',
      certain: true,
      at: { file: 'oak.nix', line: 1, column: 72 },
    });
    assert.equal(edges, [
      {
        certain: true,
        hosts: ['gate', 'oak'],
        from: 'domain:gate:shop.example',
        to: 'port:oak:tcp:8080',
        kind: 'route',
        mutual: false,
        label: null,
      },
    ]);
  });
});

test('the name of the file says the format', async () => {
  await inFolder(fleet, async ({ run, read, path }) => {
    const heads = {
      'a.svg': /^<svg xmlns/,
      'a.html': /^<!doctype html>/,
      'a.gv': /^digraph/,
      'a.mmd': /^flowchart/,
      'a.json': /^\{/,
    };
    for (const [file, head] of Object.entries(heads)) {
      assert.equal(await run(['graph', '-o', file]), { code: 0, output: '', error: '' });
      assert.match(read(file), head);
    }
    assert.is((await run(['graph', '--format', 'dot', '-o', 'a.txt'])).code, 0);
    assert.match(read('a.txt'), /^digraph/);
    symlinkSync('a.txt', join(path, 'link.txt'));
    assert.is((await run(['graph', '--format', 'json', '-o', 'link.txt'])).code, 0);
    assert.match(readFileSync(join(path, 'a.txt'), 'utf8'), /^\{/);
  });
});

test('machines limit a picture', async () => {
  await inFolder(fleet, async ({ run }) => {
    const modules = (await run(['graph', 'modules', '--host', 'oak'])).output;
    assert.match(modules, /oak\.nix/);
    assert.not.match(modules, /gate\.nix/);
    const both = (await run(['graph', 'modules', '--host', 'oak', '--host', 'gate'])).output;
    assert.match(both, /gate\.nix/);
  });
});

test('wrong use is answered with what was meant', async () => {
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['machines'], /Allowed choices are hosts, routes, modules, secrets, all/],
    [['--format', 'png'], /Allowed choices are mermaid/],
    [['--host', 'aok'], /there is no machine `aok`, did you mean `oak`\?/],
    [['-o', 'picture'], /does not say which format is meant; say it with `--format`/],
    [['-o', 'picture.png'], /does not say which format is meant/],
    [['-o', 'folder', '--format', 'svg'], /`folder` was not written: EISDIR/],
    [['-o', 'no/such/folder.svg'], /was not written: ENOENT/],
  ];
  await inFolder(fleet, async ({ run, path }) => {
    mkdirSync(join(path, 'folder'));
    for (const [argv, message] of cases) {
      const { code, output, error } = await run(['graph', ...argv]);
      assert.is(code, 2, argv.join(' '));
      assert.is(output, '');
      assert.match(error, message);
    }
    assert.not(existsSync(join(path, 'picture')));
  });
});

test('broken Nix and no flake are drawn as far as there is something', async () => {
  await inFolder('-- a.txt --\n', async ({ run }) => {
    for (const format of ['mermaid', 'dot', 'svg', 'html', 'json']) {
      assert.is((await run(['graph', '--format', format])).code, 0);
    }
  });
  await inFolder('-- flake.nix --\n{ outputs = { self }: missing; }\n', async ({ run }) => {
    assert.match((await run(['graph', 'hosts'])).output, /more machines#63;|more machines\?/);
  });
});

test('two runs draw the same bytes', async () => {
  for (const format of ['mermaid', 'dot', 'svg', 'html', 'json']) {
    const once = await runIn('fixtures/fleets/proxied/healthy', ['graph', '--format', format]);
    const twice = await runIn('fixtures/fleets/proxied/healthy', ['graph', '--format', format]);
    assert.is(once.output, twice.output);
  }
});

test.run();
