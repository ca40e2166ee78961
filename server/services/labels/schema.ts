import { z } from 'zod'

const words = z.string().trim().min(1).max(100).nullable()

/** Null takes the hand-set word away, so that the tag's word holds again. */
export const setLabelInput = z.object({
  owner: words.optional(),
  environment: words.optional(),
  criticality: z.enum(['critical', 'high', 'medium', 'low']).nullable().optional(),
})
export type SetLabelInput = z.infer<typeof setLabelInput>

export const resourceLabel = z.object({
  owner: z.string().nullable(),
  environment: z.string().nullable(),
  criticality: z.string().nullable(),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
})
export type ResourceLabel = z.infer<typeof resourceLabel>

const keys = z.array(z.string().trim().min(1).max(128)).min(1).max(20)

/** Tag keys in order of precedence, compared without regard to case. */
export const tagKeys = z.object({ owner: keys, environment: keys, criticality: keys })
export type TagKeys = z.infer<typeof tagKeys>
