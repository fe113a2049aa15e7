import type { FilePath } from '#analyzer/diagnostic.ts';
import type { Texts } from '#linter/comments.ts';
import { engineRules } from '#linter/engine-rules.ts';
import { explain, explainEngineRule } from '#linter/explain.ts';
import type { Rule } from '#linter/rule.ts';
import { suppressionsIn } from '#linter/suppression.ts';
import type { Span } from '#parser/span.ts';
import type { HoverPage } from './fact-hover.ts';

interface Cursor {
  readonly file: FilePath;
  readonly offset: number;
}

/** The page of the rule that a comment for silence, or the configuration, names at a place. */
export function ruleHover(
  texts: Texts,
  cursor: Cursor,
  rules: readonly Rule[],
): HoverPage | undefined {
  const named = nameAt(texts, cursor);
  if (named === undefined) return undefined;
  const rule = rules.find(({ meta }) => meta.name === named.name);
  const own = engineRules.find(({ meta }) => meta.name === named.name);
  const page = rule ? explain(rule) : own && explainEngineRule(own);
  return page === undefined ? undefined : { span: named.span, markdown: page };
}

interface Named {
  readonly name: string;
  readonly span: Span;
}

function nameAt(texts: Texts, { file, offset }: Cursor): Named | undefined {
  const isAt = ({ span }: Named): boolean => span.start <= offset && offset <= span.end;
  if (/(^|\/)flakewise\.toml$/.test(file)) return quotedNames(texts.text(file) ?? '').find(isAt);
  const text = texts.text(file) ?? '';
  if (!text.includes('flakewise-ignore')) return undefined;
  return suppressionsIn(file, texts)
    .flatMap((suppression) => suppression.rules)
    .find(isAt);
}

/** Texts of the configuration that look like names of rules. */
function quotedNames(text: string): readonly Named[] {
  return [...text.matchAll(/["']([a-z][\w-]*\/[\w-]+)["']/g)].map(({ 1: name = '', index }) => {
    return { name, span: { start: index + 1, end: index + 1 + name.length } };
  });
}
