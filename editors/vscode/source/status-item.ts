import { type Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { documentSelector } from './documents.ts';

/** What the server says about itself, or we about it. */
export interface Status {
  readonly state: 'starting' | 'busy' | 'ready' | 'error' | 'stopped';
  readonly version?: string;
  readonly files?: number;
  readonly findings?: number;
  readonly message?: string;
}

export interface StatusItem extends Disposable {
  show(status: Status): void;
}

export function createStatusItem(schemes: readonly string[]): StatusItem {
  const item = languages.createLanguageStatusItem('flakewise.status', documentSelector(schemes));
  item.name = 'flakewise';
  return {
    show(status) {
      item.text = status.version === undefined ? 'flakewise' : `flakewise ${status.version}`;
      item.detail = detailOf(status);
      item.busy = status.state === 'starting' || status.state === 'busy';
      item.severity =
        status.state === 'error'
          ? LanguageStatusSeverity.Error
          : LanguageStatusSeverity.Information;
      item.command =
        status.state === 'error' || status.state === 'stopped'
          ? { command: 'flakewise.restart', title: 'Restart' }
          : { command: 'flakewise.showOutput', title: 'Show Output' };
    },
    dispose: () => item.dispose(),
  };
}

function detailOf({ state, files, findings, message }: Status): string {
  switch (state) {
    case 'starting':
      return 'is starting';
    case 'busy':
      return message ?? 'is looking at the workspace';
    case 'ready':
      return `${counted(findings, 'finding')} in ${counted(files, 'file')}`;
    case 'error':
      return message ?? 'does not run';
    case 'stopped':
      return 'is switched off';
  }
}

function counted(count: number | undefined, noun: string): string {
  return `${count ?? 0} ${noun}${count === 1 ? '' : 's'}`;
}
