import { z } from 'zod'
import { FINDING_SOURCES } from '#server/domain/records/external-finding-record.ts'
import { isoTime, pagedList, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

export const externalFindingRow = z.object({
  resourceId: z.number().int(),
  source: z.enum(FINDING_SOURCES),
  product: z.string(),
  rule: z.string(),
  title: z.string(),
  description: z.string(),
  severity,
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  functions: z.array(z.object({ id: z.number().int(), name: z.string(), arn: z.string() })),
  resourceArns: z.array(z.string()),
  firstSeenAt: isoTime.nullable(),
  lastSeenAt: isoTime.nullable(),
  url: z.string().nullable(),
  /** Our own open finding that says the same. */
  sameAs: z.object({ findingId: z.uuid(), checkId: z.string(), title: z.string() }).nullable(),
})
export type ExternalFindingRow = z.infer<typeof externalFindingRow>
export const listExternalFindingsQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  source: z.string().max(200).optional(),
  severity: z.string().max(100).optional(),
  same: z.enum(['yes', 'no']).optional().meta({ description: 'Whether one of our findings says the same' }),
  function: z.string().max(300).optional(),
  format: z.enum(['json', 'csv']).default('json'),
})
export const externalFindingList = pagedList(externalFindingRow, [
  'source',
  'severity',
  'account',
  'region',
] as const)
export type ExternalFindingList = z.infer<typeof externalFindingList>
