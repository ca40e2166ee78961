import type { z } from 'zod'
import { CHECKS } from '#server/checks/index.ts'
import { sameChecks } from '#server/domain/posture/same-finding.ts'
import type { ExternalFindingRecord } from '#server/domain/records/external-finding-record.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import {
  chosen,
  type FacetDimension,
  facetColumns,
  facetCounts,
  readFacets,
} from '#server/services/facets.ts'
import { ruleTitles } from '#server/services/findings/rule-titles.ts'
import { accountNames } from '#server/services/scope/account-names.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import { allOf, likePattern, queryRows, sql } from '#server/store/sql.ts'
import type { ExternalFindingList, ExternalFindingRow, listExternalFindingsQuery } from './schema.ts'

type Query = z.infer<typeof listExternalFindingsQuery>
type Key = 'source' | 'severity' | 'account' | 'region'
type Row = { id: number; record: ExternalFindingRecord }
type Function = { id: number; name: string; arn: string; roleArn: string | null }
type Own = { id: string; checkId: string; arns: string[] }

const NAMED = CHECKS.flatMap((check) =>
  check.elsewhere.map((name) => ({ name: name.toLowerCase(), id: check.id })),
)

/** One of our findings that is not closed says the same of the same thing; see sameChecks. Over `r`. */
const IS_SAID = sql`EXISTS (SELECT 1 FROM finding f JOIN resource o ON o.id = f.resource_id
  WHERE f.status <> 'closed' AND f.account_id = r.account_id
    AND (r.summary->'resourceArns' ? o.arn OR r.summary->'resourceArns' ?| f.function_arns)
    AND f.check_id IN (SELECT p.id FROM unnest(${NAMED.map((one) => one.name)}::text[], ${NAMED.map((one) => one.id)}::text[]) AS p (name, id)
      WHERE p.name IN (lower(replace(r.summary->>'source', '-', ' ') || ' ' || (r.summary->>'rule')), lower((r.summary->>'product') || ' ' || (r.summary->>'rule')))
      UNION ALL SELECT 'vulnerable-dependencies' WHERE r.summary->>'source' = 'inspector' AND r.summary->>'rule' ~ '^(CVE|GHSA)-'))`

/** Security Hub hands on what other services say; where their own word is here too, it is shown once. Over `r`. */
const IS_HANDED_ON = sql`(r.summary->>'source' = 'security-hub' AND EXISTS (SELECT 1 FROM resource o
  WHERE o.kind = 'external-finding' AND o.deleted_at IS NULL AND o.account_id = r.account_id AND o.summary->>'source' <> 'security-hub'
    AND o.summary->>'rule' = r.summary->>'rule' AND o.summary->'resourceArns' = r.summary->'resourceArns'))`

const timeOf = (field: ExternalFindingRecord['firstSeenAt']) => (field.state === 'known' ? field.value : null)

/** One page of what other services found, beside our own findings that say the same. */
export async function listExternalFindings(context: Context, query: Query): Promise<ExternalFindingList> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, query)
  const { pool } = context.store
  const dimensions: (FacetDimension & { key: Key })[] = [
    {
      key: 'source',
      value: sql`r.summary->>'source'`,
      column: sql`f_source`,
      selected: chosen(query.source),
    },
    {
      key: 'severity',
      value: sql`r.summary->>'severity'`,
      column: sql`f_severity`,
      selected: chosen(query.severity),
    },
    { key: 'account', value: sql`r.account_id`, column: sql`f_account`, selected: scope.accounts },
    { key: 'region', value: sql`r.region`, column: sql`f_region`, selected: scope.regions },
  ]
  const text = query.q?.trim()
  const where = allOf([
    sql`r.kind = 'external-finding' AND r.deleted_at IS NULL`,
    sql`NOT ${IS_HANDED_ON}`,
    ...(text
      ? [
          sql`(r.name ILIKE ${likePattern(text)} OR r.summary->>'rule' ILIKE ${likePattern(text)} OR r.summary->>'resourceArns' ILIKE ${likePattern(text)})`,
        ]
      : []),
    ...(query.function ? [sql`r.summary->'resourceArns' ? ${query.function}`] : []),
    ...(query.same === 'yes' ? [IS_SAID] : query.same === 'no' ? [sql`NOT ${IS_SAID}`] : []),
  ])
  const base = sql`(SELECT r.id, r.name, r.summary->>'severity' AS severity, ${facetColumns(dimensions)} FROM resource r WHERE ${where}) base`
  const [counts, rows, names, titleOf] = await Promise.all([
    queryRows<Parameters<typeof readFacets>[0][number]>(pool, facetCounts(base, dimensions, true)),
    queryRows<Row>(
      pool,
      sql`SELECT p.id, v.record FROM (SELECT id, row_number() OVER (ORDER BY array_position(${[...SEVERITIES]}::text[], severity), name, id) AS rank
          FROM ${base} WHERE mask = 0) p JOIN resource r ON r.id = p.id JOIN resource_version v ON v.id = r.current_version_id
        ORDER BY p.rank LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`,
    ),
    accountNames(context),
    ruleTitles(context),
  ])
  const arns = [...new Set(rows.flatMap(({ record }) => record.resourceArns))]
  const [functions, own] = await Promise.all([
    queryRows<Function>(
      pool,
      sql`SELECT id, name, arn, summary->>'roleArn' AS "roleArn" FROM resource
        WHERE kind = 'function' AND deleted_at IS NULL AND (arn = ANY(${arns}::text[]) OR summary->>'roleArn' = ANY(${arns}::text[]))`,
    ),
    queryRows<Own>(
      pool,
      sql`SELECT f.id, f.check_id AS "checkId", array_append(f.function_arns, o.arn) AS arns FROM finding f JOIN resource o ON o.id = f.resource_id
        WHERE f.status <> 'closed' AND (o.arn = ANY(${arns}::text[]) OR f.function_arns && ${arns}::text[])`,
    ),
  ])
  const toRow = ({ id, record }: Row): ExternalFindingRow => {
    const about = new Set(record.resourceArns)
    const same = new Set(sameChecks(record, CHECKS))
    const equal = own.find((one) => same.has(one.checkId) && one.arns.some((arn) => about.has(arn)))
    return {
      resourceId: id,
      source: record.source,
      product: record.product,
      rule: record.rule,
      title: record.name,
      description: record.description,
      severity: record.severity,
      accountId: record.accountId,
      accountName: names.get(record.accountId) ?? record.accountId,
      region: record.region,
      functions: functions
        .filter((fn) => about.has(fn.arn) || (fn.roleArn !== null && about.has(fn.roleArn)))
        .map(({ id: functionId, name, arn }) => ({ id: functionId, name, arn })),
      resourceArns: record.resourceArns,
      firstSeenAt: timeOf(record.firstSeenAt),
      lastSeenAt: timeOf(record.lastSeenAt),
      url: record.url,
      sameAs: equal
        ? { findingId: equal.id, checkId: equal.checkId, title: titleOf(equal.checkId).title }
        : null,
    }
  }
  const { total, facets } = readFacets(counts, dimensions, (key, value) =>
    key === 'account' ? (names.get(value) ?? value) : value,
  )
  return { items: rows.map(toRow), total, page: query.page, pageSize: query.pageSize, facets }
}
