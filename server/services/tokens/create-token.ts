import { createHash, randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { DAY_MS } from '#server/domain/time.ts'
import { hasRole } from '#server/domain/user-role.ts'
import { ForbiddenError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { CreateTokenInput, createdToken } from './schema.ts'
import { toTokenRow } from './token-row.ts'

/** A token for scripts; the answer is the only place where it is ever shown. @throws ForbiddenError above the caller's role, or for a token itself */
export async function createToken(
  context: Context,
  input: CreateTokenInput,
): Promise<z.infer<typeof createdToken>> {
  const actor = authorise(context, 'viewer')
  if (actor.tokenId !== null) throw new ForbiddenError('A token cannot make tokens: sign in.')
  if (!hasRole(actor.role, input.role)) throw new ForbiddenError("A token's role cannot be above your own.")
  const token = `slt_${randomBytes(32).toString('base64url')}`
  const now = context.clock()
  const row = await context.store.prisma.$transaction(async (tx) => {
    const made = await tx.apiToken.create({
      data: {
        name: input.name,
        role: input.role,
        hash: createHash('sha256').update(token).digest('hex'),
        prefix: token.slice(0, 10),
        userId: actor.userId,
        createdAt: new Date(now),
        expiresAt: new Date(now + input.expiresInDays * DAY_MS),
      },
      include: { user: { select: { name: true } } },
    })
    await recordAudit(tx, context, {
      action: 'token.create',
      entity: 'token',
      entityId: made.id,
      details: { name: made.name, role: made.role },
    })
    return made
  })
  return { token, row: toTokenRow(row) }
}
