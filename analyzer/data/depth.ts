/** Deeper texts are not read, so that none can exhaust the stack of a parser. */
const deepest = 200;

/** Whether a text may nest deeper than parsers should be given. Quotes are not looked at, so this errs on the side of caution. */
export function nestsTooDeep(text: string): boolean {
  let open = 0;
  for (let offset = 0; offset < text.length; offset++) {
    const character = text[offset] ?? '';
    if ('[{('.includes(character)) open++;
    else if (')}]'.includes(character) && open > 0) open--;
    if (open > deepest) return true;
  }
  return false;
}

/** Whether the lines of a YAML text are indented deeper than people write, or its keys are maps of maps. */
export function indentsTooDeep(text: string): boolean {
  return /^[ \t:-]{400}/m.test(text) || /(?:\?[\s:-]+){10}/.test(text);
}
