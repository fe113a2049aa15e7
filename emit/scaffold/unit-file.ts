import type { FilePath } from '#analyzer/diagnostic.ts';
import { insertPath } from '#analyzer/edit/list.ts';
import { filePath } from '#analyzer/evaluate/path-value.ts';
import { known } from '#analyzer/facts/cell.ts';
import type { Facts } from '#analyzer/facts/facts.ts';
import type { ServiceRow } from '#analyzer/facts/services.ts';
import { isOwnFile, largest } from '#analyzer/writing/located.ts';
import { grouped } from '../grouped.ts';
import type { Placed, Wanted } from './plan.ts';
import { unitModule } from './service-unit.ts';

/** The unit in a file of its own beside those of the others, and in the list of what the machine imports. */
export function placeUnit(wanted: Wanted, secret: string | undefined): Placed {
  const { facts, host, request } = wanted;
  const models = modelsOf(facts, host.name);
  const home = homeOf(facts, host.name, models) ?? ownHome(wanted);
  if (home === undefined)
    return {
      kind: 'unplaced',
      reason: `no file of \`${host.name}\` alone imports others by their paths`,
    };
  const { file, path } = home.place(request.name);
  if (facts.text(file) !== undefined)
    return { kind: 'unplaced', reason: `\`${file}\` is there already` };
  const isRefreshed = models.some(({ exec }) =>
    known(exec)?.some((text) => / --refresh\b/.test(text)),
  );
  const { name, flake, port } = request;
  const text = unitModule({ name, flake, isRefreshed, port, secret });
  const list = facts.text(home.importer) ?? '';
  const edit = insertPath(list, home.elements, path);
  if (edit === undefined)
    return {
      kind: 'unplaced',
      reason: `the imports of \`${home.importer}\` are not written as a list of paths`,
    };
  const { span, text: added } = edit;
  return {
    kind: 'placed',
    files: new Map([[file, text]]),
    edits: [{ file: home.importer, span, text: added }],
  };
}

/** The units of a machine that its own files make, and not only add to. */
function modelsOf(facts: Facts, host: string): readonly ServiceRow[] {
  return facts.table('service').rows.filter((row) => {
    const isMade = row.host === host && row.scope === 'system' && row.account === undefined;
    const isStarted = (known(row['wanted-by']) ?? []).length > 0;
    const isRun = isStarted && (known(row.exec) ?? []).length > 0;
    return isMade && isRun && isOwnFile(facts, row.at.file, host);
  });
}

/** Where units have files of their own, and what lists these files. */
interface UnitHome {
  readonly importer: FilePath;
  /** The paths in the list of imports. */
  readonly elements: readonly { readonly start: number; readonly end: number }[];
  readonly place: (name: string) => { readonly file: FilePath; readonly path: string };
}

/**
 * The folder in which units have a file, or a folder, that is called like them.
 * Of several that have more than one the highest: those below are about something.
 */
function homeOf(facts: Facts, host: string, models: readonly ServiceRow[]): UnitHome | undefined {
  const found = models.flatMap(({ name, at }) => {
    const stem = name.replace(/[:@].*$/, '');
    const match = new RegExp(`^(?:(.*)/)?${escaped(stem)}(/default)?\\.nix$`).exec(at.file);
    return match
      ? [{ folder: match[1] ?? '', isFolder: match[2] !== undefined, file: at.file }]
      : [];
  });
  const groups = [...grouped(found, ({ folder, isFolder }) => `${folder} ${isFolder}`).values()];
  const several = groups.filter((group) => new Set(group.map(({ file }) => file)).size > 1);
  const [members = []] = (several.length > 0 ? several : groups).toSorted(
    (a, b) => depthOf(a[0]?.folder) - depthOf(b[0]?.folder) || b.length - a.length,
  );
  const [first] = members;
  if (first === undefined) return undefined;
  const files = new Set<string>(members.map(({ file }) => file));
  const places = facts
    .table('import')
    .rows.filter((row) => row.hosts.includes(host) && files.has(row.path))
    .map((row) => facts.locate(row.at));
  const list = largest(places, ({ file }) => file);
  const importer = list[0]?.file;
  if (importer === undefined || !isOwnFile(facts, importer, host)) return undefined;
  const prefix = relativeFolder(importer, first.folder);
  return {
    importer,
    elements: list.map(({ span }) => span),
    place: (name) => {
      const end = first.isFolder ? name : `${name}.nix`;
      const file = `${first.folder === '' ? '' : `${first.folder}/`}${end}${first.isFolder ? '/default.nix' : ''}`;
      return { file: file as FilePath, path: `${prefix}${end}` };
    },
  };
}

function depthOf(folder: string | undefined): number {
  return folder === undefined || folder === '' ? 0 : folder.split('/').length;
}

/** A file beside the machine’s first one, which imports others. */
function ownHome({ facts, host }: Wanted): UnitHome | undefined {
  const entry = host.entry === undefined ? undefined : filePath(host.entry);
  if (entry === undefined || host.folder === undefined) return undefined;
  const places = facts
    .table('import')
    .rows.filter((row) => row.file === entry && row.hosts.includes(host.name))
    .map((row) => facts.locate(row.at));
  if (places.length === 0) return undefined;
  const folder = entry.slice(0, entry.lastIndexOf('/') + 1);
  return {
    importer: entry,
    elements: places.map(({ span }) => span),
    place: (name) => ({ file: filePath(`${folder}${name}.nix`), path: `./${name}.nix` }),
  };
}

/** The way from a file to a folder at or below its own, as Nix writes it. */
function relativeFolder(from: string, folder: string): string {
  const own = from
    .slice(0, Math.max(0, from.lastIndexOf('/')))
    .split('/')
    .filter(Boolean);
  const to = folder.split('/').filter(Boolean);
  let common = 0;
  while (common < own.length && own[common] === to[common]) common++;
  const up = own.slice(common).map(() => '..');
  const way = [...up, ...to.slice(common)].join('/');
  const start = up.length > 0 ? '' : './';
  return way === '' ? './' : `${start}${way}/`;
}

function escaped(text: string): string {
  return text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');
}
