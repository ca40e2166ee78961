import { ahead, type ByteSource, byteSource } from './byte-source.ts'
import { JsonSplitter } from './json-splitter.ts'
import { RecordReader } from './record-reader.ts'
import { DEFAULT_BATCH_SIZE, type ReadOptions, type TrailBatch } from './trail-batch.ts'
import { unpacked } from './unpacked.ts'

/** A piece that is taken apart at once: so many records at most are in memory. */
const PIECE_BYTES = 256 * 1024

/**
 * The records of one object, message or file, whatever form they have: `{"Records": […]}`, a list, JSON lines, envelopes of
 * EventBridge, answers of LookupEvents, rows of Athena, each also as gzip. Never throws for what is in it: what cannot be
 * read is a reject, and everything else goes on. Throws what the stream throws, and where the signal is aborted.
 */
export async function* readTrailText(
  input: Uint8Array | string | AsyncIterable<Uint8Array | string>,
  place: string,
  options: ReadOptions = {},
): AsyncGenerator<TrailBatch> {
  yield* readTrailSource(byteSource(input), place, options)
}

/** As readTrailText, of a source that may be read again where gzip is damaged. */
export async function* readTrailSource(
  source: ByteSource,
  place: string,
  options: ReadOptions,
): AsyncGenerator<TrailBatch> {
  const reader = new RecordReader(place, options)
  const splitter = new JsonSplitter()
  const batchSize = options.batchSize ?? DEFAULT_BATCH_SIZE
  const counter = counted(source)
  const readSplit = () => {
    for (const value of splitter.values) reader.readValue(value)
    for (const problem of splitter.problems) reader.readProblem(problem)
    splitter.values.length = 0
    splitter.problems.length = 0
  }
  let textBytes = 0
  const take = () => {
    const batch = reader.take(counter.take(), textBytes)
    textBytes = 0
    return batch
  }
  const text = unpacked(counter.source, (reason, detail) => reader.reject(reason, detail), options)
  for await (const chunk of source.again ? ahead(text) : text) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      const piece = chunk.subarray(at, at + PIECE_BYTES)
      splitter.push(piece)
      readSplit()
      textBytes += piece.length
      if (reader.size >= batchSize) yield take()
    }
  }
  splitter.end()
  readSplit()
  reader.finish()
  yield take()
}

/** Counts bytes of the first reading alone. */
function counted(source: ByteSource): { source: ByteSource; take: () => number } {
  let bytes = 0
  let opened = 0
  async function* count(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source.open()) {
      bytes += chunk.length
      yield chunk
    }
  }
  const open = () => {
    opened += 1
    return opened === 1 ? count() : source.open()
  }
  const take = () => {
    const taken = bytes
    bytes = 0
    return taken
  }
  return { source: { ...source, open }, take }
}
