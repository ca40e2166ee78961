const INVISIBLE = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

const escaped = (character: string) =>
  Array.from(
    { length: character.length },
    (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

/** One line of JSON in which control, zero-width and bidi characters are written as escapes: harmless on a terminal. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(INVISIBLE, escaped)
}
