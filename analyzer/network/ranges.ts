/** Whether an IPv4 range such as `10.0.0.0/24` holds an address. */
export function covers(range: string, address: string): boolean {
  const [base = '', bits] = range.split('/');
  if (bits === undefined) return base === address;
  const [start, asked] = [ipv4(base), ipv4(address)];
  const length = Number(bits);
  if (start === undefined || asked === undefined || length === 0) return false;
  return start >>> (32 - length) === asked >>> (32 - length);
}

function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0) >>> 0;
}
