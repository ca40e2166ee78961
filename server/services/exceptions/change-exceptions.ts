import type { PoolClient } from 'pg'
import { applyExceptions } from '#server/assess/apply-exceptions.ts'
import { lockAccounts } from '#server/assess/lock-accounts.ts'
import { recordScore } from '#server/assess/record-score.ts'
import { tallyFindings } from '#server/assess/tally-checks.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { ConflictError, NotFoundError } from '#server/errors.ts'
import { resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import { toExceptionRow } from './exception-rows.ts'
import { coveredBy } from './list-exceptions.ts'
import type { CreateExceptionInput, ExceptionRow } from './schema.ts'

/** Nobody is woken for what somebody decided to leave as it is. */
async function resolveExcepted(db: PoolClient, now: Date): Promise<void> {
  const open = await queryRows<{ fingerprint: string }>(
    db,
    sql`SELECT a.fingerprint FROM alert a JOIN finding f ON f.check_id = a.rule_id AND f.resource_id = a.resource_id
      WHERE a.rule_kind = 'check' AND a.state <> 'resolved' AND f.status = 'excepted'`,
  )
  const quiet = open.map(({ fingerprint }) => ({ fingerprint, clearAfterMs: 0, why: 'It is excepted.' }))
  await resolveQuietAlerts(db, quiet, now)
}

/** Brings all findings, counts and scores to what the exceptions say now. Safe to be called at any time. */
export async function reapplyExceptions({ pool }: Pick<Store, 'pool'>, now: Date): Promise<number> {
  return inTransaction(pool, async (db) => {
    const accounts = await queryRows<{ id: string }>(db, sql`SELECT id FROM aws_account ORDER BY id`)
    await lockAccounts(
      db,
      accounts.map(({ id }) => id),
    )
    const changed = await applyExceptions(db, now)
    if (changed === 0) return 0
    await resolveExcepted(db, now)
    for (const { id } of accounts) {
      await tallyFindings(db, id)
      await recordScore(db, id, 'exceptions', [], now)
    }
    return changed
  })
}

async function rowOf(context: Context, id: string): Promise<ExceptionRow> {
  const record = await context.store.prisma.exception.findUniqueOrThrow({ where: { id } })
  const covered = await coveredBy(context, [record])
  return toExceptionRow(record, covered.get(id) ?? 0, context.clock())
}

/** Excepts findings, those of today and those to come, until it ends. */
export async function createException(context: Context, input: CreateExceptionInput): Promise<ExceptionRow> {
  const actor = authorise(context, 'reviewer')
  const now = new Date(context.clock())
  const { selector, reason, approver, days } = input
  const expiresAt = new Date(now.getTime() + days * DAY_MS)
  const { id } = await context.store.prisma.$transaction(async (tx) => {
    const created = await tx.exception.create({
      data: { selector, reason, approver, createdBy: actor.name, createdAt: now, expiresAt },
    })
    await recordAudit(tx, context, {
      action: 'exception.create',
      entity: 'exception',
      entityId: created.id,
      details: { selector, reason, approver, expiresAt: expiresAt.toISOString() },
    })
    return created
  })
  await reapplyExceptions(context.store, now)
  return rowOf(context, id)
}

async function change(
  context: Context,
  id: string,
  action: 'end' | 'renew',
  data: { endedAt: Date; endedBy: string } | { expiresAt: Date; reason: string; remindedAt: null },
): Promise<ExceptionRow> {
  const now = new Date(context.clock())
  await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM exception WHERE id = ${id}::uuid FOR UPDATE`
    const found = await tx.exception.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This exception')
    if (found.endedAt || found.expiresAt <= now) throw new ConflictError('This exception has ended.')
    await tx.exception.update({ where: { id }, data })
    await recordAudit(tx, context, {
      action: `exception.${action}`,
      entity: 'exception',
      entityId: id,
      details: { before: { reason: found.reason, expiresAt: found.expiresAt.toISOString() }, after: data },
    })
  })
  await reapplyExceptions(context.store, now)
  return rowOf(context, id)
}

/** Ends an exception before its time: what it covered is open again. @throws NotFoundError, ConflictError */
export function endException(context: Context, { id }: { id: string }): Promise<ExceptionRow> {
  const actor = authorise(context, 'reviewer')
  return change(context, id, 'end', { endedAt: new Date(context.clock()), endedBy: actor.name })
}

/** Gives an exception another end, counted from now, and says why again. @throws NotFoundError, ConflictError */
export function renewException(
  context: Context,
  { id, days, reason }: { id: string; days: number; reason: string },
): Promise<ExceptionRow> {
  authorise(context, 'reviewer')
  const expiresAt = new Date(context.clock() + days * DAY_MS)
  return change(context, id, 'renew', { expiresAt, reason, remindedAt: null })
}
