import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { MINUTE_MS } from '#server/domain/time.ts'

const DEADLINE_MS = 5 * MINUTE_MS
const MEGABYTE = 1024 * 1024
/** Lambda takes 250 MB unzipped; a zip is no larger. */
export const MOST_CODE_BYTES = 256 * MEGABYTE

/** The code could not be had; the message is in words for people and holds no address. */
export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed'
}

/** Where S3 lives in each partition. Source: the SDK's endpoint rules. */
const DNS_SUFFIX: Record<string, string> = {
  'aws-cn': '.amazonaws.com.cn',
  'aws-eusc': '.amazonaws.eu',
  'aws-iso': '.c2s.ic.gov',
  'aws-iso-b': '.sc2s.sgov.gov',
}
const S3_HOST = /^(?:[a-z0-9][a-z0-9.-]*\.)?s3(?:[.-][a-z0-9.-]+)?$/

/**
 * Whether an address is one of S3's, over HTTPS, in the partition; where AWS's endpoints are replaced, one on the host of
 * the replacement.
 */
export function isCodeAddress(address: string, partition: string, endpoint: string | undefined): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) return false
  if (`${url.username}${url.password}` !== '') return false
  if (endpoint !== undefined && URL.canParse(endpoint)) {
    const own = new URL(endpoint)
    return url.host === own.host && url.protocol === own.protocol
  }
  const suffix = DNS_SUFFIX[partition] ?? '.amazonaws.com'
  const isS3 = url.hostname.endsWith(suffix) && S3_HOST.test(url.hostname.slice(0, -suffix.length))
  return url.protocol === 'https:' && url.port === '' && isS3
}

/**
 * Fetches a presigned address into a file of its own, hands its path to `work`, and deletes it whatever comes. Redirects
 * are not followed. @throws DownloadFailed
 */
export async function withDownloaded<T>(
  address: string,
  signal: AbortSignal,
  work: (path: string) => Promise<T>,
  mostBytes = MOST_CODE_BYTES,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'sightline-code-'))
  try {
    const path = join(folder, 'code.zip')
    await download(address, path, signal, mostBytes)
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function download(
  address: string,
  path: string,
  signal: AbortSignal,
  mostBytes: number,
): Promise<void> {
  const both = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)])
  try {
    const response = await fetch(address, { redirect: 'manual', signal: both })
    if (!response.ok || !response.body) {
      await response.body?.cancel()
      const isElsewhere = response.status >= 300 && response.status < 400
      throw new DownloadFailed(
        isElsewhere ? 'S3 sent the download elsewhere' : `S3 refused the download (HTTP ${response.status})`,
      )
    }
    await pipeline(chunksOf(response.body), atMost(mostBytes), createWriteStream(path, { mode: 0o600 }), {
      signal: both,
    })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DownloadFailed) throw error
    throw new DownloadFailed(both.aborted ? 'the download took too long' : 'the download broke off')
  }
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function atMost(bytes: number): Transform {
  let count = 0
  return new Transform({
    transform(chunk: Buffer, _, done) {
      count += chunk.length
      if (count <= bytes) return done(null, chunk)
      done(new DownloadFailed(`the code is larger than ${Math.round(bytes / MEGABYTE)} MB`))
    },
  })
}
