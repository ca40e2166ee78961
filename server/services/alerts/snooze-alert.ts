import type { z } from 'zod'
import { formatDuration, MINUTE_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { changeAlert, requireOpen } from './change-alert.ts'
import type { AlertRow, snoozeInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof snoozeInput>

/** Quiet for `minutes`; then it fires again if it still holds. @throws NotFoundError, ConflictError */
export function snoozeAlert(context: Context, { id, minutes, comment }: Input): Promise<AlertRow> {
  return changeAlert(context, id, 'snooze', (alert, _, now) => {
    requireOpen(alert)
    const text = [`for ${formatDuration(minutes * MINUTE_MS)}`, comment].filter(Boolean).join(': ')
    return {
      data: { state: 'snoozed', snoozedUntil: new Date(now.getTime() + minutes * MINUTE_MS) },
      entry: { kind: 'snoozed', text },
    }
  })
}
