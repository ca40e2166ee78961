import type { z } from 'zod'
import { ConflictError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { changeAlert, requireOpen } from './change-alert.ts'
import type { AlertRow, acknowledgeInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof acknowledgeInput>

/** Somebody looks at it: firing or snoozed becomes acknowledged. @throws NotFoundError, ConflictError */
export function acknowledgeAlert(context: Context, { id, comment = '' }: Input): Promise<AlertRow> {
  return changeAlert(context, id, 'acknowledge', (alert, actor) => {
    requireOpen(alert)
    if (alert.state === 'acknowledged')
      throw new ConflictError(`${alert.acknowledgedBy ?? 'Somebody'} has already acknowledged this alert.`)
    return {
      data: { state: 'acknowledged', acknowledgedBy: actor.name, snoozedUntil: null },
      entry: { kind: 'acknowledged', text: comment },
    }
  })
}
