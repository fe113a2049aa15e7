import type { FilePath } from '#analyzer/diagnostic.ts';
import { isEncryptedText, isOpenSecret } from '#analyzer/encrypted.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Site } from '#analyzer/site.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Span } from '#parser/span.ts';
import type { EmitContext, EmittedPart, Emitter, PartNames, Problem } from './emitter.ts';
import { fenceNamed, indented, unindented } from './fence.ts';
import { commentStyle, type Format, formatOfPath } from './format.ts';
import { headerOf, isOurs, withHeader, withoutHeader } from './header.ts';
import { type OptionValues, optionValues } from './options.ts';
import { fileOf, regionOf } from './output-place.ts';
import type { EmitJob, EmitRequest } from './request.ts';
import { errorsIn } from './valid.ts';

/** What became of a file, or of the inside of a fence, compared with what it should be. */
export type OutputState =
  | 'current'
  | 'changed'
  /** The file is not there. */
  | 'absent'
  /** The file was written by somebody else, and whoever wants it replaced has to say so. */
  | 'foreign';

/** One file, or the inside of a fence in one, as it should be. */
export interface Output {
  readonly emitter: Emitter;
  readonly file: FilePath;
  /** The name of the fence; `undefined` for the whole file. */
  readonly region: string | undefined;
  readonly state: OutputState;
  /** What people look at to see that it is generated: the beginning of the fence, or the first line. */
  readonly mark: Span;
  /** What is replaced in the file as it is now. */
  readonly span: Span;
  readonly text: string;
  /** Where the configuration asks for it. */
  readonly at: Site | undefined;
}

/** A problem, and what it is a problem of. */
export interface OutputProblem extends Problem {
  readonly emitter: string;
  readonly file: FilePath | undefined;
  /** Whether a whole output has no place, so that nothing is known to be up to date. */
  readonly isUnplaced: boolean;
}

export interface Outputs {
  readonly outputs: readonly Output[];
  readonly problems: readonly OutputProblem[];
}

/** Everything that is asked for, compared with the files as they are. Writes nothing. */
export function outputsOf(snapshot: Snapshot, request: EmitRequest): Outputs {
  const view = viewOf(snapshot);
  const all = request.jobs.map((job) => outputsOfJob(view, request, job));
  return withoutClashes({
    outputs: all.flatMap(({ outputs }) => outputs),
    problems: all.flatMap(({ problems }) => problems),
  });
}

function outputsOfJob(view: EmitView, request: EmitRequest, job: EmitJob): Outputs {
  const emitter = request.emitters.find(({ name }) => name === job.emitter);
  if (emitter === undefined) return { outputs: [], problems: [] };
  const pattern = job.output ?? emitter.output;
  const format = formatFor(emitter, pattern);
  const { parts, problems } = emitter.emit(contextOf(view, request, { job, emitter, format }));
  const placed = parts.map((part) => placedPart(view.snapshot, part, { job, emitter, format }));
  const own = placed.flatMap((part): OutputProblem[] => {
    if (!('problem' in part)) return [];
    return [
      {
        message: part.problem,
        at: job.at,
        emitter: emitter.name,
        file: part.file,
        isUnplaced: true,
      },
    ];
  });
  return {
    outputs: placed.flatMap((part) => ('problem' in part ? [] : [part])),
    problems: [
      ...problems.map((problem) => {
        return { ...problem, emitter: emitter.name, file: undefined, isUnplaced: false };
      }),
      ...own,
    ],
  };
}

/** What an emitter writes into a file of this name. */
function formatFor({ formats }: Emitter, path: string | undefined): Format {
  const named = path === undefined ? undefined : formatOfPath(path);
  return formats.find((format) => format === named) ?? formats[0];
}

/** An emitter that somebody asks for, in one format. */
interface Emission {
  readonly job: EmitJob;
  readonly emitter: Emitter;
  readonly format: Format;
}

/** What an emitter may look at for a job. */
function contextOf(
  { snapshot, machine }: EmitView,
  { parameter, conventions, compare }: Omit<EmitRequest, 'emitters' | 'jobs'>,
  { job, emitter, format }: Emission,
): EmitContext<OptionValues> {
  const { hosts } = job;
  return {
    facts: snapshot.facts(),
    machine,
    wants: (host) => hosts.length === 0 || hosts.includes(host),
    options: optionValues(emitter.options, job.options, parameter),
    format,
    compare,
    conventions,
    existing: (names) => existingText(snapshot, names, { job, emitter, format }),
    file: (names) => {
      const file = fileOf(names, job, emitter);
      return typeof file === 'string' ? file : undefined;
    },
  };
}

/** A snapshot, and the machines of it that emitters ask for, which are evaluated once for all of them. */
interface EmitView {
  readonly snapshot: Snapshot;
  readonly machine: Snapshot['machine'];
}

function viewOf(snapshot: Snapshot): EmitView {
  return { snapshot, machine: remembered((name) => snapshot.machine(name)) };
}

function remembered<Result>(make: (name: string) => Result): (name: string) => Result {
  const known = new Map<string, Result>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = make(name);
    known.set(name, made);
    return made;
  };
}

