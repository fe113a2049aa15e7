import type { Facts } from '#analyzer/facts/facts.ts';
import type { Roles } from '#analyzer/network/roles.ts';
import { nginxStreams } from '#analyzer/nginx/streams.ts';
import { type EmitContext, emitter, type Problem } from '../emitter.ts';
import { indented, unindented } from '../fence.ts';
import type { ValuesOf } from '../options.ts';
import { roleOptions, rolesOf } from './roles.ts';
import { proxyHere, targetIn } from './route-targets.ts';
import { type Stream, streamTexts } from './stream-texts.ts';

const options = {
  ...roleOptions,
  streams: {
    summary: 'What each stream listens on and leads to: `22:23231`, `123:orchard:123/udp`.',
    default: {} as Readonly<Record<string, string>>,
  },
  part: {
    summary: 'Blocks of nginx, or a module of NixOS that has them.',
    default: 'blocks',
    choices: ['blocks', 'module'],
  },
} as const;

type Context = EmitContext<ValuesOf<typeof options>>;

export const streamBlocks = emitter({
  name: 'stream-blocks',
  summary: 'An upstream and a server of nginx for each stream that is written down.',
  inputs: ['host', 'tunnel', 'route'],
  formats: ['nginx', 'nix'],
  output: 'machines/{host}/streams.conf',
  effect: 'configuration',
  options,
  emit: (context) => {
    const {
      facts,
      wants,
      options: { part },
    } = context;
    const { roles, problems } = rolesOf(facts, context.options);
    const host = proxyHere(facts, roles);
    if (typeof host !== 'string') {
      const message = `no stream is written: ${host.problem}`;
      return { parts: [], problems: [...problems, { message }] };
    }
    if (!wants(host)) return { parts: [], problems };
    const existing = context.existing({ host }) ?? '';
    const before = part === 'module' ? withinModule(existing) : existing;
    const found = streamsIn(context, takenElsewhere(facts, host, before));
    const made = streamTexts(found.streams, before);
    const text = part === 'module' ? moduleText(made.text) : made.text;
    return {
      parts: [{ names: { host }, text }],
      problems: [...problems, ...found.problems, ...made.problems],
    };
  },
});

function streamsIn(
  { facts, options: { streams, ...names }, compare }: Context,
  isTaken: (stream: Stream) => boolean,
): { readonly streams: readonly Stream[]; readonly problems: readonly Problem[] } {
  const { roles } = rolesOf(facts, names);
  const problems: Problem[] = [];
  const found = Object.keys(streams)
    .toSorted(compare)
    .flatMap((name): Stream[] => {
      const stream = streamOf(facts, [name, streams[name] ?? ''], roles);
      if (!('problem' in stream) && !isTaken(stream)) return [stream];
      const problem = 'problem' in stream ? stream.problem : 'its port is passed on elsewhere';
      problems.push({ message: `the stream \`${name}\`: ${problem}` });
      return [];
    });
  return { streams: found, problems };
}

/** A name with `22:23231` or `123:orchard:123/udp`, or what is wrong with it. */
function streamOf(
  facts: Facts,
  [name, written]: readonly [string, string],
  roles: Roles,
): Stream | { readonly problem: string } {
  const [, digits, target = '', protocol] = /^(\d{1,5}):(.+?)(?:\/(tcp|udp))?$/.exec(written) ?? [];
  const listen = Number(digits);
  if (!/^[\w.-]+$/.test(name)) return { problem: 'that is no name for an upstream' };
  if (digits === undefined || listen < 1 || listen > 65_535)
    return { problem: `\`${written}\` is no port to listen on with one to lead to` };
  const end = targetIn(facts, target, roles);
  if ('problem' in end) return end;
  return { name, listen, protocol: protocol === 'udp' ? 'udp' : 'tcp', ...end };
}

/** Whether nginx passes a port on by a text other than this one. */
function takenElsewhere(facts: Facts, host: string, text: string): (stream: Stream) => boolean {
  const own = nginxStreams(text).servers.flatMap(({ listens }) => listens);
  const isIn = ({ listen, protocol }: Stream): boolean =>
    own.some((port) => port.port === listen && port.protocol === protocol);
  const rows = facts.table('route').rows.filter((row) => row.host === host);
  return (stream) =>
    !isIn(stream) &&
    rows.some((row) => row['listen-port'] === stream.listen && row.protocol === stream.protocol);
}

/** The text between the marks of the only indented string of a module of ours. */
function withinModule(text: string): string {
  const inner = /streamConfig = ''\n([\s\S]*?)\n? *'';/.exec(text)?.[1] ?? '';
  return unindented(inner, '    ').replaceAll("'''", "''").replaceAll("''${", '${');
}

function moduleText(text: string): string {
  const escaped = text.replaceAll("''", "'''").replaceAll('${', "''${");
  return `{\n  services.nginx.streamConfig = ''\n${indented(escaped, '    ')}  '';\n}\n`;
}
