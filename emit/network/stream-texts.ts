import { commentStart } from '#analyzer/edit/insertion.ts';
import type { Protocol } from '#analyzer/facts/network.ts';
import { type NginxListen, type NginxServer, nginxStreams } from '#analyzer/nginx/streams.ts';
import type { Span } from '#parser/span.ts';
import type { Problem } from '../emitter.ts';

/** A port that nginx passes on as it is. */
export interface Stream {
  readonly name: string;
  readonly listen: number;
  readonly protocol: Protocol;
  readonly address: string;
  readonly port: number;
}

/**
 * The blocks of streams. What somebody wrote into the blocks of one stays; only the
 * port that it listens on and the end that it leads to are made to be right.
 */
export function streamTexts(
  streams: readonly Stream[],
  before: string,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const written = nginxStreams(before);
  const problems: Problem[] = [];
  const texts = streams.map((stream) => {
    const upstream = written.upstreams.find(({ name }) => name === stream.name);
    const servers = written.servers.filter(({ pass }) => pass?.text === stream.name);
    const [only, ...others] = servers;
    const [end, ...ends] = upstream?.endpoints ?? [];
    const isPlain = others.length === 0 && ends.length === 0 && upstream?.undecided === undefined;
    if (upstream && !isPlain) {
      problems.push({ message: `the stream \`${stream.name}\` stays, since it has several ends` });
      return [upstream, ...servers.map(({ span }) => ({ span }))]
        .map(({ span }) => blockText(before, span, []))
        .join('');
    }
    return [
      upstream && end
        ? blockText(before, upstream.span, [endEdit(end, stream)])
        : newUpstream(stream),
      only && serverText(before, only, stream),
    ]
      .map((text) => text ?? newServer(stream))
      .join('');
  });
  return { text: texts.join(''), problems };
}

interface Edit {
  readonly span: Span;
  readonly text: string;
}

function endEdit(span: Span, { address, port }: Stream): Edit {
  return { span, text: `${address}:${port}` };
}

/** The server with its port; `undefined` where it listens in a way that cannot be changed alone. */
function serverText(
  before: string,
  { span, listens }: NginxServer,
  stream: Stream,
): string | undefined {
  const [only, ...others] = listens;
  if (only === undefined || others.some((listen) => !isSamePort(listen, only))) return undefined;
  if (only.protocol !== stream.protocol || only.toPort !== only.port) return undefined;
  const edits = listens.map(({ portSpan }) => ({ span: portSpan, text: String(stream.listen) }));
  return blockText(before, span, edits);
}

function isSamePort(a: NginxListen, b: NginxListen): boolean {
  return a.port === b.port && a.protocol === b.protocol;
}

/** A block with the comments above it, without the indent of its first line. */
function blockText(text: string, span: Span, edits: readonly Edit[]): string {
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const start = commentStart(text, lineStart);
  let result = '';
  let from = start;
  for (const edit of edits.toSorted((a, b) => a.span.start - b.span.start)) {
    result += text.slice(from, edit.span.start) + edit.text;
    from = edit.span.end;
  }
  const indent = new RegExp(`^ {0,${span.start - lineStart}}`);
  const lines = (result + text.slice(from, span.end)).split('\n');
  return `${lines.map((line) => line.replace(indent, '')).join('\n')}\n`;
}

function newUpstream({ name, address, port }: Stream): string {
  return `upstream ${name} {\n  server ${address}:${port};\n}\n`;
}

function newServer({ name, listen, protocol }: Stream): string {
  const parameters = protocol === 'udp' ? ' udp' : '';
  return `server {\n  listen ${listen}${parameters};\n  proxy_pass ${name};\n}\n`;
}
