import picomatch from 'picomatch';
import type { FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent } from '#analyzer/files.ts';
import type { Session } from '../evaluate/scope.ts';
import { setOf } from '../values/set.ts';
import { boolType, collectionType, stringType } from '../values/type.ts';
import { bool, failure, string, unknown, type Value } from '../values/value.ts';
import { toBase64, toBytes } from './bytes.ts';
import { type Functions, type HclFunction, text, textAt } from './function.ts';

function ofText(call: (given: string) => Value): HclFunction {
  return { parameters: [text], returns: stringType, call: (given) => call(textAt(given, 0)) };
}

const stringSet = collectionType('set', stringType);

export const fileFunctions: Functions = {
  file: {
    parameters: [text],
    returns: stringType,
    call: (given, session) => readText(textAt(given, 0), session),
  },
  filebase64: {
    parameters: [text],
    returns: stringType,
    call: (given, session) => {
      const content = readText(textAt(given, 0), session);
      return content.kind === 'string' ? string(toBase64(toBytes(content.text))) : content;
    },
  },
  fileexists: {
    parameters: [text],
    returns: boolType,
    call: (given, session) => isThere(textAt(given, 0), session),
  },
  fileset: {
    parameters: [text, text],
    returns: stringSet,
    call: (given, session) => matching(textAt(given, 0), textAt(given, 1), session),
  },
  basename: ofText((given) => string(baseOf(given))),
  dirname: ofText((given) => string(directoryOf(given))),
  pathexpand: ofText((given) =>
    given.startsWith('~')
      ? unknown('the home of whoever runs OpenTofu is not known')
      : string(given),
  ),
  abspath: ofText(() => unknown('where the repository lies is not known', stringType)),
};

/** A path as the workspace has it; undefined when it leads out of it. */
function workspacePath(path: string, session: Session): FilePath | undefined {
  if (path.startsWith('/') || path.startsWith('~')) return undefined;
  const segments: string[] = [];
  for (const segment of `${session.directory}/${path}`.split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined;
    if (segment !== '..' && segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/') as FilePath;
}

/** Files that hold secrets are not read, and no file that is not there: something else may make it. */
export function readText(path: string, session: Session): Value {
  const place = workspacePath(path, session);
  if (place === undefined) return unknown(`\`${path}\` is outside of the workspace`, stringType);
  if (isSecretName(place)) return unknown(`\`${place}\` holds secrets`, stringType);
  return contentOf(place, session.files?.read(place));
}

function contentOf(place: FilePath, content: FileContent | undefined): Value {
  switch (content?.kind) {
    case 'text':
      return holdsSecrets(content.text)
        ? unknown(`\`${place}\` holds secrets`, stringType)
        : string(content.text);
    case 'encrypted':
      return unknown(`\`${place}\` is encrypted`, stringType);
    case 'absent':
      return unknown(`\`${place}\` is not in the workspace`, stringType);
    case 'unreadable':
    case undefined:
      return unknown(`\`${place}\` cannot be read`, stringType);
  }
}

function isSecretName(place: string): boolean {
  return /(^|[./_-])(sops|age|gpg)(\.[a-z0-9]+)?$|(^|\/)id_(rsa|ed25519|ecdsa)$/i.test(place);
}

function holdsSecrets(content: string): boolean {
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----|ENC\[AES256_GCM,|age-encryption\.org\/v1/.test(
    content,
  );
}

function isThere(path: string, session: Session): Value {
  const place = workspacePath(path, session);
  const kind = place === undefined ? undefined : session.files?.kind(place);
  if (kind === 'file') return bool(true);
  if (kind === 'directory') return failure(`\`${path}\` is a directory`);
  return unknown(`\`${path}\` is not in the workspace`, boolType);
}

const mostFiles = 10_000;

/** The files below a directory that match a pattern, by their paths in it. */
function matching(path: string, pattern: string, session: Session): Value {
  const place = workspacePath(path, session);
  if (place === undefined || /(^|\/)\.\.(\/|$)/.test(pattern)) {
    return unknown(`\`${path}\` is outside of the workspace`, stringSet);
  }
  const cleaned = pattern
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  if (/[\\!+@()]|\[[^\]]*$/.test(cleaned)) return unknown('the pattern is not read', stringSet);
  const found = filesBelow(place, session);
  if (!found) return unknown(`\`${path}\` cannot be listed`, stringSet);
  const matches = picomatch(cleaned, { dot: true, noextglob: true, nonegate: true });
  return setOf(stringType, found.filter((file) => matches(file)).map(string));
}

/** Paths of all files below a directory, relative to it. */
function filesBelow(directory: FilePath, { files }: Session): readonly string[] | undefined {
  if (files?.kind(directory) !== 'directory') return undefined;
  const found: string[] = [];
  const waiting = [''];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const prefix = next === '' ? '' : `${next}/`;
    const below = [directory, next].filter((part) => part !== '').join('/') as FilePath;
    const entries = files.list(below) ?? [];
    found.push(...entries.filter(({ kind }) => kind === 'file').map(({ name }) => prefix + name));
    waiting.push(
      ...entries.filter(({ kind }) => kind === 'directory').map(({ name }) => prefix + name),
    );
    if (found.length + waiting.length > mostFiles) return undefined;
  }
  return found;
}

function baseOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '.' : '/';
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** As Go's `filepath.Dir`: cleaned, `.` for nothing. */
function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return cleanPath(slash === -1 ? '' : path.slice(0, slash + 1));
}

function cleanPath(path: string): string {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    const climbs = segment === '..';
    if (climbs && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!climbs || !rooted) kept.push(segment);
  }
  const joined = kept.join('/');
  return rooted ? `/${joined}` : joined || '.';
}
