import { type EmittedPart, emitter, type Problem } from '../emitter.ts';
import { code, markdownTable } from '../print/markdown.ts';
import { type DocumentedOption, documentedOptions, type OptionText } from './declared.ts';
import { groupOptions, optionGroups, pageName } from './option-groups.ts';

export const optionPages = emitter({
  name: 'option-pages',
  summary: 'Reference of the options that the repository declares: type, default, description.',
  inputs: ['host'],
  formats: ['markdown'],
  output: 'docs/options/{name}.md',
  effect: 'documentation',
  options: {
    ...groupOptions,
    style: {
      summary: 'A table with type and default, or lines with an example and a rule below.',
      default: 'table',
      choices: ['table', 'lines'],
    },
    level: { summary: 'The level of headings; 0 for that of the style.', default: 0 },
    types: {
      summary: 'Other words for types, such as `bool` for `boolean`.',
      default: {},
    },
  },
  emit: ({ options, ...fleet }) => {
    const groups = optionGroups(documentedOptions(fleet), {
      ...options,
      compare: fleet.compare,
    });
    const parts = groups
      .filter((group) => group.options.length > 0)
      .map(({ prefix, options: own }): EmittedPart => {
        const texts = own.map((option) => sectionText(option, options));
        return { names: { name: pageName(prefix) }, text: texts.join('\n') };
      });
    if (groups.length === 0)
      return { parts: [], problems: [{ message: 'the repository declares no options' }] };
    const empty = groups.flatMap(({ prefix, options: own }): Problem[] => {
      if (own.length > 0) return [];
      return [{ message: `the repository declares no option below \`${prefix}\`` }];
    });
    const unknown = groups.flatMap((group) => group.options.flatMap(unknownType));
    return { parts, problems: [...empty, ...unknown] };
  },
});

interface PageStyle {
  readonly style: string;
  readonly level: number;
  readonly types: Readonly<Record<string, string>>;
}

function sectionText(option: DocumentedOption, { style, level, types }: PageStyle): string {
  const type = typeText(option.type, types);
  if (style === 'lines') return lineSection(option, type, heading(level === 0 ? 4 : level));
  const title = `${heading(level === 0 ? 3 : level)} ${code(option.name)}\n`;
  const table = markdownTable(
    ['Type', type === undefined ? '' : code(type)],
    [['Default', option.default === undefined ? 'none' : shownText(option.default)]],
  );
  return withDescription(`${title}\n${table}`, option.description);
}

function heading(level: number): string {
  return '#'.repeat(Math.min(6, Math.max(1, level)));
}

/** As the generator of mdBook pages does that reads what `nixosOptionsDoc` writes. */
function lineSection(option: DocumentedOption, type: string | undefined, level: string): string {
  const rows = [
    ['Type', type],
    ['Default', option.default?.text],
    ['Example', option.example?.text],
  ] as const;
  const lines = rows.flatMap(([title, text]) =>
    text === undefined ? [] : [`| **${title}** | ${cell(text)} |\n`],
  );
  const top = `${level} ${code(option.name)}\n\n| | |\n|---|---|\n${lines.join('')}`;
  return `${withDescription(top, option.description)}\n---\n`;
}

function withDescription(text: string, description: string | undefined): string {
  if (description === undefined || description === '') return text;
  return `${text}\n${description}\n`;
}

function shownText({ kind, text }: OptionText): string {
  return kind === 'code' ? code(text) : text;
}

function cell(text: string): string {
  return code(text).replaceAll('|', '\\|');
}

/** The words of a type, where somebody calls it, or what it is made of, by others. */
function typeText(
  type: string | undefined,
  words: Readonly<Record<string, string>>,
): string | undefined {
  return Object.entries(words).reduce<string | undefined>((text, [from, to]) => {
    return text?.split(from).join(to);
  }, type);
}

function unknownType({ name, type, at }: DocumentedOption): readonly Problem[] {
  return type === undefined ? [{ message: `the type of \`${name}\` is not known`, at }] : [];
}
