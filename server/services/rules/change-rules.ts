import { compileCondition } from '#server/domain/own-rules/compile-condition.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { Prisma } from '#server/store/generated/client.ts'
import { toRuleRow } from './rule-rows.ts'
import type { OwnRule, OwnRuleRow } from './schema.ts'

const MAX_RULES = 500

/** @throws InvalidInputError where the condition is no CEL */
function requireCompiling(rule: OwnRule): void {
  const condition = compileCondition(rule.condition)
  if (!('problem' in condition)) return
  const { text, line, column } = condition.problem
  throw new InvalidInputError(
    `The condition: ${text}${line === null ? '' : ` (line ${line}, column ${column ?? 1})`}`,
  )
}

async function rowOf(tx: Prisma.TransactionClient, id: string): Promise<OwnRuleRow> {
  const row = toRuleRow(await tx.ownRule.findUniqueOrThrow({ where: { id } }))
  if (!row) throw new NotFoundError('This rule')
  return row
}

/** Writes a rule of the browser; a new one is off until it is switched on. @throws InvalidInputError, ConflictError */
export async function saveRule(context: Context, { rule }: { rule: OwnRule }): Promise<OwnRuleRow> {
  const actor = authorise(context, 'admin')
  requireCompiling(rule)
  const now = new Date(context.clock())
  return context.store.prisma.$transaction(async (tx) => {
    const before = await tx.ownRule.findUnique({ where: { id: rule.id } })
    if (before?.source === 'folder')
      throw new ConflictError(`This rule comes from ${before.file}: change the file.`)
    if (!before && (await tx.ownRule.count()) >= MAX_RULES)
      throw new ConflictError(`There are ${MAX_RULES} rules already.`)
    const data = { body: rule, problem: null, updatedBy: actor.name, updatedAt: now }
    await tx.ownRule.upsert({
      where: { id: rule.id },
      create: { id: rule.id, source: 'browser', ...data },
      update: data,
    })
    await recordAudit(tx, context, {
      action: before ? 'rule.change' : 'rule.create',
      entity: 'rule',
      entityId: rule.id,
      details: { before: before?.body ?? null, after: rule },
    })
    return rowOf(tx, rule.id)
  })
}

/** Switches a rule on or off. Rules of the folder too: they stay as they were switched. @throws NotFoundError */
export async function switchRule(
  context: Context,
  { id, enabled }: { id: string; enabled: boolean },
): Promise<OwnRuleRow> {
  authorise(context, 'admin')
  return context.store.prisma.$transaction(async (tx) => {
    const before = await tx.ownRule.findUnique({ where: { id } })
    if (!before) throw new NotFoundError('This rule')
    await tx.ownRule.update({ where: { id }, data: { enabled, problem: null } })
    await recordAudit(tx, context, {
      action: enabled ? 'rule.on' : 'rule.off',
      entity: 'rule',
      entityId: id,
      details: { before: before.enabled },
    })
    return rowOf(tx, id)
  })
}

/** Deletes a rule of the browser; its findings close. @throws NotFoundError, ConflictError */
export async function deleteRule(context: Context, { id }: { id: string }): Promise<void> {
  authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const before = await tx.ownRule.findUnique({ where: { id } })
    if (!before) throw new NotFoundError('This rule')
    if (before.source === 'folder')
      throw new ConflictError(`This rule comes from ${before.file}: delete the file.`)
    await tx.ownRule.delete({ where: { id } })
    await recordAudit(tx, context, {
      action: 'rule.delete',
      entity: 'rule',
      entityId: id,
      details: { before: before.body },
    })
  })
}
