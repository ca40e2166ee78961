import { z } from 'zod'
import { tally } from '#server/services/posture/schema.ts'
import { severity } from '#server/services/scope.schema.ts'

/** `unseen`: nothing of it can be seen from outside; `unknown`: it could, but was not read. */
export const CONTROL_STATES = ['fail', 'unknown', 'pass', 'unseen', 'off'] as const

export const frameworkRow = z.object({
  id: z.string(),
  title: z.string(),
  version: z.string(),
  publisher: z.string(),
  url: z.string(),
  controls: z.record(z.enum(CONTROL_STATES), z.number().int()),
})
export const frameworkList = z.object({ items: z.array(frameworkRow) })
export type FrameworkList = z.infer<typeof frameworkList>

export const frameworkControl = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(CONTROL_STATES),
  /** What of the control cannot be seen from outside. */
  unseen: z.string(),
  tally,
  checks: z.array(z.object({ id: z.string(), title: z.string(), severity, enabled: z.boolean(), tally })),
  detections: z.array(z.object({ id: z.string(), title: z.string(), alerts: z.number().int() })),
})
export const frameworkDetail = z.object({ row: frameworkRow, controls: z.array(frameworkControl) })
export type FrameworkDetail = z.infer<typeof frameworkDetail>