function existingText(
  snapshot: Snapshot,
  names: PartNames,
  emission: Emission,
): string | undefined {
  const { job, emitter } = emission;
  const file = fileOf(names, job, emitter);
  const text = typeof file === 'string' ? snapshot.text(file) : undefined;
  if (text === undefined) return undefined;
  const region = regionOf(names, job, emitter);
  const fence =
    typeof region === 'string' && typeof file === 'string'
      ? fenceNamed(text, region, formatOfPath(file))
      : undefined;
  if (fence === undefined) {
    const whole = withoutHeader(text);
    return emission.format === 'exact' ? whole : whole.replace(/\r\n/g, '\n');
  }
  if ('problem' in fence) return undefined;
  const { start, end } = fence.inside;
  return withoutHeader(unindented(text.slice(start, end), fence.indent).replace(/\r\n/g, '\n'));
}

interface Unplaced {
  readonly problem: string;
  readonly file: FilePath | undefined;
}

function placedPart(snapshot: Snapshot, part: EmittedPart, emission: Emission): Output | Unplaced {
  const { job, emitter } = emission;
  const file = fileOf(part.names, job, emitter);
  if (typeof file !== 'string') return { ...file, file: undefined };
  const content = snapshot.contents.read(file);
  const problem = unwritable(file, content);
  if (problem !== undefined) return { problem, file };
  const before = content.kind === 'text' ? content.text : undefined;
  const output = inPlace(before, part, { ...emission, file });
  if ('problem' in output) return { ...output, file };
  if (output.state === 'current') return output;
  if (before !== undefined && isOpenSecret(snapshot, file))
    return { problem: `\`${file}\` holds secrets`, file };
  const old = before ?? '';
  const after = old.slice(0, output.span.start) + output.text + old.slice(output.span.end);
  if (errorsIn(file, after) <= (output.region === undefined ? 0 : errorsIn(file, old)))
    return output;
  return { problem: `what would be written to \`${file}\` cannot be read as what it is`, file };
}

/** Why nobody may write what is at this path. */
function unwritable(file: FilePath, content: FileContent): string | undefined {
  switch (content.kind) {
    case 'absent':
      return undefined;
    case 'text':
      return isEncryptedText(file, content.text) ? `\`${file}\` is encrypted` : undefined;
    case 'encrypted':
      return `\`${file}\` is ${content.detail}`;
    case 'unreadable':
      return `\`${file}\` ${content.detail}`;
  }
}

/** Where a part goes in a file that has this text. */
function inPlace(
  before: string | undefined,
  part: EmittedPart,
  emission: Emission & { readonly file: FilePath },
): Output | { readonly problem: string } {
  const { job, emitter, file } = emission;
  const region = regionOf(part.names, job, emitter);
  if (typeof region !== 'string') return region;
  const named = formatOfPath(file);
  const fence = before === undefined ? undefined : fenceNamed(before, region, named);
  if (fence !== undefined && 'problem' in fence)
    return { problem: `${fence.problem} in \`${file}\`` };
  const common = { emitter, file, at: job.at };
  if (fence === undefined) {
    if (job.region !== undefined) return { problem: missingFence(region, file) };
    return { ...common, region: undefined, ...wholeFile(before, part, emission) };
  }
  const format = named ?? emission.format;
  const header = headerOf(emitter, format);
  const gap = header !== '' && format === 'markdown' ? '\n' : '';
  const lines = `${header}${gap}${part.text}`.replace(/\n*$/, '\n');
  const text = endedAs(indented(lines, fence.indent), before ?? '');
  const { start, end } = fence.inside;
  const state = before?.slice(start, end) === text ? 'current' : 'changed';
  return { ...common, region, state, mark: fence.mark, span: fence.inside, text };
}

function wholeFile(
  before: string | undefined,
  { text: body }: EmittedPart,
  { emitter, format }: Emission,
): Pick<Output, 'state' | 'mark' | 'span' | 'text'> {
  const whole = withHeader(body, headerOf(emitter, format));
  const text = format === 'exact' ? whole : endedAs(whole, before ?? '');
  const span = { start: 0, end: before?.length ?? 0 };
  const mark = { start: 0, end: /^[^\r\n]*/.exec(before ?? '')?.[0].length ?? 0 };
  const made = { mark, span, text };
  if (before === undefined) return { ...made, state: 'absent' };
  if (before === text) return { ...made, state: 'current' };
  const isForeign = commentStyle(format) !== undefined && before !== '' && !isOurs(before);
  return { ...made, state: isForeign ? 'foreign' : 'changed' };
}

/** Lines that end as those of the file do. */
function endedAs(text: string, before: string): string {
  return text.replace(/\r?\n/g, before.includes('\r\n') ? '\r\n' : '\n');
}

function missingFence(region: string, file: FilePath): string {
  const style = commentStyle(formatOfPath(file) ?? 'text') ?? { open: '# ', close: '' };
  const line = `${style.open}flakewise:begin ${region}${style.close}`;
  return `\`${file}\` has no fence \`${region}\`; it begins with \`${line}\``;
}

/** Of two outputs for the same place the first one stays. */
function withoutClashes({ outputs, problems }: Outputs): Outputs {
  const whole = new Map<FilePath, Output>();
  const kept: Output[] = [];
  const clashes: OutputProblem[] = [];
  for (const output of outputs) {
    const { file, region, emitter, at } = output;
    const other = whole.get(file) ?? kept.find((one) => one.file === file && collide(one, output));
    if (other !== undefined) {
      const message = `\`${file}\` is written by \`${other.emitter.name}\` already`;
      clashes.push({ message, at, emitter: emitter.name, file, isUnplaced: true });
      continue;
    }
    if (region === undefined) whole.set(file, output);
    kept.push(output);
  }
  return { outputs: kept, problems: [...problems, ...clashes] };
}

function collide(one: Output, other: Output): boolean {
  return one.region === undefined || other.region === undefined || one.region === other.region;
}
