import { createReadStream } from 'node:fs'
import { makeReject } from '#server/domain/trail/reject.ts'
import { byteSource } from './byte-source.ts'
import { reasonOf, STANDARD_INPUT, type TrailFile } from './find-trail-files.ts'
import { readTrailSource } from './read-trail-text.ts'
import { SeenIds } from './seen-ids.ts'
import { noNotes, type ReadOptions, type TrailBatch } from './trail-batch.ts'

export type ReadFilesOptions = ReadOptions & {
  input?: AsyncIterable<Uint8Array | string>
  signal?: AbortSignal
}

const CHUNK_BYTES = 256 * 1024

/** The records of files, one after another; a file that cannot be read, or no further, is a reject, and the next follows. */
export async function* readTrailFiles(
  files: readonly TrailFile[],
  { input = process.stdin, signal, ...options }: ReadFilesOptions = {},
): AsyncGenerator<TrailBatch> {
  const shared = { ...options, seen: options.seen ?? new SeenIds() }
  for (const { path, bytes } of files) {
    if (signal?.aborted) return
    const open = () => createReadStream(path, { highWaterMark: CHUNK_BYTES })
    // A pipe, other than a file, can be read but once.
    const source = path === STANDARD_INPUT ? byteSource(input) : { open, again: bytes > 0 }
    try {
      for await (const batch of readTrailSource(source, path, shared)) {
        yield batch
        if (signal?.aborted) return
      }
    } catch (error) {
      const rejects = [makeReject(path, 'unreadable-file', reasonOf(error as NodeJS.ErrnoException))]
      yield { file: path, records: [], rejects, notes: noNotes(), bytesRead: 0, textBytes: 0 }
    }
  }
}
