import { includes, named, type Rule } from './rule.ts';

/** Languages that a comment before a string can name, and the grammars that they have. */
const languages = [
  { names: ['bash', 'sh', 'shell', 'zsh'], block: 'shellscript', grammar: 'source.shell' },
  { names: ['css'], block: 'css', grammar: 'source.css' },
  { names: ['html'], block: 'html', grammar: 'text.html.basic' },
  { names: ['ini', 'conf', 'systemd'], block: 'ini', grammar: 'source.ini' },
  { names: ['js', 'javascript'], block: 'javascript', grammar: 'source.js' },
  { names: ['json', 'jsonc'], block: 'json', grammar: 'source.json' },
  { names: ['lua'], block: 'lua', grammar: 'source.lua' },
  { names: ['py', 'python'], block: 'python', grammar: 'source.python' },
  { names: ['sql'], block: 'sql', grammar: 'source.sql' },
  { names: ['toml'], block: 'toml', grammar: 'source.toml' },
  { names: ['xml'], block: 'xml', grammar: 'text.xml' },
  { names: ['yaml', 'yml'], block: 'yaml', grammar: 'source.yaml' },
];

type Language = (typeof languages)[number];

const closing = "''(?!['$\\\\])";
/** No quotes that end the string, whatever they stand behind. */
const lineInside = `^(?!(?:[^']|'(?!')|''['$\\\\])*${closing})`;

/** Strings of both kinds, and what may stand in them. */
export const strings: Readonly<Record<string, Rule>> = {
  string: { patterns: [...languages.flatMap(inLanguage), ...includes('quoted', 'indented')] },
  quoted: {
    name: 'string.quoted.double.nix',
    begin: '"',
    end: '"',
    beginCaptures: { 0: { name: 'punctuation.definition.string.begin.nix' } },
    endCaptures: { 0: { name: 'punctuation.definition.string.end.nix' } },
    patterns: [
      { name: 'constant.character.escape.nix', match: '\\\\(?:.|$)' },
      ...includes('dollars', 'interpolation'),
    ],
  },
  indented: {
    name: 'string.quoted.other.indented.nix',
    begin: "''",
    end: closing,
    beginCaptures: { 0: { name: 'punctuation.definition.string.begin.nix' } },
    endCaptures: { 0: { name: 'punctuation.definition.string.end.nix' } },
    patterns: includes('in-indented'),
  },
  'in-indented': {
    patterns: [
      { name: 'constant.character.escape.nix', match: "'''|''\\$|''\\\\(?:.|$)" },
      ...includes('dollars', 'interpolation'),
    ],
  },
  /** The first keeps the second from beginning an interpolation. */
  dollars: { match: '\\$\\$' },
  interpolation: {
    name: 'meta.interpolation.nix meta.embedded.line.nix',
    begin: '\\$\\{',
    end: '\\}',
    beginCaptures: { 0: { name: 'punctuation.section.embedded.begin.nix' } },
    endCaptures: { 0: { name: 'punctuation.section.embedded.end.nix' } },
    patterns: includes('expression'),
  },
};

/** Nix goes on inside of everything that another grammar makes of a string. */
export const insideLanguages: Readonly<Record<string, Rule>> = Object.fromEntries(
  languages.map(({ block }) => [
    `L:meta.embedded.block.${block} - meta.interpolation.nix`,
    { patterns: includes('in-indented') },
  ]),
);

/**
 * A string of several lines goes on line by line, so that nothing unfinished in
 * the other language can reach beyond its end. What stands before the end in its
 * last line is only a string.
 */
function inLanguage({ names, block, grammar }: Language): Rule[] {
  const comment = `(/\\*\\s*(?:${names.join('|')})\\s*\\*/)\\s*('')`;
  const quotes = {
    beginCaptures: named(
      'comment.block.nix',
      'string.quoted.other.indented.nix punctuation.definition.string.begin.nix',
    ),
    end: `(${closing})`,
    endCaptures: named('string.quoted.other.indented.nix punctuation.definition.string.end.nix'),
  };
  const contentName = `meta.embedded.block.${block}`;
  const patterns = [...includes('in-indented'), { include: grammar }];
  return [
    {
      ...quotes,
      begin: `${comment}(?=\\s*$)`,
      patterns: [
        { begin: '\\G(?=\\s*$)', while: lineInside, contentName, patterns },
        ...includes('in-indented'),
        { match: "(?:[^'$]|'(?!')|\\$(?!\\{))+", name: 'string.quoted.other.indented.nix' },
      ],
    },
    { ...quotes, begin: comment, contentName, patterns },
  ];
}
