import type { Span } from '#parser/span.ts';

/** What kind of sentence names a path. */
export type Tone = 'plain' | 'hedged' | 'record';

const recordFolder =
  /(^|\/)(archived?|plans?|future|exploration|experiments?|worklogs?|logs?|journal|adrs?|decisions|proposals?|rfcs?|specs?|changes|audits?|migrations?|history|old|retired|deprecated|notes|drafts?|research|superpowers|issue_template)(\/|$)/i;
const recordName =
  /(^|[-_./])(changelog|changes|roadmap|todos?|tasks|plan|proposal|migration|news|history|postmortem|status|audit|analysis|investigation|strategy|retro(spective)?)([-_.]|$)|\d{4}-\d{2}(-\d{2})?/i;

/** Whether a document says what was or what is to be, rather than what is. */
export function isRecord(file: string): boolean {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return recordFolder.test(file.slice(0, file.length - name.length)) || recordName.test(name);
}

/** Whether a document begins by saying that it tells of one event. */
export function isReport(text: string): boolean {
  return /\b(investigation|incident|post-?mortem)\b/i.test(text.slice(0, 400));
}

/** Whether a document is given to programs or people elsewhere, and so speaks of their files. */
export function isPayload(file: string): boolean {
  return (
    !file.startsWith('.') &&
    /(^|\/)(skills?|prompts?|agents|commands|assistants|templates?|plugins|workspace|fixtures|tests?)\//i.test(
      file,
    )
  );
}

/** Words of sentences about what is gone, what is to come, what only may be there, and what is elsewhere. */
const hedge = new RegExp(
  [
    '\\b(creat(e[sd]?|ing)|add(s|ed|ing)?|writ(es?|ten|ing)|generat(e[sd]?|ing)|new|touch|scaffold\\w*|record|place|put|save|cop(y|ied)|mounted)\\b',
    '\\b(delet(e[sd]?|ing)|remov(e[sd]?|ing)|renam(e[sd]?|ing)|mov(e[sd]?|ing)|replac(e[sd]?|ing)|split|dropp?(ed|s)?|retir(e[sd]?|ing))\\b',
    '\\b(old|legacy|former(ly)?|previous(ly)?|used to|no longer|deprecated|obsolete|missing|absent|gone|(does|did|do)n.t exist|not exist)\\b',
    '\\b(was|were|had|would|could|should|might|may|must|shall|will|planned?|later|eventually|todo|wip|migrat\\w+)\\b',
    '\\b(e\\.g\\.?|for instance|such as|imagine|suppose|hypothetical|if you|if needed|if exists|if present|optional(ly)?|example:)',
    '\\b(ignored?|gitignored?|untracked|exclude[sd]?|never|not|cached|derived|artifacts?|output|decrypt\\w*|symlink\\w*)\\b',
    '\\b(upstream|nixpkgs|sibling|external|other repo\\w*|another repo\\w*|submodule)\\b',
    '→|⇒|->|\\{[\\w-]+\\}|<[\\w -]+>|\\$\\{?\\w',
  ].join('|'),
  'i',
);
const forExample = /\bfor example\b(?!,? see)/i;

/** Words that may stand right before the path of a file here; a name there says whose file it is. */
const leading =
  /^(a|an|the|this|that|its|their|our|your|my|and|or|but|nor|also|both|either|only|just|via|by|with|without|within|in|into|inside|at|on|onto|under|below|above|from|to|of|for|as|through|using|per|like|see|read|open|edit|change|update|modify|check|run|runs|use|uses|using|call|calls|source|sources|import|imports|imported|include|includes|load|loads|define|defines|defined|declare|declares|declared|contain|contains|set|sets|live|lives|located|is|are|be|file|files|folder|folders|directory|dir|path|paths|module|modules|script|scripts|config|configs|configuration|template|doc|docs|document|page|reference|references|location|entry|entrypoint|point|main|host|hosts|user|users|profile|profiles|service|services|secret|secrets|key|keys|package|packages|overlay|overlays|library|lib|helper|helpers|code|block|list|default|shared|common|local|own|corresponding|relevant|existing|matching|same|whole|entire|top-level|root|nix|nixos|home|darwin|flake|then|when|where|which|copy|edit|follow|follows|keep|keeps|put|place|commit|stage|build|rebuild|test|lint|format|task|just|make|exec|execute|bash|sh|cat|sops|diff)$/i;

/**
 * How a text speaks of the path that stands in it. Parts to fill in elsewhere
 * in the sentence make a path that has none an example.
 */
export function toneOf(text: string, span: Span, around: Span): Exclude<Tone, 'record'> {
  const before = text.slice(around.start, span.start).replace(/[`*_"'[(]+$/, '');
  const after = text.slice(span.end, around.end).replace(/^[`*_"')\]]+/, '');
  const whole = lastSentence(before) + firstSentence(after);
  const isTemplate = /\{[A-Za-z][\w-]*\}|<[A-Za-z]/.test(text.slice(span.start, span.end));
  const sentence = isTemplate ? whole.replace(/`[^`\n]*`/g, ' ') : withoutCode(whole);
  if (hedge.test(sentence) || forExample.test(sentence)) return 'hedged';
  const word = /([\w'-]+)\s+$/.exec(before)?.[1];
  return word === undefined || leading.test(word) ? 'plain' : 'hedged';
}

/** Names of files are no words of the sentence; parts to fill in are a sign all the same. */
function withoutCode(text: string): string {
  return text.replace(/`([^`\n]*)`/g, (code, inside: string) => (/[<{]/.test(inside) ? code : ' '));
}

function lastSentence(text: string): string {
  const at = Math.max(text.lastIndexOf('. '), text.lastIndexOf('.\n'), text.lastIndexOf('\n\n'));
  return text.slice(at + 1);
}

function firstSentence(text: string): string {
  const end = /[.!?](?=\s|$)|\n\s*\n/.exec(text)?.index ?? text.length;
  return text.slice(0, end);
}
