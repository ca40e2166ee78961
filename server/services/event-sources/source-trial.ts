import { randomUUID } from 'node:crypto'
import type { SourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { sendJob } from '#server/store/send-job.ts'
import { type SourceTrial, sourceTrial } from './schema.ts'

const keyOf = (id: string) => `source-trial:${id}`

/** Has a worker try a source before it is saved. @throws ConflictError where no worker has ever run */
export async function requestSourceTrial(context: Context, draft: SourceDraft): Promise<SourceTrial> {
  authorise(context, 'admin')
  const id = randomUUID()
  await context.store.prisma.$transaction(async (tx) => {
    const value = { state: 'requested', steps: [], draft: JSON.parse(JSON.stringify(draft)) }
    await tx.setting.create({ data: { key: keyOf(id), value, updatedAt: new Date(context.clock()) } })
    const { kind, address, accountId, region } = draft
    await recordAudit(tx, context, {
      action: 'event-source.try',
      entity: 'event-source',
      entityId: id,
      details: { kind, address, accountId, region },
    })
  })
  await sendJob(context.store.pool, { name: 'try-source', input: { trialId: id }, key: id }).catch(() => {
    throw new ConflictError('No worker has run yet: start one, and try again.')
  })
  return { id, state: 'requested', steps: [] }
}

/** What came of trying a source until now. @throws NotFoundError */
export async function getSourceTrial(context: Context, { id }: { id: string }): Promise<SourceTrial> {
  authorise(context, 'admin')
  const row = await context.store.prisma.setting.findUnique({ where: { key: keyOf(id) } })
  const stored = sourceTrial.omit({ id: true }).safeParse(row?.value)
  if (!stored.success) throw new NotFoundError('This trial')
  return { id, ...stored.data }
}
