/** A moment, and how far the clock of the place is ahead of UTC. */
export interface Time {
  /** Since 1970 in UTC. */
  readonly nanoseconds: bigint;
  /** In minutes. */
  readonly offset: number;
}

/** What calendar and clock of the place say. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Zero is Sunday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const second = 1_000_000_000n;
const pattern =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** A time as RFC 3339 has it; undefined when the text is none. */
export function parseTime(text: string): Time | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, seconds = 0] = match
    .slice(1, 7)
    .map(Number);
  const [fraction = '', sign, hours = '0', minutes = '0'] = match.slice(7);
  const inDay = hour < 24 && minute < 60 && seconds < 60 && Number(minutes) < 60;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || !inDay) return undefined;
  if (Number(hours) > 24) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  const local =
    BigInt(dayNumber(year, month, day)) * 86_400n + BigInt(hour * 3600 + minute * 60 + seconds);
  const nanoseconds = (local - BigInt(offset * 60)) * second + BigInt(fraction.padEnd(9, '0'));
  return { nanoseconds, offset: offset === 0 ? 0 : offset };
}

/** As RFC 3339 has it, without fractions; undefined for years of other than four digits. */
export function printTime(time: Time): string | undefined {
  const { year, month, day, hour, minute, second: seconds } = civil(time);
  if (year < 0 || year > 9999) return undefined;
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(time.offset);
  const zone = `${time.offset < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}:${two(size % 60)}`;
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(seconds)}${time.offset === 0 ? 'Z' : zone}`;
}

export function civil({ nanoseconds, offset }: Time): Civil {
  const local = floorDivide(nanoseconds, second) + BigInt(offset * 60);
  const days = Number(floorDivide(local, 86_400n));
  const inDay = Number(local - BigInt(days) * 86_400n);
  return {
    ...dateOf(days),
    weekday: (((days + 4) % 7) + 7) % 7,
    hour: Math.trunc(inDay / 3600),
    minute: Math.trunc(inDay / 60) % 60,
    second: inDay % 60,
  };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970, counted in eras of 400 years that begin in March. */
function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * 146_097 + yearOfEra * 365 + leapDays + dayOfYear - 719_468;
}

function dateOf(days: number): Pick<Civil, 'year' | 'month' | 'day'> {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const leaps =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
