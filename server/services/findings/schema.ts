import { z } from 'zod'
import { CHECK_GROUPS } from '#server/domain/posture/check-group.ts'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { isoTime, pagedList, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

/** `excepted`: an exception covers it; it still holds. */
export const FINDING_STATES = ['open', 'excepted', 'closed'] as const
export const findingState = z.enum(FINDING_STATES)

export const findingRow = z.object({
  id: z.uuid(),
  checkId: z.string(),
  checkTitle: z.string(),
  group: z.enum([...CHECK_GROUPS, 'own']).meta({ description: "`own`: a rule of the organisation's" }),
  severity,
  state: findingState,
  summary: z.string(),
  resourceId: z.number().int(),
  resourceKind: z.enum(RESOURCE_KINDS),
  resourceName: z.string(),
  resourceArn: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  /** Functions that it is about. */
  functionArns: z.array(z.string()),
  owner: z.string().nullable(),
  env: z.string().nullable(),
  assignee: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: isoTime,
  lastSeenAt: isoTime,
  closedAt: isoTime.nullable(),
  exceptionId: z.uuid().nullable(),
})
export type FindingRow = z.infer<typeof findingRow>

const FACETS = [
  'severity',
  'state',
  'group',
  'check',
  'kind',
  'account',
  'region',
  'owner',
  'assignee',
] as const

/** Facet filters take comma-separated values. `q`: free text with typed terms: `severity:high check:log-retention-unset owner:none name:orders`. */
export const listFindingsQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  severity: z.string().max(100).optional(),
  state: z.string().max(60).default('open'),
  group: z.string().max(300).optional(),
  check: z.string().max(2000).optional(),
  kind: z.string().max(500).optional(),
  owner: z.string().max(500).optional(),
  assignee: z.string().max(500).optional().meta({ description: 'Ids of users; `none` for nobody' }),
  framework: z.string().max(60).optional(),
  control: z.string().max(60).optional(),
  resource: z.coerce.number().int().positive().optional(),
  exception: z.uuid().optional().meta({ description: 'Id of the exception that covers them' }),
  function: z
    .string()
    .max(300)
    .optional()
    .meta({ description: 'ARN of a function that the findings are about' }),
  sort: z
    .enum(['severity', 'check', 'resource', 'account', 'owner', 'openedAt', 'closedAt'])
    .default('severity'),
  order: z.enum(['asc', 'desc']).default('desc').meta({ description: 'desc puts the worst first' }),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListFindingsQuery = z.infer<typeof listFindingsQuery>
export const findingList = pagedList(findingRow, FACETS)
export type FindingList = z.infer<typeof findingList>

export const remediation = z.object({
  text: z.string(),
  cli: z.string().nullable(),
  cloudformation: z.string().nullable(),
  terraform: z.string().nullable(),
})

export const FINDING_ENTRY_KINDS = [
  'opened',
  'closed',
  'changed',
  'excepted',
  'exception-ended',
  'assigned',
  'commented',
] as const
export const findingEntry = z.object({
  id: z.string(),
  at: isoTime,
  kind: z.enum(FINDING_ENTRY_KINDS),
  actor: z.string(),
  text: z.string(),
})

export const findingDetail = z.object({
  row: findingRow,
  why: z.string(),
  severityNote: z.string().nullable(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  since: isoTime.nullable(),
  /** Null where the resource is gone, or the check is no longer in the catalogue. */
  remediation: remediation.nullable(),
  references: z.array(z.string()),
  elsewhere: z.array(z.string()),
  frameworks: z.array(
    z.object({ id: z.string(), title: z.string(), control: z.string(), controlTitle: z.string() }),
  ),
  entries: z.array(findingEntry).meta({ description: 'Newest first' }),
  /** The change of the resource that came just before it opened, where CloudTrail tells. */
  openedBy: z
    .object({ actor: z.string(), eventId: z.string(), eventName: z.string(), at: isoTime })
    .nullable(),
  exception: z
    .object({ id: z.uuid(), reason: z.string(), approver: z.string(), expiresAt: isoTime })
    .nullable(),
  functions: z.array(z.object({ id: z.number().int(), name: z.string(), arn: z.string() })),
  /** Open findings of the same resource. */
  siblings: z.array(findingRow),
  /** For a combined check: the findings that meet. */
  parts: z.array(findingRow),
  /** What other services say of the same thing. */
  alsoSaidBy: z.array(
    z.object({ source: z.string(), rule: z.string(), title: z.string(), url: z.string().nullable() }),
  ),
})
export type FindingDetail = z.infer<typeof findingDetail>

export const assignFindingInput = z.object({ assigneeId: z.string().max(100).nullable() })
export const commentFindingInput = z.object({ text: z.string().trim().min(1).max(4000) })
