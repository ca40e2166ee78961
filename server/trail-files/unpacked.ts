import type { RejectReason } from '#server/domain/trail/reject.ts'
import { type ByteSource, peek } from './byte-source.ts'
import { gunzipped, isGzip } from './gunzipped.ts'
import type { ReadOptions } from './trail-batch.ts'

const MAX_LAYERS = 2
const HEAD_BYTES = 64 * 1024
const JSON_SOMEWHERE = /\{\s*"[\w-]+"\s*:/

type Say = (reason: RejectReason, detail: string) => void

/** How much of a source is read at most, packed or unpacked, and what ends it before. */
export type Bounds = Pick<ReadOptions, 'maxBytes' | 'signal'>

/** The JSON in a source: unpacked, in UTF-8. What cannot be read is said; nothing comes of a source that holds no JSON. */
export async function* unpacked(
  source: ByteSource,
  say: Say,
  bounds: Bounds = {},
  layers = 0,
): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(bounded(source.open(), bounds, say), layers === 0 ? 2 : 1)
  if (isGzip(head) && layers < MAX_LAYERS) {
    let isFirst = true
    const open = () => {
      const bytes = isFirst ? all : source.open()
      isFirst = false
      return bytes
    }
    const inner = { open, again: source.again }
    yield* unpacked(
      { open: () => gunzipped(inner, ({ reason, detail }) => say(reason, detail)), again: false },
      say,
      bounds,
      layers + 1,
    )
    return
  }
  yield* readable(all, say)
}

/** Gzip makes a thousand bytes of one, and of those a thousand more: a small file could keep a worker busy for hours. */
async function* bounded(
  bytes: AsyncIterable<Uint8Array>,
  { maxBytes = Number.POSITIVE_INFINITY, signal }: Bounds,
  say: Say,
): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const chunk of bytes) {
    signal?.throwIfAborted()
    length += chunk.length
    if (length > maxBytes) {
      yield chunk.subarray(0, chunk.length - (length - maxBytes))
      say('too-large', `More than ${Math.round(maxBytes / 1024)} kB unpacked: what comes behind is not read.`)
      return
    }
    yield chunk
  }
}

async function* readable(bytes: AsyncIterable<Uint8Array>, say: Say): AsyncGenerator<Uint8Array> {
  const { head, all } = await peek(bytes, 2)
  const wide = wideEncoding(head)
  const { head: start, all: text } = await peek(wide === undefined ? all : narrowed(all, wide), 1)
  if (!/^[\s\uFEFF]*[[{"]/.test(start.toString('utf8', 0, 1024))) {
    const { head: more, all: rest } = await peek(text, HEAD_BYTES)
    if (
      more.toString('latin1').trim() !== '' &&
      !JSON_SOMEWHERE.test(more.toString('latin1', 0, HEAD_BYTES))
    ) {
      say(
        'unknown-format',
        isZip(more) ? 'A zip archive: unpack it first.' : 'Neither JSON nor gzip of JSON.',
      )
      return
    }
    yield* rest
    return
  }
  yield* text
}

function isZip(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'PK\x03\x04'
}

function wideEncoding(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
}

/** UTF-16, which PowerShell writes, as UTF-8. */
async function* narrowed(
  bytes: AsyncIterable<Uint8Array>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
