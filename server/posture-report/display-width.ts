const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u
const NO_WIDTH = /\p{M}/u

/** How many columns of a terminal a text takes. Source of what is wide: Unicode, UAX #11, in short. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) if (!NO_WIDTH.test(character)) width += WIDE.test(character) ? 2 : 1
  return width
}

/** Text of exactly `columns` columns: filled with blanks, or cut with an ellipsis. */
export function fitTo(text: string, columns: number): string {
  const width = displayWidth(text)
  if (width <= columns) return text + ' '.repeat(columns - width)
  return `${cutTo(text, columns)}`
}

/** Text of at most `columns` columns. */
export function cutTo(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let cut = ''
  let width = 0
  for (const character of text) {
    const next = displayWidth(character)
    if (width + next > columns - 1) break
    cut += character
    width += next
  }
  return columns > 0 ? `${cut}…${' '.repeat(Math.max(0, columns - 1 - width))}` : ''
}
