import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonLines } from './json-lines.ts'

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(
  bytes: Uint8Array,
  { size = 7, mostBytes = 1e9, refuse = (_head: string) => undefined as string | undefined } = {},
) {
  const said: string[] = []
  const lines: string[] = []
  const say = (reason: string) => {
    said.push(reason)
  }
  for await (const line of jsonLines(pieces(bytes, size), { say, refuse, mostBytes })) lines.push(line)
  return { lines, said }
}

describe('lines of a file', () => {
  it('come out whole however the bytes come, packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc
            .string({ unit: 'grapheme', minLength: 1 })
            .filter((line) => !/[\n\r]/.test(line) && line.trim() !== ''),
        ),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        async (lines, size, packed) => {
          const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
          fc.pre(!(bytes[0] === 0x1f && bytes[1] === 0x8b) && bytes[0] !== 0xef)
          expect(await read(packed ? gzipSync(bytes) : bytes, { size })).toEqual({ lines, said: [] })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are read as far as a damaged or endless file goes', async () => {
    const bytes = Buffer.from('{"a":1}\n'.repeat(10_000))
    const packed = gzipSync(bytes)
    const cut = await read(packed.subarray(0, packed.length - 12), { size: 1000 })
    expect(cut.said).toEqual(['truncated-file'])
    const long = await read(bytes, { size: 1000, mostBytes: 8000 })
    expect(long.lines).toHaveLength(1000)
    expect(long.said).toEqual(['too-large'])
    const line = await read(Buffer.from(`{"a":1}\n${'x'.repeat(200_000)}\n{"b":2}\n`), { size: 50_000 })
    expect(line).toEqual({ lines: ['{"a":1}', '{"b":2}'], said: ['too-large'] })
  })

  it('are none of a file that is refused by its beginning', async () => {
    const refuse = (head: string) => (head.startsWith('{') ? undefined : 'no')
    expect(await read(Buffer.from([1, 2, 3]), { refuse })).toEqual({ lines: [], said: ['unknown-format'] })
  })
})
