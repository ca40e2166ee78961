import { z } from 'zod'
import {
  bucketAddress,
  parseBucket,
  parseEventDataStore,
  parseQueue,
  parseTable,
  queueUrl,
} from './source-address.ts'
import { SOURCE_KINDS, type SourceKind } from './source-kind.ts'
import { SOURCE_SETTINGS } from './source-settings.ts'

const ADDRESSES: Record<SourceKind, { read: (text: string) => string | undefined; error: string }> = {
  'event-queue': { read: queueAddress, error: 'is neither the URL nor the ARN of a queue' },
  'file-queue': { read: queueAddress, error: 'is neither the URL nor the ARN of a queue' },
  bucket: { read: placeAddress, error: 'is not s3://bucket/prefix' },
  'metric-stream': { read: placeAddress, error: 'is not s3://bucket/prefix' },
  athena: {
    read: (text) => (parseTable(text) ? text : undefined),
    error: 'is not database.table',
  },
  'event-data-store': {
    read: (text) => (parseEventDataStore(text) ? text : undefined),
    error: 'is not the ARN of an event data store',
  },
}

function placeAddress(text: string): string | undefined {
  const place = parseBucket(text)
  return place && bucketAddress(place)
}

function queueAddress(text: string): string | undefined {
  const place = parseQueue(text)
  return place && queueUrl(place)
}

/** The region that an address names; undefined where it names none. */
export function regionOfAddress(kind: SourceKind, address: string): string | undefined {
  if (kind === 'event-data-store') return parseEventDataStore(address)?.region
  return kind === 'event-queue' || kind === 'file-queue' ? parseQueue(address)?.region : undefined
}

const REGION = /^[a-z]{2,4}(-[a-z]+){1,2}-\d$/

/** A source as somebody enters it; comes back with its address in one form, and with the settings of its kind alone. */
export const sourceDraft = z
  .object({
    kind: z.enum(SOURCE_KINDS),
    name: z.string().trim().min(1).max(100),
    address: z.string().trim().min(1).max(1000),
    accountId: z.string().regex(/^\d{12}$/, 'is not the 12 digits of an account'),
    /** Of a bucket or table; queues and event data stores name their own. */
    region: z.string().regex(REGION, 'is not a region').optional(),
    settings: z.record(z.string(), z.unknown()).default({}),
  })
  .transform((draft, ctx) => {
    const { read, error } = ADDRESSES[draft.kind]
    const address = read(draft.address)
    if (address === undefined) ctx.addIssue({ code: 'custom', path: ['address'], message: error })
    const region = (address && regionOfAddress(draft.kind, address)) || draft.region
    if (region === undefined) ctx.addIssue({ code: 'custom', path: ['region'], message: 'is missing' })
    const settings = SOURCE_SETTINGS[draft.kind].safeParse(draft.settings)
    for (const { path, message } of settings.error?.issues ?? [])
      ctx.addIssue({ code: 'custom', path: ['settings', ...path], message })
    if (address === undefined || region === undefined || !settings.success) return z.NEVER
    return { ...draft, address, region, settings: settings.data as Record<string, unknown> }
  })
export type SourceDraft = z.output<typeof sourceDraft>
