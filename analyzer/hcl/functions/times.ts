import { numberType, stringType } from '../values/type.ts';
import { integer, string, unknown, type Value } from '../values/value.ts';
import { type Functions, type HclFunction, text, textAt, wrong } from './function.ts';
import { civil, parseTime, printTime, type Time } from './time.ts';

function later(reason: string): HclFunction {
  return { parameters: [], returns: stringType, call: () => unknown(reason, stringType) };
}

export const timeFunctions: Functions = {
  timestamp: later('the time of the run is not known'),
  plantimestamp: later('the time of the run is not known'),
  uuid: later('a random identifier is not known'),
  timeadd: {
    parameters: [text, text],
    returns: stringType,
    call: (given) => withTime(textAt(given, 0), (time) => moved(time, textAt(given, 1))),
  },
  timecmp: {
    parameters: [text, text],
    returns: numberType,
    call: (given) =>
      withTime(textAt(given, 0), (a) =>
        withTime(textAt(given, 1), (b) =>
          integer(a.nanoseconds < b.nanoseconds ? -1 : a.nanoseconds > b.nanoseconds ? 1 : 0),
        ),
      ),
  },
  formatdate: {
    parameters: [text, text],
    returns: stringType,
    call: (given) => withTime(textAt(given, 1), (time) => formattedDate(textAt(given, 0), time)),
  },
};

function withTime(text: string, use: (time: Time) => Value): Value {
  const time = parseTime(text);
  if (time) return use(time);
  return /^\d{4}-\d{2}-\d{2}T/.test(text)
    ? unknown('the time is not read', stringType)
    : wrong('it is no time');
}

const units: { readonly [unit: string]: bigint } = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** A duration such as `-1h30m`; fractions are not followed. */
function moved(time: Time, duration: string): Value {
  const [, sign = '', parts = ''] =
    /^([+-]?)((?:\d+(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(duration) ?? [];
  if (parts === '') {
    return /\./.test(duration)
      ? unknown('the duration is not read', stringType)
      : wrong('it is no duration');
  }
  let sum = 0n;
  for (const [, count = '', unit = ''] of parts.matchAll(/(\d+)(\D+)/g)) {
    sum += BigInt(count) * (units[unit] ?? 0n);
  }
  const limit = 1n << 63n;
  if (sum >= limit) return wrong('the duration is too long');
  const nanoseconds = time.nanoseconds + (sign === '-' ? -sum : sum);
  const printed = printTime({ ...time, nanoseconds });
  return printed === undefined ? unknown('the year is too far away', stringType) : string(printed);
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July'];
months.push('August', 'September', 'October', 'November', 'December');
const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `'quoted'` text stands for itself, runs of one letter for parts of the date. */
function formattedDate(form: string, time: Time): Value {
  let result = '';
  const pattern = /'((?:[^']|'')*)('?)|([A-Za-z])\3*|[^'A-Za-z]+/g;
  for (const [token, quoted, close, letter] of form.matchAll(pattern)) {
    if (quoted !== undefined) {
      if (token === "''" && quoted === '') result += "'";
      else if (close === '') return wrong('a quote is not closed');
      else result += quoted.replaceAll("''", "'");
      continue;
    }
    const part = letter === undefined ? token : datePart(token, time);
    if (part === undefined) return wrong(`\`${token}\` is no part of a date`);
    result += part;
  }
  return string(result);
}

function datePart(token: string, time: Time): string | undefined {
  const { year, month, day, weekday, hour, minute, second } = civil(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const half = hour % 12 === 0 ? 12 : hour % 12;
  const parts: { readonly [token: string]: string } = {
    YY: two(year % 100),
    YYYY: String(year).padStart(4, '0'),
    M: String(month),
    MM: two(month),
    MMM: months[month - 1]?.slice(0, 3) ?? '',
    MMMM: months[month - 1] ?? '',
    D: String(day),
    DD: two(day),
    EEE: days[weekday]?.slice(0, 3) ?? '',
    EEEE: days[weekday] ?? '',
    h: String(hour),
    hh: two(hour),
    H: String(half),
    HH: two(half),
    AA: hour < 12 ? 'AM' : 'PM',
    aa: hour < 12 ? 'am' : 'pm',
    m: String(minute),
    mm: two(minute),
    s: String(second),
    ss: two(second),
    ...zoneParts(time.offset),
  };
  return Object.hasOwn(parts, token) ? parts[token] : undefined;
}

function zoneParts(offset: number): { readonly [token: string]: string } {
  const size = Math.abs(offset);
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.trunc(size / 60), size % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  const [short, long] = [`${sign}${hours}${minutes}`, `${sign}${hours}:${minutes}`];
  return {
    Z: offset === 0 ? 'Z' : long,
    ZZZ: offset === 0 ? 'UTC' : short,
    ZZZZ: short,
    ZZZZZ: long,
  };
}
