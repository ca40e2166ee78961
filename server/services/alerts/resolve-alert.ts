import type { z } from 'zod'
import type { Context } from '#server/services/context.ts'
import { changeAlert, requireOpen } from './change-alert.ts'
import type { AlertRow, resolveInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof resolveInput>

/** Ends the alert by hand; the same condition seen again opens a new one. @throws NotFoundError, ConflictError */
export function resolveAlert(context: Context, { id, comment = '' }: Input): Promise<AlertRow> {
  return changeAlert(context, id, 'resolve', (alert, _, now) => {
    requireOpen(alert)
    return {
      data: { state: 'resolved', resolvedAt: now, snoozedUntil: null },
      entry: { kind: 'resolved', text: comment },
    }
  })
}
