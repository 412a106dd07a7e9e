// The browser counts UTF-16 code units, the ledger counts code points: an emoji is two of the one and one of the other.

/** How many code points a string has. */
export function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The UTF-16 offset of a code point offset. */
export function units(text, point) {
  let unit = 0;
  for (const character of text) {
    if (point-- <= 0) break;
    unit += character.length;
  }
  return unit;
}
