import type { AnyCheck } from '#server/checks/define-check.ts'
import { evaluateCheck } from '#server/checks/evaluate-check.ts'
import { CHECK_BY_ID, CHECKS } from '#server/checks/index.ts'
import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { GLOBAL_REGION, RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import { locate } from './locate.ts'
import type { Located } from './records/stack.ts'
import type { Home } from './template/home.ts'

/**
 * Kinds of which a template is taken at its word that there are no others: who reads a queue is written beside it.
 * Of all other kinds there may be more in the account: what is not in the template is not known.
 */
const WHOLE_KINDS = ['event-source-mapping']

function estates(records: readonly Located[], { accountId, region }: Home, table: ActionTable, now: number) {
  const all = records.map(({ record }) => record)
  const places = [`${accountId}/${region}`, `${accountId}/${GLOBAL_REGION}`]
  const keys = (kinds: readonly string[]) =>
    new Set(places.flatMap((place) => kinds.map((kind) => `${place}/${kind}`)))
  const make = (kinds: readonly string[]) => new Estate({ records: all, collected: keys(kinds), now, table })
  return { known: make(WHOLE_KINDS), own: make(RESOURCE_KINDS) }
}

/** Checks that are asked for by their ids, else those that are on by themselves. */
export function chosenChecks(ids: readonly string[] | undefined): readonly AnyCheck[] {
  if (ids) return ids.flatMap((id) => CHECK_BY_ID.get(id) ?? [])
  return CHECKS.filter(({ off }) => off === undefined)
}

type Input = {
  file: string
  home: Home
  table: ActionTable
  now: number
  checks: readonly AnyCheck[]
}

/** Hands on each verdict of the checks on one template's records; the finding is made where it is asked for. */
export function evaluateRecords(
  records: readonly Located[],
  input: Input,
  hand: (status: PostureFinding['status'], finding: () => PostureFinding) => void,
): void {
  const { known, own } = estates(records, input.home, input.table, input.now)
  const byKind = Map.groupBy(input.checks, (check) => check.kind)
  for (const mapped of records)
    for (const check of byKind.get(mapped.record.kind) ?? []) {
      const verdict = evaluateCheck(check, mapped.record, known)
      if (verdict)
        hand(verdict.state, () => findingOf(check, mapped, verdict, { known, own, file: input.file }))
    }
}

function summaryOf(verdict: Verdict): string {
  if (verdict.state === 'fail') return verdict.summary
  return verdict.state === 'pass' ? '' : verdict.reason
}

function findingOf(
  check: AnyCheck,
  mapped: Located,
  verdict: Verdict,
  { known, own, file }: { known: Surroundings; own: Surroundings; file: string },
): PostureFinding {
  const { record } = mapped
  const isFail = verdict.state === 'fail'
  const shown = verdict.state === 'fail' || verdict.state === 'pass' ? verdict.evidence : []
  const evidence = [...shown, { label: 'Defined as', value: mapped.id }]
  return {
    checkId: check.id,
    title: check.title,
    group: check.group,
    status: verdict.state,
    severity: isFail ? verdict.severity : check.severity,
    resourceArn: record.arn,
    resourceName: record.name,
    resourceKind: record.kind,
    accountId: record.accountId,
    region: record.region,
    functionArns: (isFail && verdict.affects) || functionsBehind(record, own),
    summary: summaryOf(verdict),
    evidence,
    remediation: isFail ? check.remediate(record, verdict, known) : null,
    location: { file, ...(isFail ? locate(mapped, shown) : mapped.place) },
  }
}
