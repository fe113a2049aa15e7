import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: fleet-graph');

const files = clusterOf({
  inlet: `{ networking.firewall.allowedTCPPorts = [ 443 ];
    services.caddy = { enable = true; virtualHosts."a.example".extraConfig = "reverse_proxy 192.0.2.30:80"; }; }`,
  weir: `{ networking.interfaces.eth0.ipv4.addresses = [
    { address = "192.0.2.30"; prefixLength = 24; } ]; }`,
});

const chart = `flowchart LR
  subgraph g0f0["NixOS"]
    g0n0["inlet<br/>tcp: 443"]
    g0n1["weir<br/>192.0.2.30"]
  end
  g0n0 -->|"1 route"| g0n1
  classDef doubtful stroke-dasharray:5 4
`;

test('machines and the routes between them are a flowchart, in Markdown between fences', () => {
  assert.equal(emittedFrom(files, 'fleet-graph', {}, 'mmd').text, chart);
  assert.equal(emittedFrom(files, 'fleet-graph').text, `\`\`\`mermaid\n${chart}\`\`\`\n`);
});

test('it may be about routes, and names show what cannot be seen', () => {
  const odd = clusterOf({
    inlet: `{ services.caddy = { enable = true;
      virtualHosts."x.example".extraConfig = "reverse_proxy a\u202eb;c:1"; }; }`,
  });
  const { text } = emittedFrom(odd, 'fleet-graph', { about: 'routes' });
  assert.match(text, 'aU+202Eb#59;c');
});

test.run();
