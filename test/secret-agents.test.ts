import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { lookupsIn } from '#analyzer/secret-files/agent-template.ts';
import { resolutionOf } from '#analyzer/secrets/references.ts';
import { factsOf } from './support/secret-machine.ts';
import { rows } from './support/secret-texts.ts';

const test = suite('agents for secrets');

const agent = `{ config, lib, pkgs, ... }:
let
  cfg = config.fleet.openbao-agent;
  blocks = lib.concatStrings (lib.mapAttrsToList (name: template: ''
    template {
      destination = "/run/secrets/\${name}"
      contents = "\${template.contents}"
    }
  '') cfg.templates);
in
{
  options.fleet.openbao-agent = {
    enable = lib.mkEnableOption "the agent";
    templates = lib.mkOption {
      default = { };
      type = lib.types.attrsOf (lib.types.submodule {
        options = {
          contents = lib.mkOption { type = lib.types.lines; };
          perms = lib.mkOption { type = lib.types.str; default = "0600"; };
          user = lib.mkOption { type = lib.types.nullOr lib.types.str; default = null; };
          restartServices = lib.mkOption { type = lib.types.listOf lib.types.str; default = [ ]; };
        };
      });
    };
  };
  config = {
    fleet.openbao-agent = {
      enable = ENABLE;
      templates."web.env" = {
        user = "web";
        contents = ''TOKEN={{ with secret "kv/data/web" }}{{ .Data.data.token }}{{ end }}'';
        restartServices = [ "web.service" ];
      };
    };
    systemd.services.web.serviceConfig.EnvironmentFile = "/run/secrets/web.env";
    systemd.services.mail.serviceConfig.EnvironmentFile = "/run/secrets/mail.env";
  };
}`;

test('what an agent of OpenBao writes is a secret, by an option of the repository', () => {
  const facts = factsOf(agent.replace('ENABLE', 'true'));
  assert.equal(rows(facts, 'secret', 'manager', 'name', 'owner', 'mode', 'path', 'restart-units'), [
    'openbao web.env web 0600 /run/secrets/web.env web.service',
  ]);
  assert.equal(rows(facts, 'secret-lookup', 'secret', 'path', 'key'), [
    'web.env kv/data/web token',
  ]);
  const resolutions = facts
    .table('secret-reference')
    .rows.map((row) => `${row.target} ${resolutionOf(facts, row).kind}`);
  assert.equal(resolutions, ['/run/secrets/web.env declared', '/run/secrets/mail.env missing']);
  assert.equal(rows(factsOf(agent.replace('ENABLE', 'false')), 'secret', 'name'), []);
});

test('what an agent of Vault writes is a secret, by the options of nixpkgs', () => {
  const facts = factsOf(`{
    services.vault-agent.instances.web = {
      user = "web";
      settings.template = [
        { destination = "/run/web/env"; perms = "0400"; contents = ''{{ with secret "pki/issue" }}{{ . }}{{ end }}''; }
        { destination = "/run/web/file"; source = ./web.tpl; }
      ];
    };
  }`);
  assert.equal(rows(facts, 'secret', 'name', 'owner', 'mode', 'path'), [
    '/run/web/env web 0400 /run/web/env',
    '/run/web/file web - /run/web/file',
  ]);
  assert.equal(rows(facts, 'secret-lookup', 'secret', 'path', 'key'), ['/run/web/env pki/issue -']);
  assert.is(facts.table('secret-lookup').gaps.length, 1);
});

test('lookups belong to the innermost secret around them', () => {
  const told = (text: string): string[] =>
    lookupsIn(text).map(({ path, key }) => `${path} ${key ?? '-'}`);
  assert.equal(
    told(
      '{{- with secret "a" "ttl=1" -}}{{ .Data.data.x }}{{ with secret `b` }}{{ index .Data.data "y-z" }}{{ end }}{{ if .Data.data.w }}{{ else }}{{ .Data.v }}{{ end }}{{ end }}',
    ),
    ['a x', 'b y-z', 'a w', 'a v'],
  );
  assert.equal(told('{{ (secret "a").Data.data.x }} {{ secret "c" }}'), ['a x', 'c -']);
  assert.equal(told('{{ with secret "open" }} {{ env "HOME" }}'), ['open -']);
  assert.equal(told('{{ .Data.data.lost }} {{ end }} {{'), []);
});

test.run();
