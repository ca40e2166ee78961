import { z } from 'zod'
import { CHECK_GROUPS } from '#server/domain/posture/check-group.ts'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { parameterRow } from '#server/services/parameter.schema.ts'
import { isoTime, pagedList, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

/** How many resources have which verdict. `fail` counts open findings, `excepted` those under an exception. */
export const tally = z.object({
  pass: z.number().int(),
  fail: z.number().int(),
  excepted: z.number().int(),
  unknown: z.number().int(),
  notApplicable: z.number().int(),
})
export type Tally = z.infer<typeof tally>

export const SCORE_CAUSES = ['first', 'estate', 'catalogue', 'exceptions', 'coverage'] as const
export const scorePoint = z.object({
  at: isoTime,
  /** 0 to 100. */
  score: z.number(),
  /** `estate`: resources changed; the others move it without a change of the estate and begin a new line. */
  cause: z.enum(SCORE_CAUSES),
  /** Checks that moved it, worst first. */
  reasons: z.array(
    z.object({ checkId: z.string(), title: z.string(), opened: z.number().int(), closed: z.number().int() }),
  ),
})

export const postureSummary = z.object({
  /** Null before anything was evaluated. */
  score: z.number().nullable(),
  scoreExplained: z.string(),
  trend: z.array(scorePoint),
  tally,
  bySeverity: z.record(severity, z.number().int()),
  byGroup: z.array(z.object({ group: z.enum(CHECK_GROUPS), tally, worst: severity.nullable() })),
  opened7d: z.number().int(),
  closed7d: z.number().int(),
  /** Why checks say unknown, most frequent first. */
  unknownReasons: z.array(
    z.object({ reason: z.string(), count: z.number().int(), checks: z.array(z.string()) }),
  ),
  exceptionsEnding: z.number().int().meta({ description: 'Exceptions that end within 14 days' }),
  evaluatedAt: isoTime.nullable(),
})
export type PostureSummary = z.infer<typeof postureSummary>

export const checkRow = z.object({
  id: z.string(),
  title: z.string(),
  group: z.enum([...CHECK_GROUPS, 'own']),
  kind: z.enum(RESOURCE_KINDS),
  severity,
  enabled: z.boolean(),
  /** Why it is off unless it is switched on; null for checks that are on. */
  off: z.string().nullable(),
  tally,
})
export type CheckRow = z.infer<typeof checkRow>
export const listChecksQuery = scopeQuery.extend({
  q: z.string().max(200).optional(),
  group: z.string().max(300).optional(),
  severity: z.string().max(100).optional(),
  state: z.enum(['failing', 'unknown', 'passing', 'off']).optional(),
  format: z.enum(['json', 'csv']).default('json'),
})
export const checkList = z.object({ items: z.array(checkRow) })

export const checkDetail = z.object({
  row: checkRow,
  why: z.string(),
  severityNote: z.string().nullable(),
  needs: z.array(z.object({ collector: z.string(), collected: z.boolean() })),
  parameters: z.array(parameterRow),
  parts: z.array(z.object({ id: z.string(), title: z.string() })),
  elsewhere: z.array(z.string()),
  references: z.array(z.string()),
  frameworks: z.array(
    z.object({ id: z.string(), title: z.string(), control: z.string(), controlTitle: z.string() }),
  ),
  unknownReasons: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  exceptions: z.number().int(),
})
export type CheckDetail = z.infer<typeof checkDetail>

export const configureCheckInput = z.object({
  enabled: z.boolean().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
})

/** Resources by what is wrong with them. */
export const resourcePostureRow = z.object({
  resourceId: z.number().int(),
  kind: z.enum(RESOURCE_KINDS),
  name: z.string(),
  arn: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  owner: z.string().nullable(),
  env: z.string().nullable(),
  open: z.record(severity, z.number().int()),
  excepted: z.number().int(),
  unknown: z.number().int(),
  worst: severity.nullable(),
})
export const listResourcePostureQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  kind: z.string().max(500).optional(),
  owner: z.string().max(500).optional(),
  sort: z.enum(['risk', 'name', 'unknown']).default('risk'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export const resourcePostureList = pagedList(resourcePostureRow, [
  'kind',
  'account',
  'region',
  'owner',
] as const)
export type ResourcePostureList = z.infer<typeof resourcePostureList>

export const ownerPosture = z.object({
  items: z.array(
    z.object({
      owner: z.string().nullable(),
      functions: z.number().int(),
      open: z.record(severity, z.number().int()),
      excepted: z.number().int(),
      worst: severity.nullable(),
    }),
  ),
})
export type OwnerPosture = z.infer<typeof ownerPosture>

/** Every check's verdict on one resource, worked out now from what is stored. */
export const resourceVerdicts = z.object({
  items: z.array(
    z.object({
      checkId: z.string(),
      title: z.string(),
      group: z.enum([...CHECK_GROUPS, 'own']),
      state: z.enum(['pass', 'fail', 'unknown', 'not applicable']),
      severity: severity.nullable(),
      text: z.string(),
      findingId: z.uuid().nullable(),
      excepted: z.boolean(),
    }),
  ),
})
export type ResourceVerdicts = z.infer<typeof resourceVerdicts>
