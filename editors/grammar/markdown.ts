import { type Grammar, includes } from './rule.ts';

/** Blocks of Markdown that say that they are Nix. */
export const nixInMarkdown: Grammar = {
  scopeName: 'markdown.nix.codeblock',
  injectionSelector: 'L:text.html.markdown',
  patterns: includes('block'),
  repository: {
    block: {
      name: 'markup.fenced_code.block.markdown',
      begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(nix)((?:\\s+|:|,|\\{|\\?)[^`~]*)?$)',
      end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
      beginCaptures: {
        3: { name: 'punctuation.definition.markdown' },
        4: { name: 'fenced_code.block.language' },
        5: { name: 'fenced_code.block.language.attributes' },
      },
      endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
      patterns: [
        {
          begin: '(^|\\G)(\\s*)(.*)',
          while: '(^|\\G)(?!\\s*(?:`{3,}|~{3,})\\s*$)',
          contentName: 'meta.embedded.block.nix',
          patterns: [{ include: 'source.nix' }],
        },
      ],
    },
  },
};
