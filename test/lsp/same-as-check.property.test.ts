import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Diagnostic } from 'vscode-languageserver';
import type { FilePath } from '#analyzer/diagnostic.ts';
import { openSnapshot } from '#analyzer/workspace.ts';
import { readConfig } from '#linter/config.ts';
import { inOrder, lint } from '#linter/lint.ts';
import { readProblemsIn } from '#linter/readable.ts';
import { defaultSettings } from '#linter/settings.ts';
import { LineIndex } from '#parser/lines.ts';
import { rules } from '#rules/index.ts';
import { type Editor, openEditor } from '../support/editor.ts';
import { memoryFiles } from '../support/fleet.ts';
import { marked } from '../support/marked.ts';

const test = suite('findings in an editor');

const fleet = marked(`
  -- flakewise.toml --
  extends = ["recommended", "statix", "proxied-fleet"]
  -- flake.nix --
  {
    inputs.nixpkgs.url = "github:NixOS/nixpkgs";
    outputs = { nixpkgs, ... }: {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem { modules = [ ./web.nix ./shared.nix ]; };
      nixosConfigurations.tom = nixpkgs.lib.nixosSystem { modules = [ ./tom.nix ./shared.nix ]; };
    };
  }
  -- web.nix --
  { config, lib, ... }: {
    imports = [ ./missing.nix ./users.nix ];
    networking.hostName = "web";
    networking.firewall.allowedTCPPorts = [ 443 80 ];
  }
  -- tom.nix --
  { config, ... }: let unused = 1; in {
    networking.hostName = "tom";
    sops.secrets."a/b" = { };
    services.x.enable = true == true;
  }
  -- shared.nix --
  # flakewise-ignore unused/let-binding: nothing to see
  { lib, ... }: { users.users.ann.uid = 1000; }
  -- users.nix --
  { users.users.bob.uid = 1000; }
  -- README.md --
  Run \`nix build .#nothing\`.
`).files;

const files = [...fleet.keys(), 'missing.nix', 'hosts/new.nix'].filter(
  (file) => file !== 'flakewise.toml',
);

const snippets = [
  '',
  '\n',
  '# a comment\n',
  '# flakewise-ignore unused/let-binding: because\n',
  'let unused = 1; in ',
  '{ users.users.ann.uid = 1001; }',
  ' inherit (x) a;',
  ' uid = 1000; ',
  '"ünïcödé 🦊"',
  '}',
  '{',
  ' ./users.nix ',
];

/** Something that happens to a file. Places are parts of its length, so that they fit every text. */
const happening = fc.record({
  file: fc.constantFrom(...files),
  what: fc.constantFrom('open', 'edit', 'edit', 'edit', 'close', 'write', 'delete'),
  from: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 12 }),
  text: fc.constantFrom(...snippets),
});

/** What happens to the configuration leaves it right: while it is wrong, an editor keeps what was found before. */
const happeningToIt = fc.record({
  file: fc.constant('flakewise.toml'),
  what: fc.constantFrom('open', 'edit', 'close', 'write', 'delete'),
  from: fc.constant(0),
  length: fc.constant(0),
  text: fc.constantFrom('\n', '# a comment\n'),
});

type Happening = typeof happening extends fc.Arbitrary<infer Value> ? Value : never;

test('are those of a fresh check after any edits, saved and unsaved', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ arbitrary: happening, weight: 6 }, happeningToIt), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.constantFrom('utf-16', 'utf-8'),
      async (happenings, encoding) => {
        const editor = await openEditor(fleet, { encodings: [encoding] });
        const open = new Map<string, string>();
        for (const [index, one] of happenings.entries()) {
          await happen(editor, open, { ...one, version: index + 2, encoding });
        }
        await editor.settled();
        const shown = [...editor.published].flatMap(([uri, { diagnostics }]) =>
          diagnostics.map((diagnostic) => spelled(uri, diagnostic)),
        );
        const texts = new Map([...(editor.disk.get(editor.root) ?? []), ...open]);
        assert.equal(shown.sort(), checked(editor, texts, encoding).sort());
        await editor.close();
      },
    ),
    { numRuns: 30 },
  );
});

test.run();

