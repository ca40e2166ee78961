import { AllowList, type AllowSubject } from '#server/detections/engine/allow.ts'
import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readCatalogue } from '#server/services/detections/catalogue.ts'
import { type HitRecord, selectHits, toHitRow } from '#server/services/detections/hit-rows.ts'
import { allOf, queryRows, sql } from '#server/store/sql.ts'
import type { AllowPreview, AllowSelector } from './schema.ts'

const DAYS = 30
const MAX_SHOWN = 100
const MAX_HITS = 20_000
const WIDE_SHARE = 0.5

type Act = AllowSubject & {
  id: string
  detectionId: string
  severity: Severity
  at: Date
  allowedBy: string | null
}

type Recent = { acts: Act[]; of: number; isCut: boolean }

/** What an entry's detections and account found in the last days, with who did the newest of its records, with what and from where. */
async function recentActs(
  { store, clock }: Context,
  { detectionIds, accountId }: AllowSelector,
): Promise<Recent> {
  const from = new Date(clock() - DAYS * DAY_MS)
  const mayFit = allOf([
    sql`at >= ${from}`,
    ...(detectionIds.length === 0 ? [] : [sql`detection_id = ANY(${detectionIds}::text[])`]),
    ...(accountId === null ? [] : [sql`account_id = ${accountId}`]),
  ])
  const [acts, [all]] = await Promise.all([
    queryRows<Act>(
      store.pool,
      sql`SELECT h.id, h.detection_id AS "detectionId", h.severity, h.at, h.allowed_by AS "allowedBy", h.account_id AS "accountId",
          h.actor_arn AS "actorArn", coalesce(t.role_arn, t.raw #>> '{userIdentity,sessionContext,sessionIssuer,arn}') AS "roleArn", coalesce(t.tool, 'unknown') AS tool, t.source_ip AS "sourceIp",
          coalesce(h.function_name, t.function_name) AS "functionName"
        FROM (SELECT * FROM detection_hit WHERE ${mayFit} ORDER BY at DESC LIMIT ${MAX_HITS}) h
        LEFT JOIN LATERAL (SELECT * FROM trail_event t WHERE t.event_id = ANY(h.event_ids) AND t.actor_arn = h.actor_arn
          AND t.event_time BETWEEN h.at AND h.last_at ORDER BY t.event_time DESC LIMIT 1) t ON true`,
    ),
    queryRows<{ of: number }>(
      store.pool,
      sql`SELECT count(*)::int AS of FROM detection_hit WHERE at >= ${from}`,
    ),
  ])
  return { acts, of: all?.of ?? 0, isCut: acts.length >= MAX_HITS }
}

/** What an entry would have kept from being alerts in the last thirty days: the same question that is asked of each hit. */
export async function previewAllowEntry(
  context: Context,
  { selector }: { selector: AllowSelector },
): Promise<AllowPreview> {
  authorise(context, 'reviewer')
  const list = new AllowList([{ ...selector, id: 'preview' }])
  const { acts, of, isCut } = await recentActs(context, selector)
  const covered = acts
    .filter((act) => list.entryFor(act.detectionId, act) !== undefined)
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity) || b.at.getTime() - a.at.getTime())
  const fresh = covered.filter((act) => act.allowedBy === null)
  const shown = covered.slice(0, MAX_SHOWN).map((act) => act.id)
  const records = await queryRows<HitRecord>(
    context.store.pool,
    sql`${selectHits(sql`(SELECT * FROM detection_hit WHERE id = ANY(${shown}::uuid[]))`)} ORDER BY array_position(${shown}::uuid[], h.id)`,
  )
  const counts = Map.groupBy(covered, (act) => act.severity)
  return {
    days: DAYS,
    total: covered.length,
    alreadyAllowed: covered.length - fresh.length,
    of,
    bySeverity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, counts.get(severity)?.length ?? 0]),
    ) as AllowPreview['bySeverity'],
    hits: records.map(toHitRow),
    warnings: [
      ...(await unknownParts(context, selector)),
      ...wideness(selector, covered.length, of),
      ...(isCut
        ? [`Only the newest ${MAX_HITS.toLocaleString('en-US')} hits were looked at: it may cover more.`]
        : []),
    ],
  }
}

/** Parts that nothing is called by: most often a slip of the pen. */
async function unknownParts({ store }: Context, selector: AllowSelector): Promise<string[]> {
  const { detections } = await readCatalogue()
  const ids = new Set(detections.map((one) => one.id))
  const { accountId, functionName, principal } = selector
  const isName = functionName !== null && !/[*?]/.test(functionName)
  const [known] = await queryRows<{ account: boolean; fn: boolean }>(
    store.pool,
    sql`SELECT EXISTS (SELECT 1 FROM aws_account WHERE id = ${accountId}) AS account,
      EXISTS (SELECT 1 FROM resource WHERE kind = 'function' AND name = ${functionName}) AS fn`,
  )
  return [
    ...selector.detectionIds.filter((id) => !ids.has(id)).map((id) => `There is no detection ${id}.`),
    ...(accountId !== null && !known?.account ? [`Account ${accountId} is not watched.`] : []),
    ...(isName && !known?.fn ? [`No function is called ${functionName}.`] : []),
    ...(principal !== null && !/[*?]/.test(principal) && !principal.startsWith('arn:')
      ? ['The principal is no ARN and has no * in it: it fits nothing.']
      : []),
  ]
}

function wideness(selector: AllowSelector, covered: number, of: number): string[] {
  const { detectionIds, principal } = selector
  return [
    ...(detectionIds.length === 0
      ? ['It names no detection: whatever else is found there is allowed too.']
      : []),
    ...(principal !== null && /^[*?]+$/.test(principal) ? ['The principal is anybody.'] : []),
    ...(of >= 10 && covered / of > WIDE_SHARE
      ? [`It covers ${covered} of ${of} hits: more than half of all that was found.`]
      : []),
  ]
}
