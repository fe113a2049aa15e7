import type { FilePath } from '../diagnostic.ts';
import { filePath } from '../evaluate/path-value.ts';
import { isUndecided } from '../facts/cell.ts';
import type { SecretReferenceRow, SecretScope } from '../facts/secrets.ts';
import type { FileAnalysis } from '../file-analysis.ts';
import type { Fleet, FleetHost } from '../flake/fleet.ts';
import type { Sources } from '../incremental/trace.ts';
import type { Evaluation } from '../nixos/evaluation.ts';
import type { OptionNode } from '../nixos/option-node.ts';
import { oncePer } from '../once-per.ts';
import type { Site } from '../site.ts';
import { scopesOf } from '../syntax/scope.ts';
import { isEvaluated, type MadeText, textsMadeOf, untraced } from './evaluated-place.ts';
import { surroundingsOf } from './mention-surroundings.ts';
import {
  type Mention,
  mayMention,
  mentionsIn,
  nameAtPath,
  pathsIn,
  type ReferenceSource,
} from './secret-mentions.ts';
import { accountOf, type Reader, readerOf } from './secret-readers.ts';
import { scopeOf } from './secrets.ts';
import { stringCell, TableBuilder } from './table.ts';
import { viewsOf } from './views.ts';

/**
 * Where modules name secrets: `config.sops.secrets.X`, `config.sops.placeholder.X`,
 * `config.age.secrets.X`, and run-time paths below `/run/secrets` and `/run/agenix`.
 */
export function secretReferenceTable(
  fleet: Fleet,
  sources: Pick<Sources, 'ask' | 'syntax' | 'tell'>,
): TableBuilder<'secret-reference'> {
  const table = new TableBuilder('secret-reference');
  const fileOf = (file: FilePath): MentioningFile => {
    const mentions = sources.ask(file, mayMention) ? sources.tell(file, mentionsOf) : undefined;
    if (!mentions || mentions.length === 0) return { source: undefined, mentions: [] };
    const analysis = sources.syntax(file, aroundMentions);
    return { source: analysis && sourceOf(analysis), mentions };
  };
  for (const host of fleet.hosts) {
    const seen = new Set<string>();
    for (const view of evaluationsOf(host)) {
      const open = (manager: Mention['manager'], at: Site): void => {
        const reason = 'a secret is named by a text that could not be worked out';
        table.gap({ host: host.name, manager }, reason, at);
      };
      for (const row of rowsOf(view, fileOf, open)) {
        const { at, scope, target } = row;
        const key = `${at.file}:${at.expr}:${at.content?.start ?? ''}:${scope}:${row.account}:${target}`;
        if (!seen.has(key)) table.add(row);
        seen.add(key);
      }
    }
  }
  return table;
}

interface MentioningFile {
  readonly source: ReferenceSource | undefined;
  readonly mentions: readonly Mention[];
}

/** What a text mentions is the same for every machine that has it. */
const mentionsByPath = oncePer((_: FileAnalysis) => new Map<FilePath, readonly Mention[]>());

function mentionsOf(analysis: FileAnalysis, file: FilePath): readonly Mention[] {
  const known = mentionsByPath(analysis);
  const found = known.get(file) ?? mentionsIn({ file, source: sourceOf(analysis) });
  known.set(file, found);
  return found;
}

/** What is read around the places that a text names secrets at, whatever file has it. */
const aroundMentions = oncePer((analysis: FileAnalysis) =>
  surroundingsOf(analysis, mentionsIn({ file: filePath(''), source: sourceOf(analysis) })),
);

function sourceOf({ tree, module, sourceMap }: FileAnalysis): ReferenceSource {
  return { tree, module, sourceMap, scopes: () => scopesOf(module) };
}

/** One module system of a machine: its own, or a user's. */
interface View {
  readonly host: FleetHost;
  readonly scope: SecretScope;
  readonly account: string | undefined;
  readonly evaluation: Evaluation;
}

function evaluationsOf(host: FleetHost): readonly View[] {
  const evaluations = [host.evaluation, ...host.homes.map(({ evaluation }) => evaluation)];
  return viewsOf(host).flatMap((view, index): readonly View[] => {
    const evaluation = evaluations[index];
    return evaluation ? [{ host, scope: scopeOf(view), account: view.account, evaluation }] : [];
  });
}

