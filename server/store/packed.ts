import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Repetitive JSON that no statement looks into, as text of a tenth of its length. */
export function pack(value: unknown): string {
  return deflateRawSync(JSON.stringify(value), { level: 1 }).toString('base64')
}

/** What `pack` was given; anything but text is given back as it is. @throws Error when the text was not packed here */
export function unpack(packed: unknown): unknown {
  if (typeof packed !== 'string') return packed
  return JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8'))
}
