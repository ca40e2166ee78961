import { timingSafeEqual } from 'node:crypto'
import { ConflictError, ForbiddenError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import type { Context } from '#server/services/context.ts'
import { hashPassword, insertUser } from '#server/services/users/insert-user.ts'
import type { UserRow } from '#server/services/users/schema.ts'
import { toUserRow } from '#server/services/users/user-row.ts'
import { hashSetupToken } from './create-setup-token.ts'
import type { SetUpInput } from './schema.ts'

const LOCK = 7_316_520_413

function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

/** Creates the first administrator with the one-time link. @throws ForbiddenError for a wrong or used link, ConflictError once a user exists */
export async function setUp(context: Context, input: SetUpInput): Promise<UserRow> {
  const { prisma } = context.store
  const hash = hashSetupToken(input.token)
  const isOurs = (tokens: { hash: string }[]) =>
    tokens.filter((token) => sameHash(token.hash, hash)).length > 0
  if (!isOurs(await prisma.setupToken.findMany({ where: { usedAt: null } }))) {
    throw new ForbiddenError(
      'This set-up link is not valid or was used. Start Sightline again to get a new one.',
    )
  }
  const passwordHash = await hashPassword(input.password)
  const user = await prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`
    if ((await tx.authUser.count()) > 0) throw new ConflictError('Sightline is set up already: sign in.')
    const now = new Date(context.clock())
    const { count } = await tx.setupToken.updateMany({ where: { hash, usedAt: null }, data: { usedAt: now } })
    if (count !== 1) throw new ForbiddenError('This set-up link was used.')
    const made = await insertUser(tx, { ...input, role: 'admin' }, passwordHash)
    await recordAudit(tx, context, {
      action: 'set-up',
      entity: 'user',
      entityId: made.id,
      details: { email: made.email },
      actor: { userId: made.id, name: made.name },
    })
    return made
  })
  return toUserRow(user)
}
