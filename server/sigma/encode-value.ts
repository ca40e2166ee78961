import type { Encoding } from './modifiers.ts'
import { SigmaError } from './sigma-error.ts'
import { plainText } from './text-pattern.ts'

const STARTS = [0, 2, 3] as const
const ENDS = [undefined, -3, -2] as const

/** The texts that a value stands for once it is encoded; more than one for base64offset. Wildcards cannot be encoded. */
export function encodeValue(value: string, encodings: readonly Encoding[]): string[] {
  if (encodings.length === 0) return [value]
  const plain = plainText(value)
  if (plain === undefined) throw new SigmaError('a value with wildcards cannot be encoded')
  let bytes = Buffer.from(plain, 'utf8')
  let texts: string[] | undefined
  for (const encoding of encodings) {
    if (texts) throw new SigmaError(`nothing can come after base64, but ${encoding} does`)
    if (encoding === 'base64') texts = [bytes.toString('base64')]
    else if (encoding === 'base64offset') texts = offsets(bytes)
    else bytes = wide(plain, encoding)
  }
  return (texts ?? [bytes.toString('latin1')]).map(escapeWildcards)
}

/** What stays the same in Base64 wherever in a longer text the bytes begin. */
function offsets(bytes: Buffer): string[] {
  return STARTS.map((start, shift) => {
    const end = ENDS[(bytes.length + shift) % 3]
    return Buffer.concat([Buffer.alloc(shift, ' '), bytes])
      .toString('base64')
      .slice(start, end)
  })
}

function wide(text: string, encoding: Encoding): Buffer<ArrayBuffer> {
  const little = Buffer.from(text, 'utf16le')
  if (encoding === 'utf16be') return Buffer.from(little).swap16()
  return encoding === 'utf16' ? Buffer.concat([Buffer.from([0xff, 0xfe]), little]) : little
}

const escapeWildcards = (text: string) => text.replace(/[\\*?]/g, '\\$&')
