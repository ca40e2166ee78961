import { isHistoryKind } from '#server/domain/trail-sources/source-kind.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { sendJob } from '#server/store/send-job.ts'
import { sql } from '#server/store/sql.ts'
import { historyQueryRows } from './query-rows.ts'
import type { AskInput, HistoryQueryRow } from './schema.ts'

/** AWS runs a few at a time for an account. */
const MOST_OPEN = 5

async function rowOf(context: Context, id: string): Promise<HistoryQueryRow> {
  const [row] = await historyQueryRows(context, sql`q.id = ${id}::uuid`)
  if (!row) throw new NotFoundError('This question')
  return row
}

/** Asks Athena or CloudTrail Lake about the past; a worker does it. @throws NotFoundError, ConflictError, InvalidInputError */
export async function askHistory(context: Context, input: AskInput): Promise<HistoryQueryRow> {
  const actor = authorise(context, 'responder')
  const { sourceId, filter, budgetBytes } = input
  const id = await context.store.prisma.$transaction(async (tx) => {
    const source = await tx.trailSource.findUnique({ where: { id: sourceId } })
    if (!source) throw new NotFoundError('This event source')
    if (!isHistoryKind(source.kind))
      throw new InvalidInputError('This source cannot be asked about the past.')
    if (!source.enabled) throw new ConflictError('This source is switched off.')
    const open = await tx.historyQuery.count({ where: { status: { in: ['queued', 'running'] } } })
    if (open >= MOST_OPEN)
      throw new ConflictError(`${open} questions are being answered: wait for one of them.`)
    const created = await tx.historyQuery.create({
      data: { sourceId, filter, budgetBytes, createdBy: actor.name, createdAt: new Date(context.clock()) },
    })
    await recordAudit(tx, context, {
      action: 'history.ask',
      entity: 'history-query',
      entityId: created.id,
      details: { source: source.name, address: source.address, filter, budgetBytes },
    })
    return created.id
  })
  // Without a worker, its first start takes up what is open.
  await sendJob(context.store.pool, { name: 'ask-history', input: { queryId: id }, key: id }).catch(
    () => undefined,
  )
  return rowOf(context, id)
}

/** Ends a question; the worker ends it at AWS. @throws NotFoundError; ConflictError where it has ended already */
export async function cancelHistory(context: Context, { id }: { id: string }): Promise<HistoryQueryRow> {
  authorise(context, 'responder')
  await context.store.prisma.$transaction(async (tx) => {
    if (!(await tx.historyQuery.findUnique({ where: { id } }))) throw new NotFoundError('This question')
    const { count } = await tx.historyQuery.updateMany({
      where: { id, status: { in: ['queued', 'running'] } },
      data: { status: 'cancelled', finishedAt: new Date(context.clock()) },
    })
    if (count === 0) throw new ConflictError('This question has ended already.')
    await recordAudit(tx, context, { action: 'history.cancel', entity: 'history-query', entityId: id })
  })
  return rowOf(context, id)
}
