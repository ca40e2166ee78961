import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { Finding, Prisma } from '#server/store/generated/client.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type FindingRecord, selectFindings, toFindingRow } from './finding-rows.ts'
import { ruleTitles } from './rule-titles.ts'
import type { FindingRow } from './schema.ts'

type Change = { data: Prisma.FindingUncheckedUpdateInput; kind: 'assigned' | 'commented'; text: string }

/** One change of a finding by a responder, with its entry and the audit entry in one transaction. */
async function changeFinding(
  context: Context,
  id: string,
  decide: (finding: Finding) => Change,
): Promise<FindingRow> {
  const actor = authorise(context, 'responder')
  const now = new Date(context.clock())
  await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM finding WHERE id = ${id}::uuid FOR UPDATE`
    const finding = await tx.finding.findUnique({ where: { id } })
    if (!finding) throw new NotFoundError('This finding')
    const { data, kind, text } = decide(finding)
    await tx.finding.update({ where: { id }, data })
    await tx.findingEntry.create({
      data: { findingId: id, at: now, actorId: actor.userId, actor: actor.name, kind, text },
    })
    await recordAudit(tx, context, {
      action: `finding.${kind}`,
      entity: 'finding',
      entityId: id,
      details: { check: finding.checkId, text },
    })
  })
  return findFindingRow(context, id)
}

/** @throws NotFoundError */
export async function findFindingRow(context: Context, id: string): Promise<FindingRow> {
  const [[record], titleOf] = await Promise.all([
    queryRows<FindingRecord>(
      context.store.pool,
      selectFindings(sql`(SELECT * FROM finding WHERE id = ${id}::uuid)`),
    ),
    ruleTitles(context),
  ])
  if (!record) throw new NotFoundError('This finding')
  return toFindingRow(record, titleOf)
}

/** Gives a finding to a person, or to nobody. @throws NotFoundError, ConflictError, InvalidInputError */
export async function assignFinding(
  context: Context,
  { id, assigneeId }: { id: string; assigneeId: string | null },
): Promise<FindingRow> {
  authorise(context, 'responder')
  const user =
    assigneeId === null ? null : await context.store.prisma.authUser.findUnique({ where: { id: assigneeId } })
  if (assigneeId !== null && (!user || user.disabled))
    throw new InvalidInputError('There is no such active user.')
  return changeFinding(context, id, (finding) => {
    if (finding.status === 'closed') throw new ConflictError('This finding is closed.')
    return { data: { assigneeId }, kind: 'assigned', text: user ? `to ${user.name}` : 'to nobody' }
  })
}

/** Adds a comment to a finding's history. @throws NotFoundError */
export function commentFinding(
  context: Context,
  { id, text }: { id: string; text: string },
): Promise<FindingRow> {
  return changeFinding(context, id, () => ({ data: {}, kind: 'commented', text }))
}
