import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { getWatchCost } from './get-watch-cost.ts'
import type { SetWatchBudgetInput, WatchedAccountCost } from './schema.ts'

/** Sets what watching an account may cost a month; null leaves it to the usual budget. @throws NotFoundError */
export async function setWatchBudget(
  context: Context,
  { id, monthUsd }: { id: string } & SetWatchBudgetInput,
): Promise<WatchedAccountCost> {
  const actor = authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const account = await tx.awsAccount.findUnique({ where: { id }, include: { watchBudget: true } })
    if (!account) throw new NotFoundError('This account')
    const setting = { monthUsd: monthUsd ?? 0, setBy: actor.name, setAt: new Date(context.clock()) }
    if (monthUsd === null) await tx.watchBudget.deleteMany({ where: { accountId: id } })
    else
      await tx.watchBudget.upsert({
        where: { accountId: id },
        create: { accountId: id, ...setting },
        update: setting,
      })
    await recordAudit(tx, context, {
      action: 'watch-budget.set',
      entity: 'account',
      entityId: id,
      details: { before: account.watchBudget?.monthUsd ?? null, after: monthUsd },
    })
  })
  const row = (await getWatchCost(context)).accounts.find(({ accountId }) => accountId === id)
  if (!row) throw new NotFoundError('This account')
  return row
}
