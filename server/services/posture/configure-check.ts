import type { z } from 'zod'
import { CHECK_SWITCHES, checkSwitches } from '#server/assess/check-switches.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { validParameters } from '#server/services/parameter-rows.ts'
import { findCheck, getCheck } from './get-check.ts'
import type { CheckDetail, configureCheckInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof configureCheckInput>

/** Switches a check on or off, or sets its parameters, for the whole installation. @throws NotFoundError, InvalidInputError */
export async function configureCheck(context: Context, { id, ...change }: Input): Promise<CheckDetail> {
  authorise(context, 'admin')
  const check = findCheck(id)
  const parameters = change.parameters && validParameters(check.parameters, change.parameters, 'check')
  const now = new Date(context.clock())
  await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${CHECK_SWITCHES}))`
    const stored = await tx.setting.findUnique({ where: { key: CHECK_SWITCHES } })
    const parsed = checkSwitches.safeParse(stored?.value ?? {})
    const all = parsed.success ? parsed.data : {}
    const before = all[id] ?? {}
    const after = {
      ...before,
      ...(change.enabled === undefined ? {} : { enabled: change.enabled }),
      ...(parameters ? { parameters } : {}),
    }
    const value = JSON.parse(JSON.stringify({ ...all, [id]: after }))
    await tx.setting.upsert({
      where: { key: CHECK_SWITCHES },
      create: { key: CHECK_SWITCHES, value, updatedAt: now },
      update: { value, updatedAt: now },
    })
    await recordAudit(tx, context, {
      action: 'check.configure',
      entity: 'check',
      entityId: id,
      details: { before, after },
    })
  })
  return getCheck(context, { id })
}
