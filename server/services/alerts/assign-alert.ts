import type { z } from 'zod'
import { InvalidInputError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { changeAlert, requireOpen } from './change-alert.ts'
import type { AlertRow, assignInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof assignInput>

/** Gives the alert to a person, or to nobody. @throws NotFoundError, ConflictError, InvalidInputError */
export async function assignAlert(context: Context, { id, userId }: Input): Promise<AlertRow> {
  authorise(context, 'responder')
  const user =
    userId === null ? null : await context.store.prisma.authUser.findUnique({ where: { id: userId } })
  if (userId !== null && (!user || user.disabled))
    throw new InvalidInputError('There is no such active user.')
  return changeAlert(context, id, 'assign', (alert) => {
    requireOpen(alert)
    return {
      data: { assigneeId: userId },
      entry: { kind: 'assigned', text: user ? `to ${user.name}` : 'to nobody' },
    }
  })
}
