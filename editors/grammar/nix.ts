import { between, type Grammar, includes, named, type Rule } from './rule.ts';
import { insideLanguages, strings } from './strings.ts';
import {
  address,
  globalFunctions,
  identifier,
  pathBegin,
  pathEnd,
  searchedPath,
  word,
} from './words.ts';

const attribute = 'variable.other.property.binding.nix';
const parameter = 'variable.parameter.function.nix';

/** A parameter follows at once, so that the name is that of a function. */
const isFunction = `(?=\\s*=\\s*(?:${identifier}\\s*[:@]|\\{[^{}=;]*\\}\\s*[:@]))`;

const comments: Readonly<Record<string, Rule>> = {
  comment: {
    patterns: [
      {
        begin: '#',
        end: '$',
        name: 'comment.line.number-sign.nix',
        beginCaptures: { 0: { name: 'punctuation.definition.comment.nix' } },
        patterns: includes('suppression'),
      },
      commentBlock('/\\*\\*(?!/)', 'comment.block.documentation.nix'),
      commentBlock('/\\*', 'comment.block.nix'),
    ],
  },
  suppression: {
    match: '\\b(flakewise-ignore(?:-file)?)\\s+([a-z0-9-]+(?:/[a-z0-9-]+)+)',
    captures: named('keyword.other.suppression.nix', 'entity.name.rule.nix'),
  },
};

const bindings: Readonly<Record<string, Rule>> = {
  set: between(['\\{', '\\}'], 'section.set', includes('binding', 'formal', 'name')),
  let: {
    begin: `${word('let')}(?!\\s*\\{)`,
    end: `${word('in')}|(?=[)\\]}])`,
    beginCaptures: { 0: { name: 'keyword.other.let.nix' } },
    endCaptures: { 0: { name: 'keyword.other.in.nix' } },
    patterns: includes('binding', 'name'),
  },
  binding: {
    patterns: [
      ...includes('comment', 'inherit'),
      {
        begin: '=(?!=)',
        end: '(;)|(?=[)\\]}])',
        beginCaptures: { 0: { name: 'keyword.operator.assignment.nix' } },
        endCaptures: named('punctuation.terminator.binding.nix'),
        patterns: includes('expression'),
      },
    ],
  },
  inherit: {
    begin: word('inherit'),
    end: '(;)|(?=\\})',
    beginCaptures: { 0: { name: 'keyword.other.inherit.nix' } },
    endCaptures: named('punctuation.terminator.binding.nix'),
    patterns: includes('comment', 'group', 'name'),
  },
  name: {
    patterns: [
      { match: `${identifier}${isFunction}`, name: 'entity.name.function.nix' },
      { match: identifier, name: attribute },
      { match: '\\.', name: 'punctuation.accessor.nix' },
      ...includes('quoted', 'interpolation'),
    ],
  },
  formal: {
    patterns: [
      { match: '\\.\\.\\.', name: 'keyword.operator.rest.nix' },
      { match: `${identifier}(?=\\s*(?:[,?}]|#|$))`, name: parameter },
      {
        begin: '\\?',
        end: '(?=[,}])',
        beginCaptures: { 0: { name: 'keyword.operator.default.nix' } },
        patterns: includes('expression'),
      },
      { match: ',', name: 'punctuation.separator.formal.nix' },
    ],
  },
};

