import { z } from 'zod'
import { parseBucket } from './source-address.ts'
import type { SourceKind } from './source-kind.ts'

const place = z
  .string()
  .max(700)
  .refine((text) => parseBucket(text) !== undefined, { error: 'is not s3://bucket/prefix' })
const keyArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,128}$/, 'is not the ARN of a key')
  .optional()

/** How the files of an Athena table are parted by time, and in which columns that is told. */
export const PARTITIONINGS = ['none', 'day', 'year-month-day'] as const

const column = z.string().regex(/^[a-z0-9_]{1,100}$/i, 'is not the name of a column')

const queueSettings = z.object({ keyArn })
const fileQueueSettings = z.object({
  /** Objects elsewhere are not read, whatever a message says. */
  files: place,
  keyArn,
})
export const bucketSettings = z.object({
  keyArn,
  /** How far back files are read when the source is new. */
  backDays: z.number().int().min(0).max(3650).default(7),
})
export const athenaSettings = z.object({
  workgroup: z
    .string()
    .regex(/^[\w.-]{1,128}$/, 'is not the name of a workgroup')
    .default('primary'),
  /** Left out, the workgroup's own is used. */
  output: place.optional(),
  /** Where the table's files are: with it, an estimate is made before a query runs. */
  files: place.optional(),
  partitioning: z.enum(PARTITIONINGS).default('none'),
  /** With `day`: the column that holds yyyy/mm/dd. */
  dayColumn: column.default('timestamp'),
})
const dataStoreSettings = z.object({ keyArn })

export const streamSettings = z.object({
  keyArn,
  /** How far back files are read when the source is new; minutes are kept for fifteen days. */
  backDays: z.number().int().min(0).max(15).default(1),
})

export type AthenaSettings = z.infer<typeof athenaSettings>

export const SOURCE_SETTINGS = {
  'event-queue': queueSettings,
  'file-queue': fileQueueSettings,
  bucket: bucketSettings,
  athena: athenaSettings,
  'event-data-store': dataStoreSettings,
  'metric-stream': streamSettings,
} as const satisfies Record<SourceKind, z.ZodType>
