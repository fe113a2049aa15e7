import {
  type CancellationToken,
  type ConnectionStrategy,
  LSPErrorCodes,
  ResponseError,
  type ResponseMessage,
} from 'vscode-languageserver';

/** Has a connection answer requests that are cancelled before anybody has begun with them. */
export const connectionStrategy: ConnectionStrategy = {
  // The connection puts the id of the request there.
  cancelUndispatched: ({ jsonrpc }): ResponseMessage => {
    return { jsonrpc, id: null, error: cancelled().toJson() };
  },
};

/**
 * What a task gives, unless the editor does not want it any more: then it hears so at once, and
 * the task hears it by its signal, so that it begins with nothing further.
 */
export async function unlessCancelled<Result>(
  token: CancellationToken,
  task: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const cancellation = new Promise<never>((_, reject) => {
    token.onCancellationRequested(() => {
      controller.abort();
      reject(cancelled());
    });
  });
  return Promise.race([cancellation, task(controller.signal)]);
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled by the editor');
}
