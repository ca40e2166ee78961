import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { trailMix } from './trail-mix.ts'

const RECORDS_AN_HOUR = 100_000
const DELIVERED_EACH_MS = 5 * MINUTE_MS
const pack = promisify(gzip)

/** A record's JSON without what differs from hour to hour. */
type Template = { account: string; region: string; atMs: number; pieces: [string, string, string, string] }

function templates(): Template[] {
  return trailMix(RECORDS_AN_HOUR, { fromMs: 0, toMs: HOUR_MS }).map((raw) => {
    const { eventTime, requestID, eventID, ...rest } = raw
    const text = JSON.stringify({ eventTime: '\u0000', requestID: '\u0000', eventID: '\u0000', ...rest })
    const [a = '', b = '', c = '', d = ''] = text.split('\\u0000')
    return {
      account: String(raw.recipientAccountId),
      region: String(raw.awsRegion),
      atMs: Date.parse(String(eventTime)),
      pieces: [a, b, c, d],
    }
  })
}

function lineOf({ pieces: [a, b, c, d], atMs }: Template, hourMs: number, ids: Buffer, at: number): string {
  const time = new Date(hourMs + atMs).toISOString().replace('.000', '')
  return a + time + b + ids.toString('hex', at, at + 16) + c + ids.toString('hex', at + 16, at + 32) + d
}

export type Written = { bytes: number; textBytes: number; records: number; files: number }

/** Fills a folder with CloudTrail's log files, laid out, named and packed as CloudTrail does, of so many bytes in all. */
export async function writeLogFiles(dir: string, bytes: number, fromMs: number): Promise<Written> {
  const byFile = Map.groupBy(
    templates(),
    ({ account, region, atMs }) => `${account} ${region} ${Math.floor(atMs / DELIVERED_EACH_MS)}`,
  )
  const written = { bytes: 0, textBytes: 0, records: 0, files: 0 }
  for (let hour = 0; ; hour += 1) {
    const hourMs = fromMs + hour * HOUR_MS
    for (const some of inTwos([...byFile.values()])) {
      await Promise.all(some.map((records) => writeOne(dir, records, hourMs, written)))
      if (written.bytes >= bytes) return written
    }
  }
}

async function writeOne(dir: string, records: Template[], hourMs: number, written: Written): Promise<void> {
  const [{ account, region, atMs } = { account: '', region: '', atMs: 0 }] = records
  const ids = randomBytes(32 * records.length)
  const text = `{"Records":[${records.map((one, index) => lineOf(one, hourMs, ids, 32 * index)).join(',')}]}`
  const packed = await pack(text, { level: 4 })
  const delivered = new Date(hourMs + atMs + DELIVERED_EACH_MS).toISOString()
  const folder = join(
    dir,
    'AWSLogs',
    account,
    'CloudTrail',
    region,
    delivered.slice(0, 10).replaceAll('-', '/'),
  )
  const time = `${delivered.slice(0, 16).replaceAll(/[-:]/g, '')}Z`
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, `${account}_CloudTrail_${region}_${time}_${ids.toString('hex', 0, 8)}.json.gz`),
    packed,
  )
  written.bytes += packed.length
  written.textBytes += text.length
  written.records += records.length
  written.files += 1
}

function* inTwos<T>(items: T[]): Generator<T[]> {
  for (let at = 0; at < items.length; at += 2) yield items.slice(at, at + 2)
}
