import { EventEmitter, LogLevel, type LogOutputChannel, window, workspace } from 'vscode';

/**
 * An output channel for the messages between editor and server.
 *
 * The client writes them only at the finest level of a log. Here the setting
 * `flakewise.trace.server` alone decides, so that nobody has to find two switches.
 */
export function traceChannel(): LogOutputChannel {
  const channel = window.createOutputChannel('flakewise trace', { log: true });
  const changed = new EventEmitter<LogLevel>();
  const watching = workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('flakewise.trace')) changed.fire(level());
  });
  const written = (message: string): void => channel.info(message);
  return {
    name: channel.name,
    get logLevel() {
      return level();
    },
    onDidChangeLogLevel: changed.event,
    trace: written,
    debug: written,
    info: written,
    warn: (message) => channel.warn(message),
    error: (message) => channel.error(message),
    append: (value) => channel.append(value),
    appendLine: (value) => channel.appendLine(value),
    replace: (value) => channel.replace(value),
    clear: () => channel.clear(),
    show: () => channel.show(true),
    hide: () => channel.hide(),
    dispose() {
      watching.dispose();
      changed.dispose();
      channel.dispose();
    },
  };
}

function level(): LogLevel {
  const wanted = workspace.getConfiguration('flakewise').get('trace.server', 'off');
  return wanted === 'off' ? LogLevel.Info : LogLevel.Trace;
}
