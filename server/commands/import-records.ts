import type { Writable } from 'node:stream'
import { z } from 'zod'
import { EXIT } from '#server/audit/exit-code.ts'
import { type Env, readEnv } from '#server/env.ts'
import { AppError, SettingError } from '#server/errors.ts'
import { type ImportResult, importFiles } from '#server/import/import-files.ts'
import { createLogger } from '#server/logger.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { openStore, type Store } from '#server/store/store.ts'
import { readLines } from '#server/trail-files/read-summary.ts'
import { FileProgress } from './file-progress.ts'
import { findLogs } from './find-logs.ts'

export type ImportStreams = {
  out: Writable
  err: Writable & { isTTY?: boolean }
  input?: AsyncIterable<Uint8Array | string>
}
const STANDARD: ImportStreams = { out: process.stdout, err: process.stderr }

const importOptions = z.object({
  account: z
    .string()
    .regex(/^\d{12}$/, '--account takes an id of twelve digits.')
    .optional(),
  anyAccount: z.boolean().default(false),
  allowPartial: z.boolean().default(false),
})
type ImportOptions = z.output<typeof importOptions>

/**
 * `sightline import`: CloudTrail's files into the database. Returns the exit code: 2 where nothing could be read, 3 where
 * not all could.
 */
export async function importRecords(
  paths: readonly string[],
  given: unknown,
  streams: ImportStreams = STANDARD,
  env: Env = readEnv(),
): Promise<number> {
  try {
    const parsed = importOptions.safeParse(given)
    if (!parsed.success)
      throw new SettingError(parsed.error.issues[0]?.message ?? 'The options cannot be read.')
    if (!env.DATABASE_URL) throw new SettingError('DATABASE_URL is not set.')
    const store = openStore(env.DATABASE_URL, { maxConnections: 4 })
    try {
      return await run(store, env, paths, parsed.data, streams)
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    streams.err.write(`${error.message}\n`)
    return EXIT.nothingRead
  }
}

async function watchedAccounts(store: Store): Promise<Set<string>> {
  const rows = await queryRows<{ id: string }>(store.pool, sql`SELECT id FROM aws_account`)
  return new Set(rows.map(({ id }) => id))
}

async function run(
  store: Store,
  env: Env,
  paths: readonly string[],
  { account, anyAccount, allowPartial }: ImportOptions,
  { out, err, input }: ImportStreams,
): Promise<number> {
  const startedMs = performance.now()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  process.once('SIGINT', stop)
  try {
    const context = { store, env, clock: Date.now, log: createLogger('import', env.SIGHTLINE_LOG_LEVEL) }
    const files = await findLogs(paths)
    const progress = new FileProgress(err, files.files)
    const result = await importFiles(context, files, {
      signal: stopping.signal,
      ...(input ? { input } : {}),
      ...(account ? { accountId: account } : {}),
      ...(anyAccount ? {} : { accounts: await watchedAccounts(store) }),
      progress: ({ read, added }) => progress.show(read, `${added.toLocaleString('en')} added`),
    })
    progress.clear()
    const durationMs = performance.now() - startedMs
    const peakMemoryMb = process.resourceUsage().maxRSS / 1024
    for (const line of readLines(result.read, { durationMs, peakMemoryMb })) err.write(`${line}\n`)
    if (!anyAccount && result.read.rejects.has('unknown-account'))
      err.write('Watch these accounts, or give --any-account to take in records of accounts that are not.\n')
    if (stopping.signal.aborted) err.write('Stopped: start it again to take in the rest.\n')
    out.write(`${takenIn(result, env)}\n`)
    const { read } = result
    if (read.records === 0 && read.rejected > 0) return EXIT.nothingRead
    const isPartly = stopping.signal.aborted || read.rejected + result.conflicts > 0
    return isPartly && !allowPartial ? EXIT.partlyRead : EXIT.clean
  } finally {
    process.removeListener('SIGINT', stop)
  }
}

function takenIn(result: ImportResult, { SIGHTLINE_EVENT_RETENTION_DAYS: days }: Env): string {
  const told = [
    [result.added, 'added'],
    [result.repeated, 'were there already'],
    [result.dropped, 'reads of services that are not watched, left out'],
    [result.tooOld, `older than the ${days} days for which events are kept, left out`],
    [result.conflicts, 'with an id that is there with other content, kept aside'],
  ].flatMap(([count, what]) => (Number(count) > 0 ? [`${Number(count).toLocaleString('en')} ${what}`] : []))
  const { hits, alertsOpened } = result
  return `Records: ${told.join('; ') || 'none'}. Detections: ${hits}, of which ${alertsOpened} opened an alert.`
}
