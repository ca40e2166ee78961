import { UnreadableError } from './problem.ts'

/** Bytes as text: UTF-8 with or without a byte order mark, or UTF-16 with one. Throws UnreadableError for anything else. */
export function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new UnreadableError('It is no text in UTF-8.')
  }
}
