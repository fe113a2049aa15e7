import { readCsv } from '../formats/csv.ts';
import { decodeJson, encodeJson } from '../formats/json.ts';
import { decodeYaml } from '../formats/yaml-decode.ts';
import { encodeYaml } from '../formats/yaml-encode.ts';
import { anyType, objectType, stringType } from '../values/type.ts';
import {
  innerReason,
  isWhole,
  list,
  object,
  string,
  unknown,
  type Value,
} from '../values/value.ts';
import { fromBase64, toBase64, toBytes, toText } from './bytes.ts';
import {
  anything,
  argumentAt,
  type Functions,
  type HclFunction,
  text,
  textAt,
  wrong,
} from './function.ts';

function ofText(call: (given: string) => Value): HclFunction {
  return { parameters: [text], returns: stringType, call: (given) => call(textAt(given, 0)) };
}

function encoder(encode: (value: Value) => string | undefined): HclFunction {
  return {
    parameters: [anything],
    returns: stringType,
    call: (given) => {
      const value = argumentAt(given, 0);
      if (!isWhole(value)) return unknown(innerReason(value), stringType);
      const result = encode(value);
      return result === undefined
        ? unknown('the value is not encoded', stringType)
        : string(result);
    },
  };
}

export const encodingFunctions: Functions = {
  jsonencode: encoder(encodeJson),
  yamlencode: encoder(encodeYaml),
  jsondecode: { ...ofText(decodeJson), returns: anyType },
  yamldecode: { ...ofText(decodeYaml), returns: anyType },
  csvdecode: { ...ofText(decodedCsv), returns: anyType },
  base64encode: ofText((given) => string(toBase64(toBytes(given)))),
  base64decode: ofText(decodedBase64),
  urlencode: ofText((given) =>
    /\p{Surrogate}/u.test(given) ? unknown('the text has half a sign') : string(urlEncoded(given)),
  ),
  urldecode: ofText(urlDecoded),
  textencodebase64: {
    parameters: [text, text],
    returns: stringType,
    call: (given) => textEncoded(textAt(given, 0), textAt(given, 1)),
  },
  textdecodebase64: {
    parameters: [text, text],
    returns: stringType,
    call: (given) => textDecoded(textAt(given, 0), textAt(given, 1)),
  },
};

function decodedBase64(given: string): Value {
  const bytes = fromBase64(given);
  const decoded = bytes && toText(bytes);
  return decoded === undefined ? wrong('it is not the base64 form of a text') : string(decoded);
}

function decodedCsv(given: string): Value {
  const records = readCsv(given);
  if (!records) return unknown('the text is not read as comma-separated values');
  const [headers, ...rows] = records;
  if (!headers) return wrong('there is no line with the names of the columns');
  if (new Set(headers).size < headers.length) return wrong('a column stands twice');
  if (rows.some((row) => row.length !== headers.length)) return wrong('a line has other columns');
  const element = objectType(new Map(headers.map((name) => [name, stringType])));
  const objects = rows.map((row) =>
    object(headers.map((name, index) => [name, string(row[index] ?? '')] as const)),
  );
  return list(element, objects);
}

/** As Go's `QueryEscape`: letters, digits and `-_.~` stay, a space becomes `+`. */
function urlEncoded(given: string): string {
  return encodeURIComponent(given)
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function urlDecoded(given: string): Value {
  if (/%(?![0-9a-fA-F]{2})/.test(given)) return wrong('a percent sign stands alone');
  const bytes = toBytes(given.replaceAll('+', ' '));
  const decoded: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== 0x25) {
      decoded.push(byte);
      continue;
    }
    decoded.push(Number.parseInt(String.fromCharCode(bytes[at + 1] ?? 0, bytes[at + 2] ?? 0), 16));
    at += 2;
  }
  const result = toText(Uint8Array.from(decoded));
  return result === undefined ? unknown('the text is not UTF-8', stringType) : string(result);
}

function textEncoded(given: string, encoding: string): Value {
  if (/^utf-?8$/i.test(encoding)) return string(toBase64(toBytes(given)));
  if (!/^utf-16le$/i.test(encoding))
    return unknown(`the encoding \`${encoding}\` is not known`, stringType);
  const bytes = new Uint8Array(given.length * 2);
  for (let at = 0; at < given.length; at++) {
    const code = given.charCodeAt(at);
    bytes[at * 2] = code & 0xff;
    bytes[at * 2 + 1] = code >> 8;
  }
  return string(toBase64(bytes));
}

function textDecoded(given: string, encoding: string): Value {
  const bytes = fromBase64(given);
  if (!bytes) return wrong('it is no base64');
  if (/^utf-?8$/i.test(encoding)) {
    const decoded = toText(bytes);
    return decoded === undefined || decoded.includes('\ufffd')
      ? wrong('it is no UTF-8')
      : string(decoded);
  }
  if (!/^utf-16le$/i.test(encoding) || bytes.length % 2 === 1) {
    return unknown(`the encoding \`${encoding}\` is not known`, stringType);
  }
  const codes: number[] = [];
  for (let at = 0; at < bytes.length; at += 2)
    codes.push((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
  const decoded = codes.map((code) => String.fromCharCode(code)).join('');
  return /\p{Surrogate}|\ufffd/u.test(decoded) ? wrong('it is no UTF-16') : string(decoded);
}
