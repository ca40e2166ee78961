import type { Readable } from 'node:stream'
import { type Entry, fromBufferPromise, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl'
import { WindowedFile } from './windowed-file.ts'
import { megabytes, RATIO_FROM_BYTES, type ZipBudget, ZipRefused } from './zip-limits.ts'

const OPTIONS = { lazyEntries: true, decodeStrings: true, validateEntrySizes: true, autoClose: false }
const SYMLINK = 0o120000
const KIND = 0o170000

export type ZipEntry = { path: string; size: number; entry: Entry }

/** A zip whose directory is read with care: nothing is written to a disk, and nothing inflated that nobody asks for. */
export class SafeZip {
  readonly #zip: ZipFile
  readonly #budget: ZipBudget

  private constructor(zip: ZipFile, budget: ZipBudget) {
    this.#zip = zip
    this.#budget = budget
  }

  /** @throws ZipRefused where it is no zip, or cut off. */
  static async open(from: string | Buffer, budget: ZipBudget): Promise<SafeZip> {
    const zip = await refusing(() =>
      typeof from === 'string' ? openFile(from) : fromBufferPromise(from, { ...OPTIONS }),
    )
    return new SafeZip(zip, budget)
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
  async read({ entry, path }: ZipEntry, take: (chunk: Buffer) => boolean): Promise<void> {
    const { uncompressedSize: size, compressedSize } = entry
    const { limits } = this.#budget
    if (entry.isEncrypted()) throw new ZipRefused(`${path} is encrypted`)
    if (size > limits.singleBytes)
      throw new ZipRefused(`${path} is larger than ${megabytes(limits.singleBytes)} MB`)
    if (size > RATIO_FROM_BYTES && size > compressedSize * limits.ratio)
      throw new ZipRefused(`${path} holds more than ${limits.ratio} times its size`)
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

  /** All of an entry. @throws ZipRefused */
  async readAll(entry: ZipEntry): Promise<Buffer> {
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

async function openFile(path: string): Promise<ZipFile> {
  const file = await WindowedFile.open(path)
  try {
    return await fromRandomAccessReaderPromise(file, file.size, { ...OPTIONS })
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
  if (/too many bytes|not enough bytes|size mismatch/i.test(message))
    return 'an entry is of another size than the zip says'
  return 'the zip is damaged'
}