type Encoding = 'utf-8' | 'utf-16';

interface Place extends Happening {
  readonly version: number;
  readonly encoding: Encoding;
}

async function happen(editor: Editor, open: Map<string, string>, one: Place): Promise<void> {
  const { file, what } = one;
  const shown = open.get(file);
  if (what === 'write' || what === 'delete') {
    await happenOutside(editor, one);
  } else if (shown === undefined && what === 'open') {
    open.set(file, editor.text(file));
    editor.open(file, editor.text(file), one.version);
  } else if (shown !== undefined && what === 'edit') {
    open.set(file, await edit(editor, shown, one));
  } else if (shown !== undefined && what === 'close') {
    open.delete(file);
    const textDocument = { uri: editor.uri(file) };
    await editor.connection.sendNotification('textDocument/didClose', { textDocument });
  }
}

async function happenOutside(editor: Editor, { file, what, text }: Place): Promise<void> {
  const disk = editor.disk.get(editor.root);
  const typeOfWrite = disk?.has(file) ? 2 : 1;
  if (what === 'write') disk?.set(file, text + editor.text(file));
  else disk?.delete(file);
  const changes = [{ uri: editor.uri(file), type: what === 'delete' ? 3 : typeOfWrite }];
  await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
}

/** Replaces a part of an open document. Returns its new text. */
async function edit(editor: Editor, shown: string, one: Place): Promise<string> {
  const { file, version, text, encoding } = one;
  const start = Math.floor(one.from * shown.length);
  const end = Math.min(shown.length, start + one.length);
  const lines = new LineIndex(shown);
  const range = {
    start: positionOf(shown, lines, start, encoding),
    end: positionOf(shown, lines, end, encoding),
  };
  await editor.connection.sendNotification('textDocument/didChange', {
    textDocument: { uri: editor.uri(file), version },
    contentChanges: [{ range, text }],
  });
  return shown.slice(0, start) + text + shown.slice(end);
}

/** What `check` says of these texts. */
function checked(editor: Editor, texts: ReadonlyMap<string, string>, encoding: Encoding): string[] {
  const memory = memoryFiles(texts);
  const paths = [...texts.keys()].sort() as FilePath[];
  const read = readConfig(texts.get('flakewise.toml') ?? '', { rules, emitters: [] }, (file) =>
    memory.read(file),
  );
  if (read.kind === 'problems') throw new Error('no edit here breaks the configuration');
  const snapshot = openSnapshot(memory, paths, read.config.analyzer);
  const settings = { ...defaultSettings, config: read.config };
  const { diagnostics } = lint(snapshot, [...rules, ...read.config.conventions], settings);
  const all = inOrder([...diagnostics, ...readProblemsIn(memory, paths, settings)]);
  return all.map(({ file, span, rule, message, related }) => {
    const at = (place: string, { start, end }: { start: number; end: number }): string => {
      const text = texts.get(place) ?? '';
      const lines = new LineIndex(text);
      const spell = (offset: number): string => {
        const { line, character } = positionOf(text, lines, offset, encoding);
        return `${line}:${character}`;
      };
      return `${editor.uri(place)}#${spell(start)}-${spell(end)}`;
    };
    const notes = related.map((note) => ` (${at(note.file, note.span)} ${note.message})`);
    return `${at(file, span)} ${rule} ${message}${notes.join('')}`;
  });
}

function spelled(uri: string, { range, code, message, relatedInformation }: Diagnostic): string {
  const at = (place: string, { start, end }: Diagnostic['range']): string =>
    `${place}#${start.line}:${start.character}-${end.line}:${end.character}`;
  const notes = (relatedInformation ?? []).map(
    (note) => ` (${at(note.location.uri, note.location.range)} ${note.message})`,
  );
  return `${at(uri, range)} ${code} ${message}${notes.join('')}`;
}

function positionOf(
  text: string,
  lines: LineIndex,
  offset: number,
  encoding: Encoding,
): { line: number; character: number } {
  const { line, column } = lines.position(offset);
  const start = lines.start(line);
  const inLine = text.slice(start, start + column);
  return { line, character: encoding === 'utf-8' ? Buffer.byteLength(inLine) : column };
}
