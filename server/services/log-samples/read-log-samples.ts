import { valueOr } from '#server/domain/field.ts'
import { errorWindow } from '#server/domain/logs/error-window.ts'
import { countFailures } from '#server/domain/logs/sample-failures.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { readEnv } from '#server/env.ts'
import { ConflictError, InvalidInputError, RateLimitedError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FunctionHead, findFunction } from '#server/services/functions/get-function.ts'
import { askAndWait } from '#server/store/hand-over.ts'
import { sendJob } from '#server/store/send-job.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type LogSample, type LogSampleInput, logSample } from './schema.ts'

const A_MINUTE = 6
const WITHIN_MS = 50_000
const ACTION = 'function.read-logs'

/** How often a person may ask is counted in the audit log, so that it holds over all web processes. */
async function refuseTooMany({ store, clock, actor }: Context): Promise<void> {
  const [row] = await queryRows<{ count: number }>(
    store.pool,
    sql`SELECT count(*)::int AS count FROM (SELECT at, action, actor_id FROM audit_entry ORDER BY id DESC LIMIT 500) recent
      WHERE action = ${ACTION} AND actor_id = ${actor?.userId ?? null} AND at > ${new Date(clock() - MINUTE_MS)}`,
  )
  if ((row?.count ?? 0) >= A_MINUTE) throw new RateLimitedError(60)
}

/** Errors by five minutes, oldest first; undefined where nothing of the range was ever polled. */
async function errorsOf({ store }: Context, head: FunctionHead, from: Date, to: Date) {
  const rows = await queryRows<{ at: Date | null; value: number | null }>(
    store.pool,
    sql`SELECT p.at, p.value FROM metric_series ms LEFT JOIN metric_point p
        ON p.series_id = ms.id AND p.period_seconds = 300 AND p.at > ${new Date(from.getTime() - 5 * MINUTE_MS)} AND p.at < ${to}
      WHERE ms.account_id = ${head.account_id} AND ms.region = ${head.region} AND ms.dimension = ${head.name}
        AND ms.namespace = 'AWS/Lambda' AND ms.metric = 'Errors' AND ms.stat = 'Sum' ORDER BY p.at`,
  )
  if (rows.length === 0) return undefined
  return rows.flatMap(({ at, value }) => (at && value !== null ? [[at.getTime(), value] as const] : []))
}

/**
 * Samples of the log of a function's failing invocations, from a worker straight to who asked: nothing of them is
 * stored, secrets are masked, and that somebody read them is audited.
 * @throws NotFoundError, InvalidInputError, RateLimitedError, ConflictError where no worker has ever run
 */
export async function readLogSamples(
  context: Context,
  { id, from, to }: { id: number } & LogSampleInput,
): Promise<LogSample> {
  authorise(context, 'responder')
  const [fromMs, toMs] = [Date.parse(from), Math.min(Date.parse(to), context.clock())]
  if (fromMs >= toMs) throw new InvalidInputError('The range ends before it begins, or lies in the future.')
  const head = await findFunction(context, id)
  await refuseTooMany(context)
  const { pool, prisma } = context.store
  const points = await errorsOf(context, head, new Date(fromMs), new Date(toMs))
  const window = errorWindow(points ?? [], fromMs, toMs)
  const logGroup = valueOr(head.record.logGroup, '') || `/aws/lambda/${head.name}`
  const asked = {
    logGroup,
    from: new Date(window.fromMs).toISOString(),
    to: new Date(window.toMs).toISOString(),
    errors: points === undefined ? null : window.errors,
  }
  const nothing = (state: LogSample['state'], message: string): LogSample => ({
    ...asked,
    state,
    message,
    statement: null,
    searchedUntil: null,
    sampled: 0,
    counts: countFailures([]),
    invocations: [],
    bytes: 0,
    calls: 0,
    masked: 0,
    costUsd: 0,
  })
  if (readEnv().SIGHTLINE_READ_LOGS === 'never')
    return nothing('switched off', 'Reading logs is switched off here: SIGHTLINE_READ_LOGS is never.')
  await prisma.$transaction((tx) =>
    recordAudit(tx, context, {
      action: ACTION,
      entity: 'function',
      entityId: head.arn,
      details: { logGroup, from: asked.from, to: asked.to },
    }),
  )
  const ask = (answerTo: object & { id: string }) =>
    sendJob(pool, {
      name: 'sample-logs',
      input: { answerTo, resourceId: id, from: asked.from, to: asked.to },
      key: answerTo.id,
    }).catch(() => {
      throw new ConflictError('No worker has run yet: start one, and try again.')
    })
  const answer = logSample
    .omit({ logGroup: true, from: true, to: true, errors: true })
    .safeParse(await askAndWait(pool, ask, WITHIN_MS))
  if (answer.success) return { ...asked, ...answer.data }
  return nothing('unanswered', 'No worker has answered in time. Is one running? Try again in a moment.')
}
