import { z } from 'zod'
import { TACTIC_IDS } from '#server/domain/attack/techniques.ts'
import { parameterRow } from '#server/services/parameter.schema.ts'
import { isoTime, pagedList, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'

export const DETECTION_GROUP_IDS = [
  'functions',
  'front-doors',
  'identity',
  'sessions',
  'defenses',
  'data',
  'canaries',
  'sigma',
] as const
export const DETECTION_KIND_IDS = ['single', 'threshold', 'sequence', 'first-seen', 'rate'] as const
export const DETECTION_STATES = ['on', 'learning', 'blind', 'off'] as const

/** What it was in the last days; `days` are counts of hits a day, the oldest first. */
export const seen = z.object({
  hits: z.number().int(),
  /** Hits that an entry of the allow-list kept from being an alert. */
  allowed: z.number().int(),
  alerts: z.number().int(),
  days: z.array(z.number().int()),
  lastAt: isoTime.nullable(),
})
export type Seen = z.infer<typeof seen>

export const learning = z.object({
  /** Accounts of the scope whose records are looked at, and those that are not known for long enough yet. */
  accounts: z.number().int(),
  learning: z.number().int(),
  /** When the last of them has learned; null where none learns. */
  until: isoTime.nullable(),
})
export type Learning = z.infer<typeof learning>

export const detectionRow = z.object({
  id: z.string(),
  title: z.string(),
  group: z.enum(DETECTION_GROUP_IDS),
  kind: z.enum(DETECTION_KIND_IDS),
  /** With the organisation's override in it. */
  severity,
  catalogueSeverity: severity,
  techniques: z.array(z.string()),
  tactics: z.array(z.enum(TACTIC_IDS)),
  enabled: z.boolean(),
  /** Why it is off unless it is switched on; null for those that are on. */
  off: z.string().nullable(),
  isTuned: z.boolean(),
  /** `learning`: in at least one account; `blind`: what it looks at is not ingested. */
  state: z.enum(DETECTION_STATES),
  /** Why it sees nothing; null where it sees. */
  blindness: z.string().nullable(),
  learning: learning.nullable(),
  seen,
})
export type DetectionRow = z.infer<typeof detectionRow>

const many = z.string().max(1000).optional()
export const listDetectionsQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  group: many,
  kind: many,
  severity: many,
  state: many,
  tactic: many,
  technique: many,
  saw: many.meta({ description: 'alerts, hits (no alert) or nothing, in 30 days' }),
  sort: z.enum(['severity', 'title', 'hits', 'alerts', 'lastAt']).default('severity'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListDetectionsQuery = z.infer<typeof listDetectionsQuery>

export const detectionList = pagedList(detectionRow, [
  'severity',
  'state',
  'group',
  'kind',
  'saw',
  'tactic',
  'technique',
] as const).extend({
  /** The folder of Sigma rules: how many were read, and what could not be run, and why; null where no folder is named. */
  sigma: z
    .object({
      folder: z.string(),
      rules: z.number().int(),
      problems: z.array(z.object({ file: z.string(), line: z.number().int().nullable(), text: z.string() })),
    })
    .nullable(),
})
export type DetectionList = z.infer<typeof detectionList>

const example = z.object({ title: z.string(), records: z.array(z.record(z.string(), z.unknown())) })

export const detectionDetail = z.object({
  row: detectionRow,
  why: z.string(),
  severityNote: z.string().nullable(),
  falsePositives: z.string(),
  response: z.array(z.object({ text: z.string(), command: z.string().nullable() })),
  techniques: z.array(
    z.object({ id: z.string(), name: z.string(), url: z.string(), tactics: z.array(z.string()) }),
  ),
  /** What of records it looks at: event sources and names. */
  looksAt: z.object({ sources: z.array(z.string()), names: z.array(z.string()) }),
  /** For kinds with a memory: how long, in words. */
  memory: z.string().nullable(),
  needs: z.array(z.object({ what: z.string(), isThere: z.boolean(), note: z.string().nullable() })),
  parameters: z.array(parameterRow),
  examples: z.object({ fires: z.array(example), quiet: z.array(example) }),
  definition: z.string().nullable().meta({ description: 'The rule itself, where it is a Sigma rule' }),
  references: z.array(z.string()),
  elsewhere: z.array(z.string()),
  frameworks: z.array(
    z.object({ id: z.string(), title: z.string(), control: z.string(), controlTitle: z.string() }),
  ),
  tuning: z
    .object({
      enabled: z.boolean().nullable(),
      severity: severity.nullable(),
      reason: z.string(),
      updatedBy: z.string(),
      updatedAt: isoTime,
    })
    .nullable(),
  learning: z.array(
    z.object({
      accountId: z.string(),
      accountName: z.string(),
      since: isoTime,
      until: isoTime,
      learned: z.boolean(),
    }),
  ),
  allowEntries: z
    .number()
    .int()
    .meta({ description: 'Entries of the allow-list in force that may cover it' }),
})
export type DetectionDetail = z.infer<typeof detectionDetail>

export const tuningChange = z.object({
  /** Null: as the catalogue has it. */
  enabled: z.boolean().nullable().optional(),
  severity: severity.nullable().optional(),
  parameters: z.record(z.string(), z.unknown()).optional(),
})
export type TuningChange = z.infer<typeof tuningChange>
export const tuneDetectionInput = tuningChange.extend({
  reason: z.string().trim().min(10, 'Say in at least ten characters why.').max(2000),
})

export const previewTuningInput = tuningChange.extend({
  /** 1 to 90 days back from now. */
  days: z.number().int().min(1).max(90).default(30),
})
const previewHit = z.object({
  at: isoTime,
  title: z.string(),
  severity,
  actorName: z.string(),
  accountId: z.string(),
  region: z.string(),
  functionName: z.string().nullable(),
  eventIds: z.array(z.string()),
})
export const tuningPreview = z.object({
  from: isoTime,
  to: isoTime,
  /** Up to when the records were looked at: before `to` where time ran out. */
  lookedTo: isoTime,
  /** Records that were looked at; those before `from` taught what is usual. */
  records: z.number().int(),
  /** The oldest record that is stored, where that is after `from`. */
  storedFrom: isoTime.nullable(),
  days: z.array(z.object({ at: isoTime, before: z.number().int(), after: z.number().int() })),
  before: z.number().int(),
  after: z.number().int(),
  /** The first 100 of each, the newest first. */
  gained: z.array(previewHit),
  lost: z.array(previewHit),
  gainedTotal: z.number().int(),
  lostTotal: z.number().int(),
  /** Hits whose severity alone is another. */
  changedSeverity: z.number().int(),
})
export type TuningPreview = z.infer<typeof tuningPreview>

export const hitRow = z.object({
  id: z.uuid(),
  detectionId: z.string(),
  detectionTitle: z.string(),
  severity,
  title: z.string(),
  summary: z.string(),
  at: isoTime,
  lastAt: isoTime,
  events: z.number().int(),
  eventIds: z.array(z.string()),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  actorArn: z.string(),
  actorName: z.string(),
  functionName: z.string().nullable(),
  functionId: z.number().int().nullable(),
  evidence: z.array(z.object({ label: z.string(), value: z.string() })),
  /** The entry of the allow-list that kept it from being an alert. */
  allowedBy: z.object({ id: z.string(), reason: z.string() }).nullable(),
  alertId: z.string().nullable(),
})
export type HitRow = z.infer<typeof hitRow>
export const listHitsQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  severity: many,
  detection: many,
  outcome: many.meta({ description: 'alert, allowed or neither' }),
  actor: z.string().max(2100).optional(),
  function: many,
  entry: z.uuid().optional().meta({ description: 'Allowed by this entry' }),
  resource: z.coerce.number().int().optional(),
  sort: z.enum(['at', 'severity', 'title', 'actor']).default('at'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListHitsQuery = z.infer<typeof listHitsQuery>
export const hitList = pagedList(hitRow, [
  'severity',
  'detection',
  'outcome',
  'actor',
  'function',
  'account',
  'region',
] as const)
export type HitList = z.infer<typeof hitList>

export const attackCell = z.object({
  id: z.string(),
  name: z.string(),
  /** Detections that are on or learning, that are off, and that see nothing as things are. */
  on: z.number().int(),
  off: z.number().int(),
  blind: z.number().int(),
  /** In 30 days. */
  hits: z.number().int(),
  alerts: z.number().int(),
  /** Why nothing is seen of it; null where something may be. */
  blindness: z.string().nullable(),
})
export type AttackCell = z.infer<typeof attackCell>
export const attackCoverage = z.object({
  tactics: z.array(z.object({ id: z.string(), name: z.string(), techniques: z.array(attackCell) })),
})
export type AttackCoverage = z.infer<typeof attackCoverage>
