/** How much of a zip is looked at: Lambda takes 250 MB unzipped, an image's worth is never read here. */
export type ZipLimits = {
  entries: number
  /** Bytes that are inflated in all, and of one entry. */
  totalBytes: number
  singleBytes: number
  /** An archive in the zip is held in memory while it is read. */
  archiveBytes: number
  /** A larger entry that holds so many times its own size is no ordinary file. */
  ratio: number
  /** Jars in jars: this deep. */
  depth: number
}

export const ZIP_LIMITS: ZipLimits = {
  entries: 100_000,
  totalBytes: 768 * 1024 * 1024,
  singleBytes: 256 * 1024 * 1024,
  archiveBytes: 96 * 1024 * 1024,
  ratio: 200,
  depth: 3,
}

/** An entry this small may be of any ratio: a file of blanks is. */
export const RATIO_FROM_BYTES = 1024 * 1024

/** What is left to inflate, for a zip and all that lies in it. */
export class ZipBudget {
  readonly limits: ZipLimits
  #entries = 0
  #bytes = 0

  constructor(limits: ZipLimits) {
    this.limits = limits
  }

  /** Nothing more may be inflated. */
  get isSpent(): boolean {
    return this.#bytes > this.limits.totalBytes
  }

  /** @throws ZipRefused */
  takeEntry(): void {
    this.#entries += 1
    if (this.#entries > this.limits.entries)
      throw new ZipRefused(`the zip has more than ${this.limits.entries.toLocaleString('en')} entries`)
  }

  /** @throws ZipRefused */
  takeBytes(count: number): void {
    this.#bytes += count
    if (this.#bytes > this.limits.totalBytes)
      throw new ZipRefused(`the zip holds more than ${megabytes(this.limits.totalBytes)} MB`)
  }
}

export const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)

/** A zip that is not read any further; the message says why in words for people. */
export class ZipRefused extends Error {
  override readonly name = 'ZipRefused'
}
