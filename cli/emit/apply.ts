import type { Edit, FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Output } from '#emit/outputs.ts';
import { applyEdits } from '#linter/edits.ts';

type Written = Pick<Edit, 'span' | 'text' | 'isGenerated'>;

/** The texts of files with what has to change in them; what somebody else wrote stays. */
export function textsAfter(
  snapshot: Pick<Snapshot, 'text'>,
  outputs: readonly Output[],
): ReadonlyMap<FilePath, string> {
  const edits = new Map<FilePath, Written[]>();
  for (const output of outputs) {
    if (output.state === 'current' || output.state === 'foreign') continue;
    const { file, span, text } = output;
    edits.set(file, [...(edits.get(file) ?? []), { span, text, isGenerated: true }]);
  }
  return new Map(
    [...edits].map(([file, all]) => [file, applyEdits(snapshot.text(file) ?? '', all)]),
  );
}
