/** An address and a port that something listens on. */
export interface Endpoint {
  /** `*` for every address. */
  readonly address: string;
  readonly port: number;
}

/** `127.0.0.1:8080`, `:8080`, `*:8080`, `[::]:8080`, `localhost:8080`. */
export function endpointIn(written: string): Endpoint | undefined {
  const match = /^(?:https?:\/\/|tcp:\/\/)?(\[[^\]]*\]|[\w.*-]*):(\d{1,5})$/.exec(written.trim());
  if (!match) return undefined;
  const address = boundAddress(match[1] ?? '');
  return address === undefined ? undefined : { address, port: Number(match[2]) };
}

/** The address that a text says to listen on; `undefined` for names, which say something else. */
export function boundAddress(written: string): string | undefined {
  const address = written.replace(/^\[|\]$/g, '');
  if (['', '*', '0.0.0.0', '::'].includes(address)) return '*';
  const isAddress =
    /^\d+(\.\d+){3}$/.test(address) || address.includes(':') || address === 'localhost';
  return isAddress ? address : undefined;
}