const expressions: Readonly<Record<string, Rule>> = {
  expression: {
    patterns: [
      // Strings in other languages begin with a comment.
      ...includes('string', 'comment', 'literal', 'let', 'function', 'keyword', 'builtin'),
      ...includes('selection', 'set', 'list', 'group', 'interpolation', 'variable', 'operator'),
    ],
  },
  literal: {
    patterns: [
      { match: address, name: 'string.unquoted.uri.nix' },
      { match: searchedPath, name: 'string.unquoted.path.searched.nix' },
      {
        begin: pathBegin,
        end: pathEnd,
        name: 'string.unquoted.path.nix',
        patterns: includes('interpolation'),
      },
      {
        match: '(?:[1-9][0-9]*\\.[0-9]*|0?\\.[0-9]+)(?:[Ee][+-]?[0-9]+)?',
        name: 'constant.numeric.float.nix',
      },
      { match: "(?<![A-Za-z0-9_'])[0-9]+", name: 'constant.numeric.integer.nix' },
      { match: word('true', 'false', 'null'), name: 'constant.language.nix' },
    ],
  },
  function: {
    patterns: [
      {
        match: `(${identifier})\\s*(:)`,
        captures: named(parameter, 'punctuation.separator.function.nix'),
      },
      { match: `(${identifier})\\s*(@)`, captures: named(parameter, 'keyword.operator.at.nix') },
      { match: `(@)\\s*(${identifier})`, captures: named('keyword.operator.at.nix', parameter) },
    ],
  },
  keyword: {
    patterns: [
      { match: word('if', 'then', 'else'), name: 'keyword.control.conditional.nix' },
      {
        begin: word('assert', 'with'),
        end: '(;)|(?=[)\\]}])',
        beginCaptures: { 0: { name: 'keyword.control.nix' } },
        endCaptures: named('punctuation.terminator.nix'),
        patterns: includes('expression'),
      },
      { match: word('rec'), name: 'storage.modifier.rec.nix' },
      { match: word('let'), name: 'keyword.other.let.nix' },
      { match: word('in'), name: 'keyword.other.in.nix' },
      { match: word('inherit'), name: 'keyword.other.inherit.nix' },
      { match: `(?<=[A-Za-z0-9_'"}-]\\s)${word('or')}`, name: 'keyword.operator.or.nix' },
    ],
  },
  builtin: {
    patterns: [
      {
        match: `(${word('builtins')})(?:\\s*(\\.)\\s*(${identifier}))?`,
        captures: named(
          'support.class.builtin.nix',
          'punctuation.accessor.nix',
          'support.function.builtin.nix',
        ),
      },
      { match: word(...globalFunctions), name: 'support.function.builtin.nix' },
    ],
  },
  selection: {
    match: `(\\.)\\s*(${identifier})`,
    captures: named('punctuation.accessor.nix', 'variable.other.property.nix'),
  },
  list: between(['\\[', '\\]'], 'section.list', includes('expression')),
  group: between(['\\(', '\\)'], 'section.group', includes('expression')),
  variable: { match: identifier, name: 'variable.other.nix' },
  operator: {
    patterns: [
      { match: '\\|>|<\\|', name: 'keyword.operator.pipe.nix' },
      { match: '->|&&|\\|\\||!(?!=)', name: 'keyword.operator.logical.nix' },
      { match: '==|!=|<=|>=|<|>', name: 'keyword.operator.comparison.nix' },
      { match: '//|\\+\\+', name: 'keyword.operator.merge.nix' },
      { match: '[+*/-]', name: 'keyword.operator.arithmetic.nix' },
      { match: '\\?', name: 'keyword.operator.has.nix' },
      { match: '\\.', name: 'punctuation.accessor.nix' },
      { match: ':', name: 'punctuation.separator.function.nix' },
      { match: ';', name: 'punctuation.terminator.nix' },
    ],
  },
};

/** Nix as TextMate sees it: names where they are bound, literals, comments, and strings in other languages. */
export const nixGrammar: Grammar = {
  name: 'Nix',
  scopeName: 'source.nix',
  patterns: includes('expression'),
  injections: insideLanguages,
  repository: { ...expressions, ...bindings, ...strings, ...comments },
};

function commentBlock(begin: string, name: string): Rule {
  return {
    name,
    begin,
    end: '\\*/',
    captures: { 0: { name: 'punctuation.definition.comment.nix' } },
    patterns: includes('suppression'),
  };
}
