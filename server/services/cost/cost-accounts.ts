import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { CostBudget } from '#server/store/generated/client.ts'
import type { BudgetRow, CostAccountRow, SaveBudgetInput, SetCostAccountInput } from './schema.ts'

const MOST_BUDGETS = 1000

function toBudgetRow({ updatedAt, ...row }: CostBudget): BudgetRow {
  return { ...row, scope: row.scope as BudgetRow['scope'], updatedAt: updatedAt.toISOString() }
}

/** How each watched account's costs are worked out and compared. */
export async function listCostAccounts({ store }: Context): Promise<CostAccountRow[]> {
  const [accounts, settings] = await Promise.all([
    store.prisma.awsAccount.findMany({
      where: { enabled: true },
      orderBy: { id: 'asc' },
      select: { id: true, name: true },
    }),
    store.prisma.costAccount.findMany(),
  ])
  const byId = new Map(settings.map((one) => [one.accountId, one]))
  return accounts.map(({ id, name }) => ({
    id,
    name,
    costExplorer: byId.get(id)?.costExplorer ?? false,
    freeTier: byId.get(id)?.freeTier ?? false,
  }))
}

export async function listBudgets({ store }: Context): Promise<BudgetRow[]> {
  const rows = await store.prisma.costBudget.findMany({
    orderBy: [{ accountId: 'asc' }, { scope: 'asc' }, { name: 'asc' }],
    take: MOST_BUDGETS,
  })
  return rows.map(toBudgetRow)
}

/** Switches Cost Explorer or the free tier of an account. @throws NotFoundError */
export async function setCostAccount(
  context: Context,
  { id, ...changes }: { id: string } & SetCostAccountInput,
): Promise<CostAccountRow> {
  const actor = authorise(context, 'admin')
  return context.store.prisma.$transaction(async (tx) => {
    const account = await tx.awsAccount.findUnique({ where: { id }, select: { id: true, name: true } })
    if (!account) throw new NotFoundError('This account')
    const data = { ...changes, updatedBy: actor.name, updatedAt: new Date(context.clock()) }
    const { costExplorer, freeTier } = await tx.costAccount.upsert({
      where: { accountId: id },
      create: { accountId: id, ...data },
      update: data,
    })
    await recordAudit(tx, context, {
      action: 'cost-account.set',
      entity: 'account',
      entityId: id,
      details: changes,
    })
    return { ...account, costExplorer, freeTier }
  })
}

/** Sets what Lambda may cost an account, an owner or a function in a month; one that is there is replaced. @throws NotFoundError, ConflictError */
export async function saveBudget(context: Context, input: SaveBudgetInput): Promise<BudgetRow> {
  const actor = authorise(context, 'admin')
  const { accountId, scope, name, monthlyUsd } = input
  const what = { accountId, scope, name }
  return context.store.prisma.$transaction(async (tx) => {
    if (!(await tx.awsAccount.findUnique({ where: { id: accountId } })))
      throw new NotFoundError('This account')
    const before = await tx.costBudget.findUnique({ where: { accountId_scope_name: what } })
    if (!before && (await tx.costBudget.count()) >= MOST_BUDGETS)
      throw new ConflictError('There are 1,000 budgets already.')
    const data = { monthlyUsd, updatedBy: actor.name, updatedAt: new Date(context.clock()) }
    const row = await tx.costBudget.upsert({
      where: { accountId_scope_name: what },
      create: { ...what, ...data },
      update: data,
    })
    await recordAudit(tx, context, {
      action: before ? 'cost-budget.change' : 'cost-budget.create',
      entity: 'cost-budget',
      entityId: row.id,
      details: { ...what, before: before?.monthlyUsd ?? null, after: monthlyUsd },
    })
    return toBudgetRow(row)
  })
}

/** @throws NotFoundError */
export async function deleteBudget(context: Context, { id }: { id: string }): Promise<void> {
  authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const found = await tx.costBudget.findUnique({ where: { id } })
    if (!found) throw new NotFoundError('This budget')
    await tx.costBudget.delete({ where: { id } })
    const { accountId, scope, name, monthlyUsd } = found
    await recordAudit(tx, context, {
      action: 'cost-budget.delete',
      entity: 'cost-budget',
      entityId: id,
      details: { accountId, scope, name, monthlyUsd },
    })
  })
}
