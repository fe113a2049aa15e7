import type { Span } from '#parser/span.ts';
import { tomlValue } from './explain.ts';
import { globMatcher } from './settings.ts';
import { type ReasonedText, written } from './silencing.ts';
import { readToml, type TomlDocument } from './toml.ts';

/** One replacement in the text of a configuration. */
export interface ConfigurationEdit {
  readonly span: Span;
  readonly text: string;
}

/** Findings that an entry under `[[ignore]]` is to silence. */
export interface IgnoredFindings {
  readonly rule: string;
  readonly file: string;
  /** A part of the message; every finding of the rule in the file without it. */
  readonly where?: string;
}

/**
 * An entry for `[[ignore]]`, behind those that are there; comments and layout
 * stay. `undefined` where the text is not TOML, or says it in a way that nothing
 * can be added to.
 */
export function ignoreEntry(text: string, ignored: IgnoredFindings): ReasonedText | undefined {
  const document = readToml(text);
  if ('message' in document) return undefined;
  const files = [globFor(ignored.file)];
  if (!globMatcher(files)(ignored.file)) return undefined;
  const { rule, where } = ignored;
  const entry = { rule, files, ...(where !== undefined && { where }) };
  const insertion = isWrittenInline(document) ? inArray(document, entry) : asTable(document, entry);
  const placed = insertion && { ...insertion, ...spacing(text, insertion) };
  return placed && adds(text, placed, { ...entry, reason: 'x' }) ? placed : undefined;
}

/** What turns a rule off everywhere; `undefined` as for `ignoreEntry`. */
export function ruleOffEdit(text: string, rule: string): ConfigurationEdit | undefined {
  const document = readToml(text);
  if ('message' in document) return undefined;
  const edit = levelEdit(text, document, rule);
  const after = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
  return turnsOff(document, readToml(after), rule) ? edit : undefined;
}

type Entry = Omit<IgnoredFindings, 'file'> & { readonly files: readonly string[] };

function asTable({ tables }: TomlDocument, entry: Entry): ReasonedText {
  const last = tables.findLast(({ path }) => path[0] === 'ignore');
  const lines = Object.entries(entry).map(([key, value]) => `${key} = ${tomlValue(value)}\n`);
  const beforeReason = `[[ignore]]\n${lines.join('')}reason = "`;
  return { at: last?.end ?? Number.POSITIVE_INFINITY, beforeReason, afterReason: '"' };
}

function inArray(document: TomlDocument, entry: Entry): ReasonedText | undefined {
  const entries = fieldOf(document.value, 'ignore');
  if (!Array.isArray(entries) || entries.length === 0) return undefined;
  const { end } = document.valueAt(['ignore', entries.length - 1]);
  const parts = Object.entries(entry).map(([key, value]) => `${key} = ${tomlValue(value)}, `);
  return { at: end, beforeReason: `, { ${parts.join('')}reason = "`, afterReason: '" }' };
}

/** Tables stand on lines of their own, with an empty one before them. */
function spacing(text: string, { at, beforeReason, afterReason }: ReasonedText): ReasonedText {
  if (!beforeReason.startsWith('[[')) return { at, beforeReason, afterReason };
  const lineEnd = text.indexOf('\n', Math.min(at, text.length));
  const place = at > text.length || lineEnd === -1 ? text.length : lineEnd + 1;
  const before = text.slice(0, place);
  const gap = before.trim() === '' ? '' : '\n'.repeat(before.endsWith('\n') ? 1 : 2);
  return { at: place, beforeReason: gap + beforeReason, afterReason: `${afterReason}\n` };
}

/** Whether the entries are an array of inline tables, and have no header. */
function isWrittenInline({ value, tables }: TomlDocument): boolean {
  return fieldOf(value, 'ignore') !== undefined && !tables.some(({ path }) => path[0] === 'ignore');
}

function levelEdit(text: string, document: TomlDocument, rule: string): ConfigurationEdit {
  const { value, valueAt, tables } = document;
  const current = fieldOf(fieldOf(value, 'rules'), rule);
  const path = ['rules', rule];
  if (typeof current === 'string') return { span: valueAt(path), text: '"off"' };
  if (fieldOf(current, 'severity') !== undefined)
    return { span: valueAt([...path, 'severity']), text: '"off"' };
  const own = tables.find((table) => table.path[0] === 'rules' && table.path[1] === rule);
  if (own) return inserted(own.end, '\nseverity = "off"');
  if (current !== undefined) return inserted(valueAt(path).start + 1, ' severity = "off",');
  const line = `${JSON.stringify(rule)} = "off"`;
  const table = tables.find(({ path }) => path.length === 1 && path[0] === 'rules');
  if (table) return inserted(lineEndAfter(text, table.end), `\n${line}`);
  const gap = text.trim() === '' ? '' : '\n'.repeat(text.endsWith('\n') ? 1 : 2);
  return inserted(text.length, `${gap}[rules]\n${line}\n`);
}

/** The end of a line, so that a comment behind a value stays beside it. */
function lineEndAfter(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline === -1 ? text.length : newline;
  return text.charAt(end - 1) === '\r' ? end - 1 : end;
}

function inserted(at: number, text: string): ConfigurationEdit {
  return { span: { start: at, end: at }, text };
}

/** Whether an insertion adds exactly this entry. */
function adds(text: string, insertion: ReasonedText, entry: object): boolean {
  const [before, after] = [readToml(text), readToml(written(text, insertion, 'x'))];
  if ('message' in before || 'message' in after) return false;
  const wanted = JSON.stringify(entry);
  const kept = entriesIn(after).filter((each) => each !== wanted);
  const old = entriesIn(before).filter((each) => each !== wanted);
  const isMore = entriesIn(after).length === entriesIn(before).length + 1;
  return isMore && kept.join() === old.join() && isSameBut('ignore', before.value, after.value);
}

function entriesIn({ value }: TomlDocument): string[] {
  const entries = fieldOf(value, 'ignore');
  return Array.isArray(entries) ? entries.map((each) => JSON.stringify(each)) : [];
}

function turnsOff(
  { value: before }: TomlDocument,
  after: ReturnType<typeof readToml>,
  rule: string,
): boolean {
  if ('message' in after) return false;
  const [old, rules] = [fieldOf(before, 'rules'), fieldOf(after.value, 'rules')];
  const setting = fieldOf(rules, rule);
  const isOff = setting === 'off' || fieldOf(setting, 'severity') === 'off';
  return isOff && isSameBut(rule, old, rules) && isSameBut('rules', before, after.value);
}

function isSameBut(key: string, a: unknown, b: unknown): boolean {
  const rest = (value: unknown): string => JSON.stringify({ ...Object(value), [key]: undefined });
  return rest(a) === rest(b);
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** A glob for this one file; one without a slash would mean every file of the name. */
function globFor(file: string): string {
  const literal = file.replace(/[\\[\]{}()*?!+@|]/g, '\\$&');
  return literal.includes('/') ? literal : `/${literal}`;
}
