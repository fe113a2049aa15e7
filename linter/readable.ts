import type { Diagnostic, FilePath } from '#analyzer/diagnostic.ts';
import type { FileContent, Files } from '#analyzer/files.ts';
import { languageOf } from '#analyzer/language.ts';
import { type EngineRule, fileEncrypted, fileUnreadable } from './engine-rules.ts';
import { engineLevel, globMatcher, type Settings } from './settings.ts';

/** A finding for each file and link of a workspace that is looked at and has no text. */
export function readProblemsIn(
  files: Files,
  paths: readonly FilePath[],
  settings: Settings,
): Diagnostic[] {
  const excluded = globMatcher(settings.config.exclude);
  const read = [...new Set(paths)].filter((file) => settings.reports(file) && !excluded(file));
  return readProblems(files, read, settings);
}

/**
 * A finding for each of these files that has no text. Files in languages that
 * no rule reads are left alone, so that pictures are not called unreadable.
 */
function readProblems(files: Files, paths: readonly FilePath[], settings: Settings): Diagnostic[] {
  const readable = paths.filter((file) => languageOf(file) !== undefined);
  return readable.flatMap((file) => {
    const found = readProblem(file, files.read(file));
    if (found?.rule !== fileEncrypted.meta.name) return found ?? [];
    const level = engineLevel(fileEncrypted.meta, file, settings);
    return level === 'off' ? [] : { ...found, severity: level };
  });
}

function readProblem(file: FilePath, content: FileContent): Diagnostic | undefined {
  switch (content.kind) {
    case 'text':
      return undefined;
    case 'absent':
      return problem(fileUnreadable, file, 'the file is gone');
    case 'encrypted':
      return problem(fileEncrypted, file, `the file is ${content.detail}, its content is unknown`);
    case 'unreadable':
      return problem(fileUnreadable, file, `the file ${content.detail}`);
  }
}

function problem({ meta }: EngineRule, file: FilePath, message: string): Diagnostic {
  const span = { start: 0, end: 0 };
  return { rule: meta.name, severity: meta.severity, file, span, message, related: [], fixes: [] };
}
