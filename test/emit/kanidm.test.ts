import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { formattedByCaddy, hasCaddy } from '../support/caddy.ts';
import { clusterOf } from '../support/cluster.ts';
import { emittedFrom } from '../support/emitted.ts';

const test = suite('emit: kanidm');

const fleet = clusterOf({
  inlet: `{ server.proxy = {
    domain = "a.example";
    kanidmContexts.admin-apps = {
      authDomain = "id.internal.example"; scopes = [ "openid" "groups" ];
      allowGroups = [ "admins@id.internal.example" ];
    };
  }; }`,
  weir: `{ server.proxy.virtualHosts = {
    grafana.kanidm = { context = "admin-apps"; tokenLifetime = 60;
      allowGroups = [ "users@id.internal.example" "admins@id.internal.example" ]; };
    wiki.kanidm = { allowGroups = [ "writers@auth.a.example" ]; };
    open.extraConfig = "respond ok";
  }; }`,
});

const security = `order authenticate before respond
order authorize before reverse_proxy
security {
	oauth identity provider admin-apps {
		realm admin-apps
		driver generic
		client_id admin-apps
		client_secret {env.OAUTH_ADMIN_APPS_CLIENT_SECRET}
		metadata_url https://id.internal.example/oauth2/openid/admin-apps/.well-known/openid-configuration
		scopes openid groups
	}
	oauth identity provider wiki {
		realm wiki
		driver generic
		client_id wiki
		client_secret {env.OAUTH_WIKI_CLIENT_SECRET}
		metadata_url https://auth.a.example/oauth2/openid/wiki/.well-known/openid-configuration
		scopes openid email profile groups
	}
	authentication portal grafana_portal {
		crypto default token lifetime 60
		cookie domain grafana.a.example
		crypto key sign-verify {env.ADMIN_APPS_SHARED_KEY}
		enable identity provider admin-apps
	}
	authentication portal wiki_portal {
		crypto default token lifetime 3600
		cookie domain wiki.a.example
		crypto key sign-verify {env.WIKI_SHARED_KEY}
		enable identity provider wiki
	}
	authorization policy grafana_policy {
		set auth url https://grafana.a.example/auth/oauth2/admin-apps
		crypto key sign-verify {env.ADMIN_APPS_SHARED_KEY}
		allow groups admins@id.internal.example
		allow groups users@id.internal.example
	}
	authorization policy wiki_policy {
		set auth url https://wiki.a.example/auth/oauth2/wiki
		crypto key sign-verify {env.WIKI_SHARED_KEY}
		allow groups writers@auth.a.example
	}
}
`;

test('a virtual host takes from its context what it does not say itself, and groups of both', () => {
  assert.equal(emittedFrom(fleet, 'kanidm-security'), { text: security, problems: [] });
});

test('Caddy would lay the block out the same way', () => {
  if (!hasCaddy()) return;
  assert.is(formattedByCaddy(security), security);
});

test('Kanidm gets a client per context, with groups without their domain', () => {
  const { text, problems } = emittedFrom(fleet, 'kanidm-provisioning', { secret: '' }, 'json');
  assert.equal(problems, []);
  assert.equal(JSON.parse(text), {
    'admin-apps': {
      displayName: 'Admin Apps',
      originUrl: ['https://grafana.a.example/auth/oauth2/admin-apps/authorization-code-callback'],
      originLanding: 'https://grafana.a.example',
      scopeMaps: { admins: ['openid', 'groups'], users: ['openid', 'groups'] },
    },
    wiki: {
      displayName: 'Wiki',
      originUrl: ['https://wiki.a.example/auth/oauth2/wiki/authorization-code-callback'],
      originLanding: 'https://wiki.a.example',
      scopeMaps: { writers: ['openid', 'email', 'profile', 'groups'] },
    },
  });
});

test('the secret of a client is a file: a reference in Nix, a path in JSON where it is known', () => {
  const nix = emittedFrom(fleet, 'kanidm-provisioning', { 'display-names': 'sentence' });
  assert.match(nix.text, /^\{ config, \.\.\. \}:\n/);
  assert.match(
    nix.text,
    'basicSecretFile = config.sops.secrets."KANIDM/OAUTH2/ADMIN-APPS_SECRET".path;',
  );
  assert.match(nix.text, 'displayName = "Admin apps";');
  const json = emittedFrom(fleet, 'kanidm-provisioning', {}, 'json');
  assert.not.match(json.text, 'basicSecretFile');
  assert.equal(json.problems, [
    'the file of the secret `KANIDM/OAUTH2/ADMIN-APPS_SECRET` is not known',
    'the file of the secret `KANIDM/OAUTH2/WIKI_SECRET` is not known',
  ]);
  const declared = clusterOf({
    inlet: '{ server.proxy.domain = "a.example"; sops.secrets."KANIDM/OAUTH2/X_SECRET" = { }; }',
    weir: '{ server.proxy.virtualHosts.x.kanidm.allowGroups = [ "g@auth.a.example" ]; }',
  });
  const known = emittedFrom(declared, 'kanidm-provisioning', {}, 'json');
  assert.is(JSON.parse(known.text).x.basicSecretFile, '/run/secrets/KANIDM/OAUTH2/X_SECRET');
});

test('a login that nobody may use, or of which not all is known, is left out', () => {
  const { text, problems } = emittedFrom(
    clusterOf({
      inlet: '{ server.proxy.domain = "a.example"; }',
      weir: `{ inputs, ... }: { server.proxy.virtualHosts = {
        empty.kanidm = { };
        unclear.kanidm.allowGroups = [ inputs.other.group ];
      }; }`,
    }),
    'kanidm-security',
  );
  assert.is(text, '');
  assert.equal(problems, [
    'the virtual host `empty` of `weir`: no group may log in',
    'the virtual host `unclear` of `weir`: depends on the input `other.group`',
  ]);
});

test('virtual hosts of one context that disagree about it are told', () => {
  const { problems } = emittedFrom(
    clusterOf({
      inlet: '{ server.proxy.domain = "a.example"; }',
      weir: `{ server.proxy.virtualHosts = {
        a.kanidm = { context = "c"; allowGroups = [ "g@x.example" ]; scopes = [ "openid" ]; };
        b.kanidm = { context = "c"; allowGroups = [ "g@x.example" ]; scopes = [ "email" ]; };
      }; }`,
    }),
    'kanidm-security',
  );
  assert.equal(problems, [
    'the virtual host `b` of `weir`: `a` says something else of the login `c`',
  ]);
});

test.run();
