import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { OptionValue } from '#emit/options.ts';
import { adaptedByCaddy, formattedByCaddy, hasCaddy } from '../support/caddy.ts';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: caddy-virtual-hosts');

/** Nothing but what belongs to the virtual host itself. */
const bare = { 'log-folder': '', 'certificate-folder': '', 'standard-port': 'omitted' };
const front = '{ server.proxy.domain = "a.example"; }';

function hosts(
  machines: Readonly<Record<string, string>>,
  options: Readonly<Record<string, OptionValue>> = bare,
) {
  const modules = Object.entries(machines).map(([name, set]) => {
    return [name, `{ config, inputs, ... }: { server.proxy.virtualHosts = { ${set} }; }`];
  });
  const files = clusterOf({ inlet: front, ...Object.fromEntries(modules) });
  return emittedFrom(files, 'caddy-virtual-hosts', options);
}

const guarded = `
  networking.interfaces.eth0.ipv4.addresses = [ { address = "192.0.2.5"; prefixLength = 24; } ];
  server.proxy.virtualHosts.grafana = {
    public = true;
    kanidm = { context = "admin-apps"; allowGroups = [ "users@id.a.example" ]; bypassPaths = [ "/health" ]; };
    extraConfig = "reverse_proxy localhost:3000";
  };`;

const snippetsFirst = `grafana.a.example {
	import default
	import public
	@bypass_auth_grafana path /health
	handle @bypass_auth_grafana {
		reverse_proxy 192.0.2.5:3000
	}
	route /auth/* {
		authenticate with grafana_portal
	}
	handle {
		authorize with grafana_policy
		reverse_proxy 192.0.2.5:3000
	}
}
`;

test('snippets come first, then paths for everybody, the login and the rest behind it', () => {
  const files = clusterOf({ inlet: front, weir: `{ ${guarded} }` });
  const { text, problems } = emittedFrom(files, 'caddy-virtual-hosts', {
    ...bare,
    upstreams: 'address',
  });
  assert.equal(problems, []);
  assert.is(text, snippetsFirst);
});

test('everything by priority puts the public snippet behind the login', () => {
  const files = clusterOf({ inlet: front, weir: `{ ${guarded} }` });
  const { text } = emittedFrom(files, 'caddy-virtual-hosts', { ...bare, order: 'priority' });
  assert.match(text, /import default\n\t@bypass_auth_grafana/);
  assert.match(text, /\}\n\timport public\n\}\n$/);
});

test('addresses have their port, logs and certificates are those of the module of NixOS', () => {
  const set = `files = {
    aliases = [ "cloud" ]; listenPorts = [ 443 8443 ]; useAcmeCerts = true;
    extraConfig = "respond ok"; };`;
  assert.is(
    hosts({ weir: set }, {}).text,
    `files.a.example:443, cloud.a.example, files.a.example:8443, cloud.a.example:8443 {
	tls /var/lib/acme/files.a.example/cert.pem /var/lib/acme/files.a.example/key.pem
	log {
		output file /var/log/caddy/access-files.a.example:443.log {
			mode 0640
		}
	}
	import default
	respond ok
}
`,
  );
});

test('what is local to another machine leads there, and parts of other names stay', () => {
  const set = `x.extraConfig = ''
    reverse_proxy http://localhost:1 https://[::]:2 127.0.0.1:3 [::1]:4
    respond /localhost.txt "10.127.0.0.1 and my-localhost"
  '';`;
  const { text } = hosts({ weir: set });
  assert.match(text, 'reverse_proxy http://weir:1 https://weir:2 weir:3 weir:4\n');
  assert.match(text, 'respond /localhost.txt "10.127.0.0.1 and my-localhost"\n');
});

test('what is local to the machine in front stays', () => {
  const files = clusterOf({
    inlet: `{ server.proxy = { domain = "a.example";
      virtualHosts.x.extraConfig = "reverse_proxy localhost:1"; }; }`,
  });
  const { text } = emittedFrom(files, 'caddy-virtual-hosts', bare);
  assert.match(text, 'reverse_proxy localhost:1\n');
});

