import { strayServers, streamContainers } from '#analyzer/order/streams.ts';
import { plainOrdering, reportDisorder } from '#linter/ordered.ts';
import { fileRule } from '#linter/rule.ts';
import type { Span } from '#parser/span.ts';

export default fileRule({
  language: 'nix',

  meta: {
    name: 'order/nginx-streams',
    summary: 'The upstreams in the text of `streamConfig` ascend, each with its servers.',
    severity: 'warning',
    fix: 'safe',
    since: '0.1.0',
    presets: ['proxied-fleet'],
  },

  docs: {
    why: `
      A stream has a port in the firewall, an ingress rule and a record, each in a
      list of its own. When all lists are in the same order, a stream that one of
      them lacks is easy to see.

      Upstreams compare by the bytes of their names, and each moves with the
      comment above it and the servers that follow it and pass requests on to it.
      Where all servers stand below all upstreams, both are in the order of the
      upstreams' names. A server that stands neither here nor there is for you to
      move. Servers without an upstream of their own stay where they are. nginx takes the blocks in any order, so the fix is safe.
    `,
    bad: [
      {
        code: `
{
  services.nginx.streamConfig = ''
    upstream minecraft {
#            ^^^^^^^^^ note: \`minecraft\` is here
      server 10.0.0.2:25565;
    }
    server {
      listen 25565;
      proxy_pass minecraft;
    } # the game

    # repositories
    upstream git {
#            ^^^ \`git\` should come before \`minecraft\` (alphabetical)
      server 10.0.0.2:23231;
    }
    server {
      listen 22;
      proxy_pass git;
    }
  '';
}
        `,
        fixed: `
{
  services.nginx.streamConfig = ''
    # repositories
    upstream git {
      server 10.0.0.2:23231;
    }
    server {
      listen 22;
      proxy_pass git;
    }

    upstream minecraft {
      server 10.0.0.2:25565;
    }
    server {
      listen 25565;
      proxy_pass minecraft;
    } # the game
  '';
}
        `,
      },
      `
{
  services.nginx.streamConfig = ''
    upstream git { server 10.0.0.2:23231; }
    upstream minecraft { server 10.0.0.2:25565; }
    server { listen 25565; proxy_pass minecraft; }
#                                     ^^^^^^^^^ note: \`minecraft\` is here
    server { listen 22; proxy_pass git; }
#                                  ^^^ \`git\` should come before \`minecraft\` (alphabetical)
  '';
}
      `,
      `
{
  services.nginx.streamConfig = ''
    upstream git { server 10.0.0.2:23231; }
    server { listen 25565; proxy_pass minecraft; }
#                                     ^^^^^^^^^ the server of \`minecraft\` should stand right below its upstream
    upstream minecraft { server 10.0.0.2:25565; }
#            ^^^^^^^^^ note: which is here
    server { listen 22; proxy_pass git; }
  '';
}
        `,
    ],
    good: [
      // Time has no name, and stands where it stands.
      `
{ port, ... }:
{
  services.nginx.streamConfig = ''
    server {
      listen 123 udp;
      proxy_pass 10.0.0.2:123;
    }
    upstream git {
      server 10.0.0.2:\${toString port};
    }
    server {
      listen 22;
      proxy_pass git;
    }
    upstream minecraft {
      server 10.0.0.2:25565;
    }
    server {
      listen 25565;
      proxy_pass minecraft;
    }
  '';
}
      `,
      // Upstreams first, then servers.
      `
{
  services.nginx.streamConfig = ''
    upstream a { server 10.0.0.2:1; }
    upstream b { server 10.0.0.2:2; }
    server { listen 2222; proxy_pass a; }
    server { listen 1111; proxy_pass b; }
  '';
}
      `,
      // No text of nginx.
      "{ services.nginx.streamConfig = ''upstream b { server 10.0.0.2:1; } upstream a {''; }",
    ],
  },

  visit: {
    source_code(file, context) {
      for (const container of streamContainers(file))
        reportDisorder(container, plainOrdering, context);
      for (const { server, upstream } of strayServers(file)) {
        const message = `the server of \`${server.text}\` should stand right below its upstream`;
        const related = [{ file: context.file, span: spanOf(upstream), message: 'which is here' }];
        context.report(spanOf(server), { message, related });
      }
    },
  },
});

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
