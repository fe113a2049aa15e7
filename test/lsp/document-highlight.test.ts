import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type DocumentHighlight, DocumentHighlightKind } from 'vscode-languageserver/node';
import { openAtCursor, type Shown, spanOf, withSpans } from '../support/navigation.ts';

const test = suite('highlights');

/** `⟪…⟫` gives the name, and `⟦…⟧` reads it. */
const cases: Readonly<Record<string, string>> = {
  'a parameter': '⟪$0a⟫: ⟦a⟧ + (a: a)',
  'a mention of a parameter': '⟪a⟫: ⟦$0a⟧ + (a: a)',
  'every piece of a merged name': 'let ⟪$0a⟫.a = 1; ⟪a⟫.b = 2; in ⟦a⟧.a',
  'a mention of a merged name': 'let ⟪a⟫.a = 1; ⟪a⟫.b = 2; in ⟦$0a⟧.a',
  'every binding of a name': 'let ⟪$0a⟫ = 1; ⟪a⟫ = 2; in ⟦a⟧',
  'mentions in computed names': 'let ⟪a⟫ = 1; in { b.${⟦$0a⟧}.c = 1; b.${⟦a⟧}.d = ⟦a⟧; }',
  'mentions in a second binding': 'let ⟪a⟫ = 1; in { b = ⟦a⟧; b = [ ⟦$0a⟧ ]; }',
  'an attribute on the way': 'let b.⟪$0a⟫.a = 1; b.⟪a⟫ = { }; a = 1; in b.⟦a⟧',
  'a let that a set inherits': 'let ⟪$0a⟫ = 1; in { inherit ⟦a⟧; }',
  'where a set inherits a let': 'let ⟪a⟫ = 1; in { inherit ⟦$0a⟧; }',
  'a let that a recursive set inherits': 'let ⟪$0a⟫ = 1; in rec { inherit ⟦a⟧; }',
  'where a recursive set inherits a let': 'let ⟪a⟫ = 1; in rec { inherit ⟦$0a⟧; }',
  'a name that either of two withs gives': '⟪with⟫ 1; a + (⟪with⟫ 2; ⟦$0a⟧ + b (with 3; a))',
  'a with': 'with 1; a + (⟪$0with⟫ 2; ⟦a⟧ + ⟦b⟧ (with 3; ⟦a⟧))',
  'a let and its uses': 'let ⟪$0x⟫ = 1; y = 2; in ⟦x⟧ + y',
  'a builtin': '[ ⟦fetch$0Tree⟧ ⟦fetchTree⟧ true ]',
  'a keyword': 'l$0et x = 1; y = 2; in x + y',
  'an attribute of what nobody knows': '{ pkgs }: [ pkgs.$0a pkgs.a ]',
  'an attribute of a set': 'let x = { ⟪a⟫ = 1; }; in x.⟦$0a⟧ + x.⟦a⟧',
  'a parameter and what is given for it': 'let f = { ⟪$0a⟫ }: ⟦a⟧; in f { ⟪a⟫ = 1; }',
  'an option where it is read':
    '{ config, ... }: let cfg = config.a; in { options.a.⟪b⟫ = 1; config.a.⟪b⟫ = 2; config.c = cfg.⟦$0b⟧ + cfg.d; }',
  'an option where it is defined':
    '{ config, ... }: { services = { a.⟪$0b⟫ = { c = 1; }; a.⟪b⟫.d = 2; }; c.b = config.services.a.⟦b⟧.c; }',
  'an option that is read twice': '{ config, ... }: [ config.a.⟦$0b⟧ config.a.⟦b⟧.c config.b ]',
  'only what is in the same file': `
    let x = import ./x.nix; in x.⟦$0a⟧
    -- x.nix --
    { a = 1; }
  `,
};

for (const [name, text] of Object.entries(cases)) {
  test(name, async () => {
    const opened = await openAtCursor(text.replaceAll('⟪', '⟦').replaceAll('⟫', '⟧'));
    const { editor, at, source } = opened;
    const found = await editor.request<DocumentHighlight[] | null>(
      'textDocument/documentHighlight',
      at,
    );
    const file = source.cursor?.file ?? '';
    const spans = (found ?? []).map(({ range, kind }): Shown => {
      const span = spanOf(editor.text(file), range);
      return kind === DocumentHighlightKind.Write
        ? { file, ...span, marks: ['⟪', '⟫'] }
        : { file, ...span };
    });
    const written = source.spans.map((span, index): Shown => {
      const mark = [...text.matchAll(/[⟦⟪]/g)][index]?.[0];
      return mark === '⟪' ? { ...span, marks: ['⟪', '⟫'] } : span;
    });
    assert.is(withSpans(source.files, spans), withSpans(source.files, written));
    await editor.close();
  });
}

test.run();