function rowsOf(
  view: View,
  fileOf: (file: FilePath) => MentioningFile,
  open: NoteOpen,
): readonly SecretReferenceRow[] {
  const rootOfMachine = view.host.evaluation.root();
  return view.evaluation.collected().modules.flatMap(({ file }) => {
    if (file === undefined) return [];
    const { source, mentions } = fileOf(file);
    const rows = source
      ? mentions.flatMap((mention) => rowsFor(view, mention, { source, open }))
      : [];
    return rows.filter((row) => !isRendered(row, rootOfMachine) && !isOfMachine(row, view));
  });
}

/** A file of the machine that also holds a home says most things of the machine alone. */
function isOfMachine({ at, evaluated }: SecretReferenceRow, { host, evaluation }: View): boolean {
  if (evaluation === host.evaluation || evaluated !== untraced) return false;
  return host.evaluation.collected().modules.some(({ file }) => file === at.file);
}

/** Hears of a place that names secrets which could not be told. */
type NoteOpen = (manager: Mention['manager'], at: Site) => void;

function rowsFor(
  view: View,
  mention: Mention,
  { source, open }: { readonly source: ReferenceSource; readonly open: NoteOpen },
): readonly SecretReferenceRow[] {
  const { at, kind, target, reader } = mention;
  // Of a home that is a configuration of its own, nobody knows on which machine it is.
  if (mention.asks === 'machine' && view.host.class === 'home') return [];
  const root = view.evaluation.root();
  const text = kind === 'path' ? target : undefined;
  const place = { file: at.file, source, root, isHome: view.scope === 'home', text };
  if (!mention.isOpen) {
    const evaluated = isEvaluated(place, at.expr);
    return evaluated === false ? [] : [rowOf(view, mention, { target, reader, evaluated })];
  }
  const rows = textsMadeOf(place, at.expr).flatMap((made) => rowsOfText(view, mention, made));
  const isMissed = kind !== 'path' && rows.length === 0 && isEvaluated(place, at.expr) !== false;
  if (isMissed) open(mention.manager, at);
  return rows;
}

/** What a text names that a machine made: secrets by their paths, or by the names that those have. */
function rowsOfText(
  view: View,
  mention: Mention,
  { value, option, evaluated }: MadeText,
): readonly SecretReferenceRow[] {
  if (evaluated === false || value.kind !== 'string') return [];
  const reader = readerOf(option);
  return pathsIn(value.value, false).flatMap((path) => {
    const target = mention.kind === 'path' ? path.target : nameAtPath(path.target, mention.kind);
    return target === undefined ? [] : [rowOf(view, mention, { target, reader, evaluated })];
  });
}

interface Seen {
  readonly target: string;
  readonly reader: Reader;
  readonly evaluated: SecretReferenceRow['evaluated'];
}

function rowOf(
  { host, scope, account, evaluation }: View,
  { at, name, kind, manager, asks }: Mention,
  { target, reader, evaluated }: Seen,
): SecretReferenceRow {
  const { user, group } = accountOf(reader, evaluation.root());
  return {
    at,
    ...(name ? { places: { target: name } } : {}),
    host: host.name,
    scope: asks === 'machine' || kind === 'path' ? 'system' : scope,
    account,
    manager,
    kind,
    target,
    evaluated,
    reader: reader.label,
    'reader-kind': reader.kind,
    'reader-name': reader.name,
    'reader-user': user,
    'reader-group': group,
  };
}

/** Whether a path is that of a file that sops-nix makes from a template. */
function isRendered({ kind, target }: SecretReferenceRow, root: OptionNode): boolean {
  if (kind !== 'path' || !target.startsWith('/run/secrets/')) return false;
  const templates = root.at(['sops', 'templates']);
  return templates.names().some((name) => {
    const template = templates.child(name);
    const path = template.child('path');
    const file = template.child('name');
    const cell = path.isPresent() ? stringCell(path) : undefined;
    if (typeof cell === 'string') return cell === target;
    if (isUndecided(cell)) return true;
    const own = file.isPresent() ? stringCell(file) : name;
    return isUndecided(own) || target === `/run/secrets/rendered/${own ?? name}`;
  });
}
