/**
 * The part of the bundled program that most starts need nothing of: what makes facts, and the
 * commands that are loaded when they are called. It becomes the body of one function, which
 * V8 neither reads nor makes room for until somebody calls it.
 */
import { join } from 'node:path';
import type { Metafile, Plugin } from 'esbuild';
import type { FleetRule } from '../linter/rule.ts';

/** Modules that give functions alone, and whose code is wanted when one of these is called. */
const calledLate = ['analyzer/fact-tables.ts', 'linter/convention/convention-rule.ts'];

/** The rules of the fleet, of which a start needs no more than what they are called. */
const fleetRules = 'rules/fleet-rules.ts';

const namespace = 'late';

/** Puts stand-ins in the place of what is late, wherever it is imported. */
export function lateModules(root: string): Plugin {
  const paths = [...calledLate, fleetRules];
  return {
    name: 'late-modules',
    setup({ onLoad, onResolve, resolve }) {
      onResolve({ filter: /\.ts$/ }, async ({ path, namespace: from, importer, ...how }) => {
        if (how.pluginData === namespace || from === namespace) return undefined;
        if (!paths.some((late) => late.endsWith(path.replace(/^.*\//, '/')))) return undefined;
        const found = await resolve(path, { importer, ...how, pluginData: namespace });
        const late = paths.find((each) => found.path === join(root, each));
        if (late === undefined || how.kind !== 'import-statement') return undefined;
        return { path: late, namespace };
      });
      onLoad({ filter: /./, namespace }, async ({ path }) => ({
        contents:
          path === fleetRules ? await rulesStandingIn(root) : await functionsStandingIn(root, path),
        resolveDir: root,
      }));
    },
  };
}

/** A function for each one of a module; the first call of any makes the module. */
async function functionsStandingIn(root: string, path: string): Promise<string> {
  const names = Object.keys(await import(join(root, path)));
  return [
    loading(path),
    ...names.map((name) => `export const ${name} = (...args) => load().${name}(...args);`),
  ].join('\n');
}

/** The rules of the fleet as data, with what they check and what is said of them to come. */
async function rulesStandingIn(root: string): Promise<string> {
  const all: { fleetRules: readonly FleetRule[] } = await import(join(root, fleetRules));
  const known = all.fleetRules.map(({ docs: _docs, check: _check, ...rule }) => rule);
  return [
    loading(fleetRules),
    `export const fleetRules = ${JSON.stringify(known)}.map((rule, index) => ({`,
    '  ...rule,',
    '  get docs() { return load().fleetRules[index].docs; },',
    '  check: (context) => load().fleetRules[index].check(context),',
    '}));',
  ].join('\n');
}

function loading(path: string): string {
  return `let made;\nconst load = () => (made ??= require('./${path}'));`;
}

/**
 * The text of a bundle, not minified, in which the modules that these import only late are in
 * a function of their own. Throws where there are none, or where modules cannot be told apart.
 */
export function withLatePart(text: string, metafile: Metafile, entries: readonly string[]): string {
  const early = importedAtOnce(metafile, entries);
  const { head, modules } = modulesIn(text, metafile);
  const isLate = ({ path }: ModuleText): boolean => !early.has(path);
  const late = modules
    .filter(isLate)
    .map(({ code }) => code)
    .join('');
  const rest = modules
    .filter((module) => !isLate(module))
    .map(({ code }) => code)
    .join('');
  const shared = new Set<string>();
  const names = [...late.matchAll(/^var (init_\w+|\w+_exports\d*|require_\w+) = /gm)];
  for (const [, name = ''] of names) if (new RegExp(`\\b${name}\\b`).test(rest)) shared.add(name);
  if (shared.size === 0) throw new Error('nothing of the program is late');
  const assigned = late.replaceAll(/^var (\w+) = /gm, (declaration, name: string) =>
    shared.has(name) ? `${name} = ` : declaration,
  );
  const declared = [...shared].map((name) =>
    /_exports\d*$/.test(name) ? `var ${name};` : `var ${name} = () => (makeLatePart(), ${name}());`,
  );
  return [head, ...declared, rest, `function makeLatePart() {\n${assigned}}\n`].join('\n');
}

/** The modules that are made with these. */
function importedAtOnce({ inputs }: Metafile, entries: readonly string[]): ReadonlySet<string> {
  const found = new Set(entries);
  for (const path of found) {
    if (path.startsWith(`${namespace}:`)) continue;
    for (const { path: imported, kind, external } of inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import' && external !== true) found.add(imported);
    }
  }
  return found;
}

interface ModuleText {
  readonly path: string;
  readonly code: string;
}

/** The modules of a bundle in their order; a comment with its path is before each. */
function modulesIn(
  text: string,
  { inputs }: Metafile,
): { readonly head: string; readonly modules: readonly ModuleText[] } {
  const [head = '', ...parts] = text.split(/^(?=\/\/ \S+$)/m);
  const modules: ModuleText[] = [];
  let before = head;
  for (const part of parts) {
    const path = part.slice('// '.length, part.indexOf('\n'));
    if (inputs[path] !== undefined) modules.push({ path, code: part });
    else if (modules.length === 0) before += part;
    else modules.push({ path: modules.at(-1)?.path ?? '', code: part });
  }
  return { head: before, modules };
}
