import { createHash, randomBytes } from 'node:crypto'
import { ConflictError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'

export function hashSetupToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** A new one-time token for /setup?token=…; earlier unused ones end. For the command line. @throws ConflictError once a user exists */
export async function createSetupToken({ store, clock }: Pick<Context, 'store' | 'clock'>): Promise<string> {
  const token = randomBytes(24).toString('base64url')
  await store.prisma.$transaction(async (tx) => {
    if ((await tx.authUser.count()) > 0) throw new ConflictError('Sightline is set up already: sign in.')
    await tx.setupToken.deleteMany({ where: { usedAt: null } })
    await tx.setupToken.create({ data: { hash: hashSetupToken(token), createdAt: new Date(clock()) } })
  })
  return token
}

/** True while nobody can sign in yet. */
export async function needsSetUp({ store }: Pick<Context, 'store'>): Promise<boolean> {
  return (await store.prisma.authUser.count()) === 0
}
