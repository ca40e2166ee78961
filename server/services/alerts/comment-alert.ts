import type { z } from 'zod'
import type { Context } from '#server/services/context.ts'
import { changeAlert } from './change-alert.ts'
import type { AlertRow, commentInput } from './schema.ts'

type Input = { id: string } & z.infer<typeof commentInput>

/** Adds a comment to the timeline, of an ended alert too. @throws NotFoundError */
export function commentAlert(context: Context, { id, text }: Input): Promise<AlertRow> {
  return changeAlert(context, id, 'comment', () => ({ data: {}, entry: { kind: 'commented', text } }))
}
