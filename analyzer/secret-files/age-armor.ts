/** Whether a text is an age file in the form that survives text editors. */
export function isArmored(text: string): boolean {
  return text.trimStart().startsWith(begin);
}

const begin = '-----BEGIN AGE ENCRYPTED FILE-----';

/** More bytes than a header takes. The rest of the file is not decoded. */
const longestHeader = 1024 * 1024;

/**
 * The beginning of an armored age file, decoded, one character for each byte;
 * `undefined` where the armor is broken before the header can be over.
 */
export function unarmored(text: string): string | undefined {
  const lines = text.trimStart().split('\n', longestHeader / 48);
  const parts: string[] = [];
  for (const line of lines.slice(1)) {
    const content = line.replace(/\r$/, '');
    if (content.startsWith('-----END')) return parts.join('');
    const isBase64 = /^[A-Za-z0-9+/]{1,64}={0,2}$/.test(content) && content.length % 4 === 0;
    if (content.length > 64 || !isBase64) return parts.length > 0 ? parts.join('') : undefined;
    parts.push(atob(content));
    if (content.length < 64) break;
  }
  return parts.join('');
}
