/** A number with six digits after the point, as `printf` of C writes it: exactly halfway goes to the even digit. */
export function fixedText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const millionths = roundedProduct(Math.abs(value), 1_000_000n);
  const digits = millionths.toString().padStart(7, '0');
  return `${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** The number times a factor, without any loss, to the nearest integer. */
function roundedProduct(value: number, factor: bigint): bigint {
  let exponent = 0;
  let mantissa = value;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent++;
  }
  const product = BigInt(mantissa) * factor;
  const whole = product >> BigInt(exponent);
  const rest = product - (whole << BigInt(exponent));
  const half = exponent === 0 ? 1n : 1n << BigInt(exponent - 1);
  if (rest < half || exponent === 0) return whole;
  return rest > half || whole % 2n === 1n ? whole + 1n : whole;
}
