import { ConflictError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { changeAlert } from './change-alert.ts'
import type { AlertRow } from './schema.ts'

/** Acknowledged or snoozed becomes firing again. @throws NotFoundError, ConflictError */
export function unacknowledgeAlert(context: Context, { id }: { id: string }): Promise<AlertRow> {
  return changeAlert(context, id, 'unacknowledge', (alert) => {
    if (alert.state !== 'acknowledged' && alert.state !== 'snoozed')
      throw new ConflictError(`This alert is ${alert.state}.`)
    return {
      data: { state: 'firing', acknowledgedBy: null, snoozedUntil: null },
      entry: { kind: 'unacknowledged', text: '' },
    }
  })
}
