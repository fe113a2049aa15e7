import type { Diagnostic, Fix } from '#analyzer/diagnostic.ts';
import { canApply, generatedText, type TextOf, writableText } from '#linter/fix.ts';
import { generatedFiles } from '#linter/generated.ts';
import { editsAsLaidOut, editsCode } from '#linter/keep-layout.ts';
import type { Texts } from '../folder.ts';
import type { Action, Change, ChangedText } from './change.ts';

/** Tells the text of a file that edits may touch; `undefined` for encrypted, generated and other files. */
export function writableIn(texts: Texts): TextOf {
  const isGenerated = generatedFiles(texts);
  return (file, kind) => {
    const content = texts.contents.read(file);
    if (kind) return generatedText(file, content);
    return isGenerated(file) ? undefined : writableText(file, content);
  };
}

/** The fixes of a finding that can be applied to the texts as they are now. */
export function repairsOf(finding: Diagnostic, textOf: TextOf): readonly Action[] {
  const fixes = finding.fixes.filter((fix) => canApply(fix, textOf));
  const safe = fixes.filter(({ safety }) => safety === 'safe');
  return fixes.map((fix): Action => {
    const isPreferred = safe.length === 1 && fix === safe[0];
    return {
      title: ours(fix.title),
      kind: 'quickfix',
      finding,
      isPreferred,
      keepsLayout: editsCode(fix.edits),
      does: { edits: fix.safety === 'safe' ? fix.edits : cautiousEdits(fix) },
    };
  });
}

/** The same change where code that nixfmt has laid out stays as it lays it out. */
export function changeAsLaidOut({ edits }: Change, texts: Texts): Change {
  const caution = edits.find((edit) => edit.caution !== undefined)?.caution;
  const laidOut = editsAsLaidOut(edits, (file) => texts.text(file));
  return { edits: caution === undefined ? laidOut : laidOut.map((edit) => ({ ...edit, caution })) };
}

/** A title that tells whose it is, because other servers offer things at the same place. */
export function ours(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)} (flakewise)`;
}

function cautiousEdits({ title, edits }: Fix): readonly ChangedText[] {
  const caution = `${title}: this may change what the configuration means`;
  return edits.map((edit) => ({ ...edit, caution }));
}

/** Whether `--fix` would mend it. */
export function isMendable({ fixes }: Diagnostic): boolean {
  return fixes.some(({ safety, edits }) => safety === 'safe' && edits.length > 0);
}
