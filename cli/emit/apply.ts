import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Snapshot } from '#analyzer/snapshot.ts';
import type { Output } from '#emit/outputs.ts';
import { applyEdits } from '#linter/edits.ts';
import { isEncryptedText } from '#linter/encrypted.ts';

/** The texts of files with what has to change in them; what somebody else wrote stays. */
export function textsAfter(
  snapshot: Pick<Snapshot, 'text'>,
  outputs: readonly Output[],
): ReadonlyMap<FilePath, string> {
  const edits = new Map<FilePath, Output[]>();
  for (const output of outputs) {
    if (output.state === 'current' || output.state === 'foreign') continue;
    if (isEncryptedText(output.file, snapshot.text(output.file) ?? '')) continue;
    edits.set(output.file, [...(edits.get(output.file) ?? []), output]);
  }
  return new Map(
    [...edits].map(([file, all]) => [file, applyEdits(snapshot.text(file) ?? '', all)]),
  );
}
