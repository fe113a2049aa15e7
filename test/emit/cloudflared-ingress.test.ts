import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: cloudflared-ingress');

function fleet(tunnels: string, hosts: string): Record<string, string> {
  return clusterOf({
    inlet: `{ inputs, ... }: { server.proxy.domain = "a.example";
      services.cloudflared = { enable = true; tunnels = { ${tunnels} }; }; }`,
    weir: `{ inputs, ... }: { server.proxy.virtualHosts = { ${hosts} }; }`,
  });
}

const one = `one = { default = "http_status:418"; ingress = {
  "*.a.example" = "http://localhost:1"; "b.a.example" = "http://localhost:2"; }; };`;
const hosts = 'x.public = true; y = { }; b.public = true;';

test('public virtual hosts come by name, then what else the tunnel leads to, then the rest', () => {
  assert.equal(emittedFrom(fleet(one, hosts), 'cloudflared-ingress'), {
    text: `tunnel: one
ingress:
  - hostname: b.a.example
    service: https://b.a.example
  - hostname: x.a.example
    service: https://x.a.example
  - hostname: "*.a.example"
    service: http://localhost:1
  - service: http_status:418
`,
    problems: [],
  });
});

test('as Nix it is what the option of NixOS takes', () => {
  const { text } = emittedFrom(
    fleet('two = { };', 'x.public = true;'),
    'cloudflared-ingress',
    {},
    'nix',
  );
  assert.is(
    text,
    `{
  services.cloudflared.tunnels.two = {
    default = "http_status:404";
    ingress."x.a.example" = "https://x.a.example";
  };
}
`,
  );
});

test('of several tunnels somebody has to say which', () => {
  const files = fleet('one = { }; two = { };', hosts);
  assert.equal(emittedFrom(files, 'cloudflared-ingress'), {
    text: '',
    problems: ['`services.cloudflared.tunnels` of `inlet` has several tunnels: one, two'],
  });
  assert.match(
    emittedFrom(files, 'cloudflared-ingress', { 'tunnel-id': 'two' }).text,
    'tunnel: two',
  );
});

test('what may be public is left out, and an unknown answer for the rest writes nothing', () => {
  const unclear = fleet('one = { };', 'x.public = inputs.other.flag; y.public = true;');
  const { text, problems } = emittedFrom(unclear, 'cloudflared-ingress');
  assert.not.match(text, 'x.a.example');
  assert.match(text, 'y.a.example');
  assert.equal(problems, ['the virtual host `x` of `weir`: depends on the input `other.flag`']);
  const rest = fleet('one.default = inputs.other.answer;', hosts);
  assert.equal(emittedFrom(rest, 'cloudflared-ingress'), {
    text: '',
    problems: ['what answers for other names is not known: depends on the input `other.answer`'],
  });
});

test.run();
