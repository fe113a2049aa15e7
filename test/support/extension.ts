import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let built: string | undefined;

/** A folder with the extension as it is shipped, unpacked and packed, built once for all tests. */
export function builtExtension(): { readonly folder: string; readonly vsix: string } {
  built ??= build();
  return { folder: join(built, 'extension'), vsix: join(built, 'flakewise.vsix') };
}

function build(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flakewise-vscode-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const argv = ['--import', 'tsx', 'scripts/build-vscode.ts', folder];
  const { status, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  return folder;
}

/** The names in a ZIP archive, in its order, after its directory at the end (APPNOTE.TXT, 4.3.12). */
export function namesInArchive(file: string): string[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString('utf8', at + 46, at + 46 + (name ?? 0)));
    at += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return names;
}
