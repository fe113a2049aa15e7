/** An integer as a number; `undefined` when a number cannot hold it. */
export function safeNumber(integer: bigint): number | undefined {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : undefined;
}
