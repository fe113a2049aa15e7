import type { Diagnostic } from 'vscode';
import type { Middleware } from 'vscode-languageclient';
import { isRuleName, rulePage, showRulePage } from './rule-pages.ts';

/** Names of rules lead to their pages, which the server has, with no network. */
export const middleware: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(withPage)),
  async provideDiagnostics(document, previous, token, next) {
    const report = await next(document, previous, token);
    if (report?.kind === 'full') report.items = report.items.map(withPage);
    return report;
  },
  provideWorkspaceDiagnostics: (previous, token, report, next) =>
    next(previous, token, (chunk) => {
      for (const item of chunk?.items ?? []) {
        if (item.kind === 'full') item.items = item.items.map(withPage);
      }
      report(chunk);
    }),
  async executeCommand(command, given, next) {
    const answer = await next(command, given);
    const [rule] = given;
    if (command === 'flakewise.explainRule' && typeof rule === 'string') await showRulePage(rule);
    return answer;
  },
};

function withPage(diagnostic: Diagnostic): Diagnostic {
  const { code } = diagnostic;
  const name = typeof code === 'object' ? code.value : code;
  if (typeof name === 'string' && isRuleName(name)) {
    diagnostic.code = { value: name, target: rulePage(name) };
  }
  return diagnostic;
}
