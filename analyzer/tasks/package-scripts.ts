import { readJson } from '../data/json.ts';
import { valueAt } from '../data/node.ts';
import { contentPlaces, siteAt } from '../data/place.ts';
import { entriesOf } from '../data/select.ts';
import { addCommands } from '../shell/rows.ts';
import { missingTasks, type TaskSource, type TaskTables } from './tables.ts';

export function isPackageManifest(file: string): boolean {
  return /(^|\/)package\.json$/.test(file);
}

/** The scripts of package manifests. */
export function addPackageScripts(tables: TaskTables, source: TaskSource): void {
  for (const file of source.files.filter(isPackageManifest)) {
    const text = source.text(file) ?? '';
    const { documents, problems } = readJson(text);
    for (const { span } of problems)
      missingTasks(
        tables,
        { runner: 'npm' },
        { reason: 'the file is no valid JSON', at: siteAt(file, span) },
      );
    for (const { key, keySpan, value } of entriesOf(valueAt(documents[0], 'scripts'))) {
      if (value.kind !== 'scalar' || typeof value.value !== 'string') continue;
      tables.task.add({
        at: siteAt(file, keySpan),
        file,
        runner: 'npm',
        name: key,
        aliases: [],
        parameters: [],
        dependencies: [],
        description: undefined,
        internal: false,
      });
      const place = contentPlaces(text, value);
      addCommands(tables.command, { file, text: value.text, place, source: 'task', in: key });
    }
  }
}
