export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const NEWLINE = 0x0a
export const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
const COMMA = 0x2c

export const IS_MARK = new Uint8Array(256)
for (const mark of [QUOTE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET]) IS_MARK[mark] = 1
export const IS_SPACE = new Uint8Array(256)
for (const space of [0x20, 0x09, 0x0d, NEWLINE, COMMA]) IS_SPACE[space] = 1

/** Of the next quote, backslash or line end. */
export function endOfPlain(bytes: Buffer, from: number): number {
  const { length } = bytes
  let i = from
  for (; i < length; i += 1) {
    const byte = bytes[i]
    if (byte === QUOTE || byte === BACKSLASH || byte === NEWLINE) break
  }
  return i
}
