import { standingFindings } from '#server/assess/apply-exceptions.ts'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { matchesException } from '#server/domain/posture/match-exception.ts'
import { SEVERITIES, severityRank } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type FindingRecord, selectFindings, toFindingRow } from '#server/services/findings/finding-rows.ts'
import { ruleTitles } from '#server/services/findings/rule-titles.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { ExceptionPreview, ExceptionSelector } from './schema.ts'

const MAX_SHOWN = 100
const WIDE = 50

/** What an exception would cover, were it saved now: the same question that is asked when it is. */
export async function previewException(
  context: Context,
  { selector }: { selector: ExceptionSelector },
): Promise<ExceptionPreview> {
  authorise(context, 'reviewer')
  const { pool } = context.store
  const standing = await standingFindings(pool, [], selector.tags.length > 0)
  const covered = standing
    .filter((finding) => matchesException(selector, finding))
    .sort((a, b) => severityRank(a.severity) - severityRank(b.severity))
  const open = covered.filter((finding) => finding.status === 'open')
  const shown = covered.slice(0, MAX_SHOWN).map((finding) => finding.id)
  const [records, titleOf] = await Promise.all([
    queryRows<FindingRecord>(
      pool,
      sql`${selectFindings(sql`(SELECT * FROM finding WHERE id = ANY(${shown}::uuid[]))`)} ORDER BY array_position(${shown}::uuid[], f.id)`,
    ),
    ruleTitles(context),
  ])
  const counts = Map.groupBy(open, (finding) => finding.severity)
  return {
    total: open.length,
    alreadyExcepted: covered.length - open.length,
    bySeverity: Object.fromEntries(
      SEVERITIES.map((severity) => [severity, counts.get(severity)?.length ?? 0]),
    ) as ExceptionPreview['bySeverity'],
    findings: records.map((record) => toFindingRow(record, titleOf)),
    warnings: [...deadParts(selector, standing), ...wideness(selector, open.length)],
  }
}

type Standing = Awaited<ReturnType<typeof standingFindings>>

/** Parts that no finding meets: most often a slip of the pen. */
function deadParts(selector: ExceptionSelector, standing: Standing): string[] {
  const alone = { checks: [], resources: [], arnPatterns: [], tags: [], accounts: [] }
  const resources = new Set(standing.map((finding) => finding.resourceArn))
  const accounts = new Set(standing.map((finding) => finding.accountId))
  const isDead = (part: Partial<typeof selector>) =>
    !standing.some((finding) => matchesException({ ...alone, ...part }, finding))
  return [
    ...selector.checks
      .filter((id) => !CHECK_BY_ID.has(id) && !id.startsWith('own-'))
      .map((id) => `There is no check ${id}.`),
    ...selector.resources.filter((arn) => !resources.has(arn)).map((arn) => `No finding is about ${arn}.`),
    ...selector.arnPatterns
      .filter((pattern) => isDead({ arnPatterns: [pattern] }))
      .map((pattern) => `No finding's resource matches ${pattern}.`),
    ...selector.tags
      .filter((tag) => isDead({ tags: [tag] }))
      .map(
        ({ key, value }) =>
          `No finding's resource or function has the tag ${key}${value === null ? '' : `=${value}`}.`,
      ),
    ...selector.accounts.filter((id) => !accounts.has(id)).map((id) => `No finding is in account ${id}.`),
  ]
}

function wideness({ checks }: ExceptionSelector, covered: number): string[] {
  return [
    ...(checks.length === 0 ? ['It names no check: whatever else is found there is excepted too.'] : []),
    ...(covered > WIDE ? [`It covers ${covered} findings at once.`] : []),
  ]
}
