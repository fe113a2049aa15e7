import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: dashy-configuration');

const front = `server.proxy.domain = "a.example";
  services.dashy.settings = { pageInfo.title = "Home: all"; sections = [ { name = "old"; } ]; };`;

test('a section per machine in order, an item per virtual host, and what people say of both', () => {
  const files = clusterOf({
    weir: `{ server = {
      dashboard = { name = "Watching"; icon = "mdi-eye"; displayData.cols = 2;
        items.up = { title = "Up"; icon = "sh-up"; url = "https://up.example/"; };
        items.grafana.title = "Graphs"; };
      proxy.virtualHosts.grafana.public = true; }; }`,
    inlet: `{ ${front} server.proxy.virtualHosts.dns = { }; }`,
    silent: '{ }',
  });
  const { text, problems } = emittedFrom(files, 'dashy-configuration');
  assert.equal(problems, []);
  assert.equal(parse(text), {
    pageInfo: { title: 'Home: all' },
    sections: [
      { name: 'Inlet', items: [{ icon: 'sh-dns', title: 'Dns', url: 'https://dns.a.example/' }] },
      {
        name: 'Watching',
        icon: 'mdi-eye',
        displayData: { cols: 2 },
        items: [
          { icon: 'sh-grafana', title: 'Graphs', url: 'https://grafana.a.example/' },
          { icon: 'sh-up', title: 'Up', url: 'https://up.example/' },
        ],
      },
    ],
  });
});

test('an item that lacks something is left out and told', () => {
  const files = clusterOf({
    inlet: `{ inputs, ... }: { ${front} server.dashboard.items = {
      a = { title = "A"; icon = "i"; };
      b = { title = inputs.other.title; icon = "i"; url = "https://b.example/"; };
      c = { title = "C"; icon = "i"; url = "https://c.example/"; };
    }; }`,
  });
  const { text, problems } = emittedFrom(files, 'dashy-configuration');
  assert.equal(parse(text).sections[0].items, [
    { icon: 'i', title: 'C', url: 'https://c.example/' },
  ]);
  assert.equal(problems, [
    'the item `a` of `inlet`: it has no url',
    'the item `b` of `inlet`: depends on the input `other.title`',
  ]);
});

test('settings that are not wholly known are told, and virtual hosts need no items', () => {
  const files = clusterOf({
    inlet: `{ inputs, ... }: { server.proxy = { domain = "a.example";
        extensions.dashboard.enable = false; virtualHosts.a = { }; };
      server.dashboard.icon = "i";
      services.dashy.settings.appConfig = { theme = inputs.other.theme; language = "en"; }; }`,
  });
  const { text, problems } = emittedFrom(files, 'dashy-configuration');
  assert.equal(parse(text), {
    appConfig: { language: 'en' },
    sections: [{ name: 'Inlet', icon: 'i', items: [] }],
  });
  assert.equal(problems, [
    '`services.dashy.settings.appConfig.theme` is not wholly known: depends on the input `other.theme`',
  ]);
});

test.run();
