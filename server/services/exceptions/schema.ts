import { z } from 'zod'
import { findingRow } from '#server/services/findings/schema.ts'
import { isoTime, pagedList, pageQuery, severity } from '#server/services/scope.schema.ts'

const text = (max: number) => z.string().trim().min(1).max(max)

/**
 * Which findings an exception covers: those that meet every part that is given; at least one besides `checks` has to be,
 * or `everywhere` said.
 */
export const exceptionSelector = z
  .object({
    checks: z
      .array(text(100))
      .max(200)
      .default([])
      .meta({ description: 'Ids of checks and own rules; empty: every check' }),
    resources: z.array(text(2048)).max(200).default([]).meta({ description: 'ARNs of resources, exactly' }),
    arnPatterns: z.array(text(2048)).max(50).default([]).meta({ description: 'ARNs with * and ?' }),
    tags: z
      .array(z.object({ key: text(128), value: z.string().max(256).nullable() }))
      .max(50)
      .default([])
      .meta({
        description: 'A tag of the resource, or of a function that the finding is about; null: any value',
      }),
    accounts: z
      .array(z.string().regex(/^\d{12}$/))
      .max(500)
      .default([]),
    everywhere: z.boolean().default(false),
  })
  .refine(
    (one) =>
      one.everywhere
        ? one.checks.length > 0
        : one.resources.length + one.arnPatterns.length + one.tags.length + one.accounts.length > 0,
    'Name resources, a pattern, a tag or an account; or name checks and say that they are excepted everywhere.',
  )
export type ExceptionSelector = z.infer<typeof exceptionSelector>

export const EXCEPTION_STATES = ['active', 'ending', 'ended'] as const
export const exceptionRow = z.object({
  id: z.uuid(),
  selector: exceptionSelector,
  reason: z.string(),
  approver: z.string(),
  createdBy: z.string(),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedAt: isoTime.nullable(),
  endedBy: z.string().nullable(),
  /** `ending`: within 14 days. */
  state: z.enum(EXCEPTION_STATES),
  /** Findings that it covers now. */
  findings: z.number().int(),
})
export type ExceptionRow = z.infer<typeof exceptionRow>
export const listExceptionsQuery = z.object(pageQuery.shape).extend({
  state: z
    .enum(['current', ...EXCEPTION_STATES])
    .default('current')
    .meta({ description: '`current`: active or ending' }),
  q: z.string().max(200).optional(),
})
export const exceptionList = pagedList(exceptionRow, ['state'] as const)
export type ExceptionList = z.infer<typeof exceptionList>

export const exceptionPreview = z.object({
  /** Open findings that it would cover, and those that another exception covers already. */
  total: z.number().int(),
  alreadyExcepted: z.number().int(),
  bySeverity: z.record(severity, z.number().int()),
  findings: z.array(findingRow).meta({ description: 'The first 100, worst first' }),
  warnings: z.array(z.string()).meta({ description: 'Parts that match nothing; selectors that are wide' }),
})
export type ExceptionPreview = z.infer<typeof exceptionPreview>

export const createExceptionInput = z.object({
  selector: exceptionSelector,
  reason: z.string().trim().min(10, 'Say in at least ten characters why.').max(2000),
  approver: text(200).meta({ description: 'Who decided it' }),
  /** 1 to 366 days from now. */
  days: z.number().int().min(1).max(366).default(90),
})
export type CreateExceptionInput = z.infer<typeof createExceptionInput>
export const renewExceptionInput = z.object({
  days: z.number().int().min(1).max(366).default(90),
  reason: text(2000),
})
