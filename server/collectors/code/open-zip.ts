import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl'
import { readSmallEntry } from './read-small-entry.ts'
import { WindowedFile } from './windowed-file.ts'
import { megabytes, RATIO_FROM_BYTES, type ZipBudget, ZipRefused } from './zip-limits.ts'

const OPTIONS = { lazyEntries: true, decodeStrings: true, validateEntrySizes: true, autoClose: false }
const SYMLINK = 0o120000
const KIND = 0o170000

export type ZipEntry = { path: string; size: number; entry: Entry }

/** A zip whose directory is read with care: nothing is written to a disk, and nothing inflated that nobody asks for. */
export class SafeZip {
  readonly #zip: ZipFile
  readonly #bytesAt: BytesAt
  readonly #budget: ZipBudget

  private constructor({ zip, bytesAt }: Opened, budget: ZipBudget) {
    this.#zip = zip
    this.#bytesAt = bytesAt
    this.#budget = budget
  }

  /** @throws ZipRefused where it is no zip, or cut off. */
  static async open(from: string | Buffer, budget: ZipBudget): Promise<SafeZip> {
    const opened = await refusing(() => (typeof from === 'string' ? openFile(from) : openBuffer(from)))
    return new SafeZip(opened, budget)
  }

  /** The files in it, as its directory names them; folders and symbolic links are none. @throws ZipRefused */
  async *entries(): AsyncGenerator<ZipEntry> {
    const all = this.#zip.eachEntry()
    for (;;) {
      const next = await refusing(() => all.next())
      if (next.done) return
      this.#budget.takeEntry()
      const entry: Entry = next.value
      const mode = entry.externalFileAttributes >>> 16
      if (entry.fileName.endsWith('/') || (mode & KIND) === SYMLINK) continue
      yield { path: entry.fileName, size: entry.uncompressedSize, entry }
    }
  }

  /** An entry's bytes, piece by piece; ends early where `take` says that it has enough. @throws ZipRefused */
  async read(one: ZipEntry, take: (chunk: Buffer) => boolean): Promise<void> {
    this.#assertFit(one)
    const { entry } = one
    await refusing(async () => {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry)
      try {
        for await (const chunk of stream) {
          this.#budget.takeBytes(chunk.length)
          if (take(chunk)) break
        }
      } finally {
        stream.destroy()
      }
    })
  }

  #assertFit({ entry, path }: ZipEntry): void {
    const { uncompressedSize: size, compressedSize } = entry
    const { limits } = this.#budget
    if (entry.isEncrypted()) throw new ZipRefused(`${path} is encrypted`)
    if (size > limits.singleBytes)
      throw new ZipRefused(`${path} is larger than ${megabytes(limits.singleBytes)} MB`)
    if (size > RATIO_FROM_BYTES && size > compressedSize * limits.ratio)
      throw new ZipRefused(`${path} holds more than ${limits.ratio} times its size`)
  }

  /** All of an entry. @throws ZipRefused */
  async readAll(entry: ZipEntry): Promise<Buffer> {
    this.#assertFit(entry)
    const small = await refusing(() => readSmallEntry(entry.entry, this.#bytesAt))
    if (small) {
      this.#budget.takeBytes(small.length)
      return small
    }
    const chunks: Buffer[] = []
    await this.read(entry, (chunk) => {
      chunks.push(chunk)
      return false
    })
    return Buffer.concat(chunks)
  }

  close(): void {
    this.#zip.close()
  }
}

type BytesAt = (position: number, length: number) => Promise<Buffer>
type Opened = { zip: ZipFile; bytesAt: BytesAt }

async function openBuffer(bytes: Buffer): Promise<Opened> {
  const zip = await fromBufferPromise(bytes, { ...OPTIONS })
  return { zip, bytesAt: async (position, length) => bytes.subarray(position, position + length) }
}

async function openFile(path: string): Promise<Opened> {
  const file = await WindowedFile.open(path)
  try {
    const zip = await fromRandomAccessReaderPromise(file, file.size, { ...OPTIONS })
    return { zip, bytesAt: (position, length) => file.bytes(position, length) }
  } catch (error) {
    file.close(() => undefined)
    throw error
  }
}

/** What yauzl says in words of ours; its own hold names from the zip. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ZipRefused) throw error
    throw new ZipRefused(wordsFor(error instanceof Error ? error.message : String(error)))
  }
}

function wordsFor(message: string): string {
  if (/relative path|absolute path|invalid characters in fileName/i.test(message))
    return 'the zip has a path that leads out of it'
  if (/end of central directory|not a zip|too small/i.test(message)) return 'it is no zip, or cut off'
  if (/too many bytes|not enough bytes|size mismatch|larger than/i.test(message))
    return 'an entry is of another size than the zip says'
  return 'the zip is damaged'
}
