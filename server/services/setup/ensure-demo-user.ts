import { randomBytes } from 'node:crypto'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import type { Context } from '#server/services/context.ts'
import { hashPassword, insertUser } from '#server/services/users/insert-user.ts'

export const DEMO_EMAIL = 'demo@sightline.local'

/** The demo's ready administrator, with a new password at each start: only its hash is kept. For demo mode's command line alone. */
export async function ensureDemoUser(
  deps: Pick<Context, 'store' | 'clock'>,
  password = randomBytes(12).toString('base64url'),
): Promise<{ email: string; password: string }> {
  const context: Context = { ...deps, requestId: 'demo', actor: null }
  const hash = await hashPassword(password)
  await deps.store.prisma.$transaction(async (tx) => {
    const existing = await tx.authUser.findUnique({ where: { email: DEMO_EMAIL } })
    if (existing) {
      await tx.authIdentity.updateMany({
        where: { userId: existing.id, providerId: 'credential' },
        data: { password: hash },
      })
      await tx.authUser.update({ where: { id: existing.id }, data: { disabled: false, role: 'admin' } })
      return
    }
    const made = await insertUser(tx, { name: 'Demo', email: DEMO_EMAIL, role: 'admin' }, hash)
    await recordAudit(tx, context, {
      action: 'user.create',
      entity: 'user',
      entityId: made.id,
      details: { email: made.email, demo: true },
    })
  })
  return { email: DEMO_EMAIL, password }
}