test('a virtual host that is not wholly known is left out and told, and the others stay', () => {
  const { text, problems } = hosts({
    weir: `a.extraConfig = "reverse_proxy localhost:\${toString inputs.other.port}";
      b.extraConfig = "respond b";`,
  });
  assert.match(text, /^b\.a\.example \{/);
  assert.not.match(text, 'a.a.example');
  assert.equal(problems, ['the virtual host `a` of `weir`: depends on the input `other.port`']);
});

test('a text whose braces are not balanced would break the other sites, and is left out', () => {
  const { text, problems } = hosts({ weir: 'a.extraConfig = "handle {"; b.extraConfig = "";' });
  assert.is(text, 'b.a.example {\n\timport default\n}\n');
  assert.equal(problems, ['the virtual host `a` of `weir`: a brace is never closed']);
});

test('of two that ask for one address none is written', () => {
  const { text, problems } = hosts({
    delta: 'a.extraConfig = "respond delta";',
    weir: 'a.extraConfig = "respond weir"; b.extraConfig = "";',
  });
  assert.is(text, 'b.a.example {\n\timport default\n}\n');
  assert.equal(problems, [
    'the virtual host `a` of `delta`: several ask for `a.a.example`',
    'the virtual host `a` of `weir`: several ask for `a.a.example`',
  ]);
});

test('an extension of the fleet says by its function what it adds, and where', () => {
  const files = clusterOf({
    inlet: `{ server.proxy = {
      domain = "a.example";
      extensions = {
        late = { priority = 90; config = name: host: machine: "header X-Late \${name}"; };
        early = { priority = 10; config = name: host: machine: "header X-Early 1"; };
        off = { enable = false; config = name: host: machine: "respond off"; };
        whole = { priority = 50; consumesExtraConfig = true;
          config = name: host: machine:
            if name == "b" then "handle { \\n\${host._resolvedExtraConfig}\\n}" else ""; };
      };
    }; }`,
    weir: `{ server.proxy.virtualHosts = {
      a.extraConfig = "respond a";
      b.extraConfig = "reverse_proxy localhost:1";
      c = { extensions = [ "late" ]; extraConfig = "respond c"; };
    }; }`,
  });
  assert.equal(emittedFrom(files, 'caddy-virtual-hosts', bare), {
    text: `a.a.example {
	import default
	header X-Early 1
	header X-Late a
	respond a
}

b.a.example {
	import default
	header X-Early 1
	handle {
		reverse_proxy weir:1
	}
	header X-Late b
}

c.a.example {
	import default
	header X-Late c
	respond c
}
`,
    problems: [],
  });
});

test('an extension whose function cannot be followed leaves out what it would add to', () => {
  const files = clusterOf({
    inlet: `{ inputs, ... }: { server.proxy = { domain = "a.example";
      extensions.mine.config = name: host: machine:
        if name == "a" then inputs.other.text else ""; }; }`,
    weir: '{ server.proxy.virtualHosts = { a.extraConfig = "respond a"; b.extraConfig = ""; }; }',
  });
  const { text, problems } = emittedFrom(files, 'caddy-virtual-hosts', bare);
  assert.is(text, 'b.a.example {\n\timport default\n}\n');
  assert.equal(problems, ['the virtual host `a` of `weir`: depends on the input `other.text`']);
});

test('nothing is written where nobody knows which machine is in front', () => {
  const files = clusterOf({ weir: '{ server.proxy.virtualHosts.a.extraConfig = "respond a"; }' });
  assert.equal(emittedFrom(files, 'caddy-virtual-hosts', bare), {
    text: '',
    problems: ['no machine of the fleet is called `inlet`'],
  });
});

test('nothing is written where no machine has the option', () => {
  const files = clusterOf({ inlet: front, weir: '{ }' });
  assert.equal(emittedFrom(files, 'caddy-virtual-hosts', bare), {
    text: '',
    problems: ['no machine has the option `server.proxy.virtualHosts`'],
  });
});

test('options of a fleet may have other names', () => {
  const files = clusterOf({
    inlet: '{ web.base = "b.example"; }',
    weir: '{ web.sites.a.extraConfig = "respond a"; }',
  });
  const { text } = emittedFrom(files, 'caddy-virtual-hosts', {
    ...bare,
    proxy: 'inlet',
    'domain-option': 'web.base',
    'hosts-option': 'web.sites',
  });
  assert.is(text, 'a.b.example {\n\timport default\n\trespond a\n}\n');
});

test('Caddy takes the sites, together with their snippets', () => {
  if (!hasCaddy()) return;
  const set =
    'a = { aliases = [ "z" ]; public = true; extraConfig = "reverse_proxy localhost:1"; };';
  const { text } = hosts({ weir: set }, { 'log-mode': '' });
  const whole = `(default) {\n\theader X-A b\n}\n\n(public) {\n\theader X-C d\n}\n\n${text}`;
  assert.is(formattedByCaddy(whole), whole);
  const adapted = adaptedByCaddy(whole);
  assert.match(adapted, '"host":["a.a.example","z.a.example"]');
  assert.match(adapted, '"dial":"weir:1"');
});

test.run();
