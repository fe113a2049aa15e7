import {
  type Command,
  forEachChild,
  type ParsedScript,
  parse,
  type Redirect,
  type SyntaxNode,
  type Word,
  type WordPart,
} from 'unbash';
import type { Span } from '#parser/span.ts';

/** One simple command of a shell script. */
export interface ShellCommand {
  readonly span: Span;
  /** The program and its arguments; none for a command that only assigns. */
  readonly words: readonly ShellWord[];
  readonly redirects: readonly ShellRedirect[];
}

export interface ShellWord {
  readonly span: Span;
  /** As written. */
  readonly text: string;
  /** What the program is given; `undefined` where expansions decide. */
  readonly literal: string | undefined;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly target: ShellWord;
}

/** A script taken apart. Bash is read; other shells come out as far as they are alike. */
export interface ShellScript {
  /** Every simple command in the order of the text, those inside of others included. */
  readonly commands: readonly ShellCommand[];
  /** The one pipeline that the script is, where it is nothing else. */
  readonly pipeline: readonly ShellCommand[] | undefined;
  readonly isBroken: boolean;
}

/** Reads a shell script. Nothing is expanded and nothing is run. */
export function readShell(text: string): ShellScript {
  const script = parse(text);
  const commands: ShellCommand[] = [];
  let isBroken = hasErrors(script);
  const waiting: SyntaxNode[] = [script];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'Script' && node !== script) {
      isBroken ||= hasErrors(node);
      // Places of a script in escaped backticks are places of another text.
      if (node.source !== undefined) continue;
    }
    if (node.type === 'Command') commands.push(commandOf(node, text));
    const children: SyntaxNode[] = [];
    forEachChild(node, (child) => children.push(child));
    waiting.push(...children.reverse());
  }
  commands.sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  return { commands, pipeline: isBroken ? undefined : pipelineOf(script, text), isBroken };
}

function hasErrors({ errors }: ParsedScript): boolean {
  return errors !== undefined && errors.length > 0;
}

function pipelineOf(script: ParsedScript, text: string): readonly ShellCommand[] | undefined {
  const [statement] = script.commands;
  if (script.commands.length !== 1 || !statement || statement.background) return undefined;
  const { command } = statement;
  const commands = command.type === 'Pipeline' ? command.commands : [command];
  const simple = commands.flatMap((one) => (one.type === 'Command' ? [commandOf(one, text)] : []));
  return simple.length === commands.length ? simple : undefined;
}

function commandOf(command: Command, text: string): ShellCommand {
  const args = command.args.map((argument) =>
    argument.type === 'Word' ? wordOf(argument) : wordOfText(argument, text),
  );
  return {
    span: { start: command.pos, end: command.end },
    words: command.name ? [wordOf(command.name), ...args] : args,
    redirects: command.redirects.flatMap((redirect) =>
      redirect.type === 'Redirect' ? redirectOf(redirect) : [],
    ),
  };
}

function redirectOf({ operator, target, descriptor }: Redirect): ShellRedirect[] {
  const number = descriptor?.type === 'FileDescriptor' ? descriptor.value : '';
  return target ? [{ operator: `${number}${operator}`, target: wordOf(target) }] : [];
}

function wordOf({ pos, end, text, value, parts }: Word): ShellWord {
  const isLiteral = (parts ?? []).every(isFixed);
  return { span: { start: pos, end }, text, literal: isLiteral ? value : undefined };
}

/** `a=b` behind a program is an argument like any other. */
function wordOfText(
  { pos, end }: { readonly pos: number; readonly end: number },
  text: string,
): ShellWord {
  const written = text.slice(pos, end);
  const literal = /[$`"'\\]/.test(written) ? undefined : written;
  return { span: { start: pos, end }, text: written, literal };
}

function isFixed(part: WordPart): boolean {
  switch (part.type) {
    case 'Literal':
    case 'Glob':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return true;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.every(isFixed);
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
    case 'ExtendedGlob':
    case 'BraceExpansion':
      return false;
  }
}
