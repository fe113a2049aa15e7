import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formattedByCaddy, hasCaddy } from '../support/caddy.ts';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: layer4');

function fleet(set: string): Record<string, string> {
  return clusterOf({
    inlet: '{ server.proxy.domain = "a.example"; }',
    weir: `{ inputs, ... }: { server.proxy.virtualHosts = { ${set} }; }`,
  });
}

const several = fleet(`
  mqtt.l4 = { listenPort = 1883; config = "route {\\n  proxy localhost:1883\\n}"; };
  log.l4 = { listenPort = 514; protocol = "udp"; config = "route {\\n  proxy udp/localhost:514\\n}"; };
  one.l4 = { listenPort = 8200; config = "route {\\n  proxy localhost:1\\n}"; };
  other-one.l4 = { listenPort = 8200;
    config = "@tls tls\\nroute @tls {\\n  proxy localhost:2\\n}"; };
`);

const expected = `layer4 {
	udp/log.a.example:514 {
		route {
			proxy udp/weir:514
		}
	}
	mqtt.a.example:1883 {
		route {
			proxy weir:1883
		}
	}
	:8200 {
		@one_a_example http host one.a.example
		route @one_a_example {
			proxy weir:1
		}
		@other_one_a_example http host other-one.a.example
		route @other_one_a_example {
			subroute {
				@tls tls
				route @tls {
					proxy weir:2
				}
			}
		}
	}
}
`;

test('a port of one name is its own server; several names on a port are told apart', () => {
  assert.equal(emittedFrom(several, 'layer4-routes'), { text: expected, problems: [] });
});

test('Caddy would lay the block out the same way', () => {
  if (!hasCaddy()) return;
  assert.is(formattedByCaddy(expected), expected);
});

test('the ports are opened by their protocol, each once', () => {
  assert.equal(JSON.parse(emittedFrom(several, 'layer4-firewall', {}, 'json').text), {
    allowedTCPPorts: [1883, 8200],
    allowedUDPPorts: [514],
  });
  assert.match(emittedFrom(several, 'layer4-firewall').text, 'allowedUDPPorts = [ 514 ];');
  assert.equal(
    JSON.parse(emittedFrom(several, 'layer4-firewall', { otherwise: 'both' }, 'json').text),
    { allowedTCPPorts: [1883, 8200], allowedUDPPorts: [514, 1883, 8200] },
  );
});

test('nothing tells two names apart on one port of UDP', () => {
  const { text, problems } = emittedFrom(
    fleet(`a.l4 = { listenPort = 53; protocol = "udp"; };
      b.l4 = { listenPort = 53; protocol = "udp"; };`),
    'layer4-routes',
  );
  assert.is(text, '');
  assert.equal(problems, [
    'the virtual host `a` of `weir`: several ask for port 53 of UDP, where nothing tells them apart',
    'the virtual host `b` of `weir`: several ask for port 53 of UDP, where nothing tells them apart',
  ]);
});

test('what is not known, has no port or is broken is left out', () => {
  const { text, problems } = emittedFrom(
    fleet(`a.l4.listenPort = inputs.other.port;
      b.l4.config = "route";
      c.l4 = { listenPort = 1; config = "route {"; };
      d.l4 = inputs.other.l4;
      e.extraConfig = inputs.other.text;`),
    'layer4-routes',
  );
  assert.is(text, '');
  assert.equal(problems, [
    'the virtual host `a` of `weir`: depends on the input `other.port`',
    'the virtual host `b` of `weir`: its port is not set',
    'the virtual host `d` of `weir`: depends on the input `other.l4`',
    'the virtual host `c` of `weir`: a brace is never closed',
  ]);
});

test.run();
