import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { sendJob } from '#server/store/send-job.ts'
import { type PermissionProbe, permissionProbe } from './schema.ts'

const keyOf = (accountId: string) => `probe:${accountId}`
const NEVER: PermissionProbe = { state: 'none', at: null, reason: null, results: [] }

/** What came of the last test of an account's permissions. */
export async function getAccountProbe(context: Context, { id }: { id: string }): Promise<PermissionProbe> {
  authorise(context, 'viewer')
  const row = await context.store.prisma.setting.findUnique({ where: { key: keyOf(id) } })
  const stored = permissionProbe.partial().safeParse(row?.value)
  return stored.success ? { ...NEVER, ...stored.data } : NEVER
}

/** Has a worker try each permission in the account once. @throws NotFoundError */
export async function requestAccountProbe(
  context: Context,
  { id }: { id: string },
): Promise<PermissionProbe> {
  authorise(context, 'admin')
  const key = keyOf(id)
  const value: PermissionProbe = {
    ...NEVER,
    state: 'requested',
    at: new Date(context.clock()).toISOString(),
  }
  await context.store.prisma.$transaction(async (tx) => {
    if (!(await tx.awsAccount.findUnique({ where: { id } }))) throw new NotFoundError('This account')
    await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } })
    await recordAudit(tx, context, { action: 'account.probe', entity: 'account', entityId: id })
  })
  await sendJob(context.store.pool, { name: 'probe-account', input: { accountId: id }, key: id })
  return value
}
