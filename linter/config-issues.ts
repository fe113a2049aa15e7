import type * as v from 'valibot';
import type { Span } from '#parser/span.ts';
import { didYouMean } from './closest.ts';
import { choicesAt, keysAt } from './config-schema.ts';
import { adjustable, notConfigurable } from './configurable-names.ts';
import { tableNames } from './convention/convention-schema.ts';
import type { Vocabulary } from './emission.ts';
import { levels } from './settings.ts';
import type { TomlDocument, TomlPath } from './toml.ts';

export interface ConfigProblem {
  readonly span: Span;
  readonly message: string;
}

interface IssueContext {
  readonly document: TomlDocument;
  readonly vocabulary: Vocabulary;
}

type Issue = v.BaseIssue<unknown>;

/** What one mismatch with the schema means to the person who wrote the file, and where it is. */
export function explainIssue(
  issue: Issue,
  context: IssueContext,
  base: TomlPath = [],
): ConfigProblem[] {
  const path = [...base, ...keysOf(issue)];
  const value = context.document.valueAt(path);
  switch (issue.type) {
    case 'never':
      return [unknownKey(path, context)];
    case 'strict_object':
      return [isMissing(issue) ? missingKey(path, context) : closedTable(issue, path, context)];
    case 'variant':
      return [unknownEmitter(issue, path, context)];
    case 'union':
      if (path[0] === 'convention') return explainForm(issue, context, path);
      return explainSetting(issue, context, path);
    case 'picklist':
      return [{ span: value, message: notListed(issue, path, context) }];
    case 'regex':
      return [{ span: value, message: unfit(path) }];
    default:
      return [
        isMissing(issue)
          ? missingKey(path, context)
          : { span: value, message: wrongType(issue, path) },
      ];
  }
}

/** An entry without a name, or with one that no emitter has. */
function unknownEmitter(
  issue: Issue,
  path: TomlPath,
  { document, vocabulary }: IssueContext,
): ConfigProblem {
  const entry = lastOf(path) === 'name' ? path.slice(0, -1) : path;
  if (typeof issue.input !== 'string')
    return { span: document.keyAt(entry), message: '`name` must say what is written' };
  const names = vocabulary.emitters.map(({ name }) => name);
  const message = `there is no emitter ${written(issue.input)}${didYouMean(issue.input, names)}`;
  return { span: document.valueAt([...entry, 'name']), message };
}

function unfit(path: TomlPath): string {
  if (path[0] === 'convention') return '`id` must be a group and a name: `database/password`';
  if (path[0] === 'conventions' || path[0] === 'baseline')
    return `\`${path[0]}\` must name ${path[0] === 'baseline' ? 'a TOML file' : 'TOML files'} of the workspace`;
  const name = `\`${lastOf(path)}\``;
  if (path[0] === 'emitter' && lastOf(path) === 'name')
    return '`name` must be words with hyphens: `host-page`';
  if (path[0] === 'emit' || path[0] === 'emitter') return `${name} must be a path of the workspace`;
  return path[0] === 'analyzer'
    ? `${name} must be a YAML, JSON or TOML file of the workspace`
    : `${name} must not be empty`;
}

/** A rule's setting is a level or a table; the issue of the kind that was meant is the one to show. */
function explainSetting(issue: Issue, context: IssueContext, path: TomlPath): ConfigProblem[] {
  const inside = (issue.issues ?? []).filter((inner) => keysOf(inner).length > 0);
  if (inside.length > 0) return inside.flatMap((inner) => explainIssue(inner, context, path));
  const message = `${written(issue.input)} is no level; use ${listed(levels)} or a table`;
  return [{ span: context.document.valueAt(path), message }];
}

function closedTable(issue: Issue, path: TomlPath, context: IssueContext): ConfigProblem {
  if (issue.expected === 'never') return unknownKey(path, context);
  return { span: context.document.valueAt(path), message: wrongType(issue, path) };
}

