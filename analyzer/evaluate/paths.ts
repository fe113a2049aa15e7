import type { FilePath } from '../diagnostic.ts';
import type { FileContent } from '../files.ts';
import type { Site } from '../site.ts';
import type { Expr, ExprId } from '../syntax/module.ts';
import {
  delay,
  type Environment,
  evaluate,
  type Names,
  rootEnvironment,
  siteOf,
  unitOf,
  withNames,
} from './environment.ts';
import { asPath, directoryOf, filePath, normalizePath, workspacePath } from './path-value.ts';
import type { Call, Session } from './session.ts';
import { interpolate } from './strings.ts';
import { type Attributes, failure, Thunk, unknown, unsupported, type Value } from './value.ts';

type PathExpr = Extract<Expr, { kind: 'path' }>;

/** The path an expression such as `./a.nix` or `~/${b}` names. */
export function resolvePath(environment: Environment, id: ExprId, expr: PathExpr): Value {
  const { paths } = environment.unit;
  const known = paths.get(id);
  if (known) return known;
  const path = resolve(environment, expr, siteOf(environment, id));
  if (expr.parts.every((part) => typeof part === 'string')) paths.set(id, path);
  return path;
}

function resolve(environment: Environment, expr: PathExpr, at: Site | undefined): Value {
  const { session, file = '' } = environment.unit;
  const last = expr.parts.at(-1);
  if (typeof last === 'string' && last.endsWith('/') && last !== '/')
    return failure('a path ends with a slash', at);
  const parts = expr.parts.map((part) =>
    typeof part === 'string' ? part : delay(environment, part),
  );
  const text = interpolate(parts, session);
  if (text.kind === 'template')
    return (
      text.parts.find((part) => typeof part !== 'string') ??
      failure('unreachable: a template without a hole')
    );
  if (text.kind !== 'string') return text;
  if (expr.root !== 'relative')
    return { kind: 'path', root: 'system', path: normalizePath(text.value) };
  return workspacePath(`./${directoryOf(file)}/${text.value}`, at);
}

/** `<name>` is looked up in the search path of whoever runs Nix. */
export function resolveSearchPath(name: string, at: Site | undefined): Value {
  const slash = name.indexOf('/');
  const source = { kind: 'input', path: ['outPath'] } as const;
  return slash < 0
    ? unknown({ ...source, name }, at)
    : unknown({ ...source, name: name.slice(0, slash), file: name.slice(slash) }, at);
}

/** The value of a Nix file, or of the `default.nix` of a directory. */
export function importPath(session: Session, path: Value, at: Site | undefined): Value {
  const resolved = asPath(path, at);
  if (resolved.kind === 'unknown') {
    return session.inputs.importOf(resolved.reason, session) ?? resolved;
  }
  if (resolved.kind !== 'path') return resolved;
  if (resolved.root === 'system')
    return unknown({ kind: 'path', path: resolved.path, problem: 'is not in the repository' }, at);
  return importFile(session, moduleFile(session, resolved.path), at);
}

/** As `importPath`, with names that the file sees before all others. The value is not kept. */
export function scopedImport(scope: Attributes, path: Value, { session, at }: Call): Value {
  const resolved = asPath(path, at);
  if (resolved.kind !== 'path') return resolved;
  if (scope.open) return scope.open;
  if (resolved.root === 'system') return importPath(session, resolved, at);
  const names = { get: (name: string) => scope.get(name)?.value };
  return evaluateFile(moduleFile(session, resolved.path), { session, at }, names);
}

/** The file that importing a path reads. */
export function moduleFile(session: Session, path: FilePath): FilePath {
  if (session.files.kind(path) !== 'directory') return path;
  return filePath(path === '' ? 'default.nix' : `${path}/default.nix`);
}

function importFile(session: Session, file: FilePath, at: Site | undefined): Value {
  const known = session.imports.get(file);
  if (known) return known.force();
  const thunk = new Thunk({ file, expr: session.code(file)?.module.root ?? 0 }, () =>
    evaluateFile(file, { session, at }),
  );
  session.imports.set(file, thunk);
  const value = thunk.force();
  const { wholeFiles } = session;
  // A file that only imports another one gives what that one holds.
  if (!wholeFiles.has(value)) wholeFiles.set(value, file);
  return value;
}

function evaluateFile(file: FilePath, { session, at }: Call, scope?: Names): Value {
  const code = session.code(file);
  if (code) {
    const root = rootEnvironment(unitOf(code, session, file));
    return evaluate(scope ? withNames(root, scope) : root, code.module.root);
  }
  const content = session.files.read(file);
  if (content.kind !== 'text') return withoutText(file, content, at);
  // Nix evaluates any text; here only files named as Nix files are parsed.
  return unsupported(`import of \`${file}\``, at);
}

/** What reading a file gives that has no text. */
export function withoutText(
  file: FilePath,
  content: Exclude<FileContent, { kind: 'text' }>,
  at: Site | undefined,
): Value {
  switch (content.kind) {
    case 'absent':
      return failure(`\`${file}\` does not exist`, at);
    case 'encrypted':
      return unknown({ kind: 'path', path: file, problem: `is encrypted (${content.detail})` }, at);
    case 'unreadable':
      return unknown(
        { kind: 'path', path: file, problem: `cannot be read: ${content.detail}` },
        at,
      );
  }
}
