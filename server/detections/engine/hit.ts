import type { Detection, DetectionContext, DetectionMatch } from '#server/detections/define-detection.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import type { AllowSubject } from './allow.ts'
import type { Rule } from './rule.ts'
import { fingerprintText } from './state-text.ts'

/** A detection fired: on one record, or on a stretch of them. */
export type Hit = {
  detectionId: string
  kind: Detection['kind']
  accountId: string
  region: string
  /** What makes two hits one incident. */
  fingerprint: string
  severity: Severity
  /** Why it is not the catalogue's severity. */
  severityNote?: string
  title: string
  summary: string
  functionName: string | null
  functionArns: string[]
  resources: string[]
  actorArn: string
  actorName: string
  /** Who, with what and from where, as allow-list entries ask. */
  by: AllowSubject
  at: Date
  lastAt: Date
  /** Records; of a threshold or rate the most in one window, of a sequence its steps. */
  count: number
  /** Records that it rests on, where `count` says something else. */
  records?: number
  /** Some of the records, at most 20. */
  eventIds: string[]
  evidence: Evidence[]
}

const MAX_RESOURCES = 50
/** Longest texts of a hit, in characters: names in AWS are shorter, but a record may hold anything. */
const MAX = { title: 300, summary: 600, name: 200, resource: 2_048, evidence: 2_000 }
const cut = (text: string, length: number) => (text.length > length ? `${text.slice(0, length - 1)}…` : text)

export type Extent = { atMs: number; lastAtMs: number; count: number; records: number; eventIds: string[] }

/** Kinds of which each record is judged for itself, so that a hit is about that record. */
export const ONE_BY_ONE: ReadonlySet<Detection['kind']> = new Set(['single', 'first-seen'])

/**
 * Makes a hit of what a detection says of a record, over the stretch that it rests on. Of a stretch, region and resources of
 * its last record are no part of what it is: another order would have given another record.
 */
export function makeHit(
  rule: Rule,
  record: TrailRecord,
  match: DetectionMatch,
  extent: Extent,
  context: DetectionContext,
): Hit {
  const { detection } = rule
  const { accountId } = record
  const region = match.region ?? record.region
  const isOne = ONE_BY_ONE.has(detection.kind)
  const place = match.region ?? (isOne ? record.region : '*')
  const resources = [...(match.resources ?? []), ...(isOne ? record.resources : [])].map((one) =>
    cut(one, MAX.resource),
  )
  const functionName = match.functionName === null ? null : cut(match.functionName, MAX.name)
  const hit: Hit = {
    detectionId: detection.id,
    kind: detection.kind,
    accountId,
    region,
    fingerprint: fingerprintText(`${detection.id}:${accountId}:${place}:${match.key}`),
    severity: rule.severity ?? match.severity ?? detection.severity,
    title: cut(match.title, MAX.title),
    summary: cut(match.summary, MAX.summary),
    functionName,
    functionArns: functionName === null ? [] : [arnOf(accountId, region, functionName, context)],
    resources: [...new Set(resources)].sort().slice(0, MAX_RESOURCES),
    actorArn: record.actorArn,
    actorName: record.actorName,
    by: {
      accountId,
      actorArn: record.actorArn,
      roleArn: record.roleArn,
      tool: record.tool,
      sourceIp: record.sourceIp,
      functionName: functionName ?? record.functionName,
    },
    at: new Date(extent.atMs),
    lastAt: new Date(extent.lastAtMs),
    count: extent.count,
    records: extent.records,
    eventIds: extent.eventIds,
    evidence: match.evidence.map(({ label, value }) => ({ label, value: cut(value, MAX.evidence) })),
  }
  if (rule.severity === null && match.severityNote !== undefined) hit.severityNote = match.severityNote
  return hit
}

function arnOf(accountId: string, region: string, name: string, context: DetectionContext): string {
  const known = context.functionOf(accountId, region, name)?.arn
  if (known) return known
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`
}