/** A part of a convention may have several forms; the one that was meant is the one that fits deepest. */
function explainForm(issue: Issue, context: IssueContext, path: TomlPath): ConfigProblem[] {
  const inside = (issue.issues ?? []).filter((inner) => keysOf(inner).length > 0);
  const [first] = inside;
  if (first) return explainIssue(first, context, path);
  const forms = [...new Set((issue.issues ?? []).map(({ expected }) => typeName(expected ?? '')))];
  const message = `\`${lastOf(path)}\` must be ${forms.join(' or ')}, not ${written(issue.input)}`;
  return [{ span: context.document.valueAt(path), message }];
}

function unknownKey(path: TomlPath, { document, vocabulary }: IssueContext): ConfigProblem {
  const name = String(lastOf(path));
  const parent = path.slice(0, -1);
  const message = notConfigurable(name, kindOfKey(parent), keysAt(parent, vocabulary));
  return { span: document.keyAt(path), message };
}

function kindOfKey(parent: TomlPath): string {
  if (lastOf(parent) === 'rules') return 'rule';
  if (parent[0] === 'preset') return parent.length === 1 ? 'preset' : 'parameter';
  if (parent[0] === 'rules' || parent[2] === 'rules') return 'option';
  return 'key';
}

function missingKey(path: TomlPath, { document }: IssueContext): ConfigProblem {
  return { span: document.keyAt(path.slice(0, -1)), message: `\`${lastOf(path)}\` is missing` };
}

function notListed(issue: Issue, path: TomlPath, { vocabulary }: IssueContext): string {
  const { rules } = vocabulary;
  if (path[0] === 'convention') {
    const isTable = lastOf(path) === 'each' || lastOf(path) === 'table';
    const choices = isTable ? tableNames : levels.filter((level) => level !== 'off');
    const kind = isTable ? 'table' : 'level';
    return `there is no ${kind} ${written(issue.input)}${didYouMean(String(issue.input), choices)}`;
  }
  if (path[0] === 'ignore') {
    const names = rules.map(({ meta }) => meta.name);
    if (adjustable.some(({ meta }) => meta.name === issue.input)) {
      return `${written(issue.input)} has a level under \`[rules]\`, and no entry here`;
    }
    return `there is no rule ${written(issue.input)}${didYouMean(String(issue.input), names)}`;
  }
  if (path[0] === 'extends') {
    const names = keysAt(['preset'], vocabulary);
    return `there is no preset ${written(issue.input)}${didYouMean(String(issue.input), names)}`;
  }
  const choices = choicesAt(path, vocabulary);
  return choices === undefined
    ? `${written(issue.input)} is no level; use ${listed(levels)}`
    : notChosen(issue, path, choices);
}

function notChosen({ input }: Issue, path: TomlPath, choices: readonly string[]): string {
  const option = path.findLast((key) => typeof key === 'string');
  const suggestion = didYouMean(String(input), choices) || `; use ${listed(choices)}`;
  return `${written(input)} is no value of \`${option}\`${suggestion}`;
}

function wrongType({ expected, received }: Issue, path: TomlPath): string {
  const name = typeof lastOf(path) === 'number' ? `each \`${path.at(-2)}\`` : `\`${lastOf(path)}\``;
  return `${name} must be ${typeName(expected ?? 'Object')}, not ${typeName(received)}`;
}

function typeName(type: string): string {
  if (type.startsWith('"')) return 'a string';
  if (/^-?\d/.test(type)) return 'a number';
  const names = new Map([
    ['string', 'a string'],
    ['number', 'a number'],
    ['boolean', 'true or false'],
    ['true', 'true'],
    ['false', 'false'],
    ['Array', 'a list'],
    ['Object', 'a table'],
  ]);
  return names.get(type) ?? type;
}

function isMissing({ received, path }: Issue): boolean {
  return received === 'undefined' && path?.at(-1)?.origin === 'key';
}

function keysOf({ path }: Issue): (string | number)[] {
  return (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
}

function lastOf(path: TomlPath): string | number | undefined {
  return path.at(-1);
}

function written(input: unknown): string {
  return `\`${typeof input === 'string' ? input : JSON.stringify(input)}\``;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}
