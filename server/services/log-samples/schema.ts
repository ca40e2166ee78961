import { z } from 'zod'
import { FAILURE_KINDS } from '#server/domain/logs/failure.ts'
import { isoTime } from '#server/services/scope.schema.ts'

/** The last errors of this range are looked for in the log, a quarter of an hour of it at most. */
export const logSampleInput = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
})
export type LogSampleInput = z.infer<typeof logSampleInput>

export const failureCounts = z.record(z.enum(FAILURE_KINDS), z.number().int())

export const sampledInvocation = z.object({
  of: z.enum(['invocation', 'initialisation']),
  requestId: z
    .string()
    .nullable()
    .meta({ description: 'null for an initialisation, and where no line that was read names it' }),
  kind: z.enum(FAILURE_KINDS),
  errorType: z.string().nullable(),
  at: isoTime,
  durationMs: z.number().nullable(),
  memoryMb: z.number().nullable(),
  maxMemoryMb: z.number().nullable(),
  /** All lines of the invocation where `isWhole`, else those that show the failure. Secrets are masked. */
  lines: z.array(z.object({ at: isoTime, text: z.string(), isCut: z.boolean() })),
  isWhole: z.boolean(),
})

export const LOG_SAMPLE_STATES = [
  'read',
  'denied',
  'failed',
  'no log group',
  'switched off',
  'unanswered',
] as const

export const logSample = z.object({
  state: z.enum(LOG_SAMPLE_STATES),
  message: z.string().nullable(),
  /** The IAM statement that is missing, as JSON, where `state` is denied. */
  statement: z.string().nullable(),
  logGroup: z.string(),
  from: isoTime,
  to: isoTime,
  searchedUntil: isoTime.nullable().meta({ description: 'null where the whole window was searched' }),
  errors: z.number().nullable().meta({ description: 'Errors of the window as CloudWatch counts them' }),
  sampled: z.number().int(),
  counts: failureCounts,
  invocations: z.array(sampledInvocation),
  bytes: z.number().int(),
  calls: z.number().int(),
  masked: z.number().int().meta({ description: 'Secrets that were masked' }),
  costUsd: z.number(),
})
export type LogSample = z.infer<typeof logSample>
