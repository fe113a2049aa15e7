import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { replacing, written } from '../support/published.ts';

const test = suite('virtual-hosts');

const entry = '[[emit]]\nname = "virtual-hosts"\noutput = "machines/{host}/nginx.nix"\n';
const hosts = `${entry}part = "virtual-hosts"\n`;
const certificates = `${entry}region = "certificates"\npart = "certificates"\n`;

const routes = (...lines: readonly string[]): string => `\n[emit.routes]\n${lines.join('\n')}\n`;

test('what people wrote into a virtual host stays, and its requests go where they should', async () => {
  const { text } = await written(hosts + routes('"pear.example" = "5000"'));
  assert.is(
    text.trim().replace(/^ {6}/gm, ''),
    `# A page for people, and what it asks for.
"pear.example" = {
  enableACME = true;
  forceSSL = true;
  serverAliases = [ "www.pear.example" ];
  locations."/" = {
    proxyPass = "http://10.90.0.2:5000";
    proxyWebsockets = false;
  };
};`,
  );
});

test('web sockets are turned on where they are wanted', async () => {
  const { text } = await written(
    `${hosts}websockets = ["pear.example"]\n${routes('"pear.example" = "4000"')}`,
  );
  assert.match(text, /proxyWebsockets = true;/);
});

test('a path behind the address stays, and several addresses stay as they are', async () => {
  const path = await written(hosts + routes('"pear.example" = "5000"'), {
    'machines/gate/nginx.nix': replacing(':4000"', ':4000/pages/"'),
  });
  assert.match(path.text, /proxyPass = "http:\/\/10\.90\.0\.2:5000\/pages\/";/);
  const several = await written(hosts + routes('"pear.example" = "5000"'), {
    'machines/gate/nginx.nix': replacing(
      'serverAliases = [ "www.pear.example" ];',
      'locations."/a".proxyPass = "http://10.90.0.2:1";',
    ),
  });
  assert.match(several.text, /proxyPass = "http:\/\/10\.90\.0\.2:4000";/);
});

test('targets are ports, machines and addresses with ports', async () => {
  const { text, problems } = await written(
    hosts +
      routes(
        '"a.pear.example" = "8083"',
        '"b.pear.example" = "orchard:8083"',
        '"c.pear.example" = "192.0.2.7:80"',
        '"d.pear.example" = "[2001:db8::7]:80"',
        '"e.pear.example" = "shop.example:80"',
        '"f.pear.example" = "70000"',
        '"g.pear.example" = "http://x"',
      ),
  );
  assert.equal(
    [...text.matchAll(/proxyPass = "(.*)"/g)].map(([, url]) => url),
    [
      'http://10.90.0.2:8083',
      'http://10.90.0.2:8083',
      'http://192.0.2.7:80',
      'http://[2001:db8::7]:80',
      'http://shop.example:80',
    ],
  );
  assert.equal(problems, [
    '`f.pear.example`: `70000` is no port, and no machine or address with a port',
    '`g.pear.example`: `http://x` is no port, and no machine or address with a port',
  ]);
});

test('a domain that is served outside of the fence is left to whoever wrote it', async () => {
  const { text, problems } = await written(hosts + routes('"new.plum.example" = "1"'), {
    'machines/gate/nginx.nix': replacing(
      'virtualHosts = {',
      'virtualHosts = {\n      "new.plum.example".locations."/".proxyPass = "http://10.90.0.2:2";',
    ),
  });
  assert.not.match(text, /new\.plum/);
  assert.equal(problems, ['`new.plum.example` is served elsewhere already']);
});

test('certificates have the address and the group of others', async () => {
  const { text, problems } = await written(
    certificates + routes('"new.plum.example" = "1"', '"basket.plum.example" = "2"'),
  );
  assert.equal(problems, []);
  assert.is(
    text.trim().replace(/^ {4}/gm, ''),
    `"basket.plum.example" = {
  email = "post@plum.example";
  group = "nginx";
};
"new.plum.example" = {
  email = "post@plum.example";
  group = "nginx";
};`,
  );
});

test('the nearest name says whose address it is; none at all is reported', async () => {
  const mails = '\n[emit.mails]\n"example" = "a@b.example"\n"new.plum.example" = "c@d.example"\n';
  const { text } = await written(
    certificates + routes('"new.plum.example" = "1"', '"new.quince.example" = "1"') + mails,
  );
  assert.equal(
    [...text.matchAll(/email = "(.*)"/g)].map(([, mail]) => mail),
    ['c@d.example', 'a@b.example'],
  );
  const none = await written(certificates + routes('"new.quince.example" = "1"'), {
    'machines/gate/default.nix': replacing('defaults.email = "post@pear.example";', ''),
  });
  assert.not.match(none.text, /email/);
  assert.equal(none.problems, [
    'the certificate of `new.quince.example` has no address: set `mails`',
  ]);
});

test('a module has both sets, and is read again', async () => {
  const whole = '[[emit]]\nname = "virtual-hosts"\noutput = "machines/gate/routes.nix"\n';
  const added = whole + routes('"new.plum.example" = "1"');
  const { texts } = await written(added);
  const text = texts.get('machines/gate/routes.nix') ?? '';
  assert.is(
    text,
    `{
  security.acme.certs = {
    "new.plum.example" = {
      email = "post@plum.example";
      group = "nginx";
    };
  };
  services.nginx.virtualHosts = {
    "new.plum.example" = {
      enableACME = true;
      forceSSL = true;
      locations."/" = {
        proxyPass = "http://10.90.0.2:1";
        proxyWebsockets = false;
      };
    };
  };
}
`,
  );
  const header = '# Generated by `flakewise emit virtual-hosts` from host; do not edit.\n\n';
  const again = await written(added, {
    'machines/gate/routes.nix': () => header + text.replace('false', 'true').replace('post@', 'a@'),
    'machines/gate/default.nix': replacing('[ ./nginx.nix ]', '[ ./nginx.nix ./routes.nix ]'),
  });
  const kept = again.texts.get('machines/gate/routes.nix') ?? '';
  assert.is(kept, text.replace('false', 'true').replace('post@', 'a@'));
});

test('names are escaped', async () => {
  const { text } = await written(hosts + routes('\'a".${b}\' = "1"'));
  assert.match(text, /"a\\"\.\\\$\{b\}" = \{/);
});

test('a fleet with two proxies has to say which one is meant', async () => {
  const { texts, problems } = await written(hosts + routes('"a.pear.example" = "1"'), {
    'machines/gate/nginx.nix': () => '{ }\n',
  });
  assert.equal([...texts.keys()], []);
  assert.equal(problems, [
    'no virtual host is written: which machine stands in front is not certain; set `proxy`',
  ]);
});

test.run();
