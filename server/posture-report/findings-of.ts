import type { AnyCheck } from '#server/checks/define-check.ts'
import { evaluateCheck, remedyFor } from '#server/checks/evaluate-check.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import { matchesException } from '#server/domain/posture/match-exception.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import type { Fail, Verdict, VerdictState } from '#server/domain/verdict.ts'
import type { PostureFinding } from './posture-finding.ts'

export type ReportedException = {
  selector: Parameters<typeof matchesException>[0]
  reason: string
  expiresAt: string | null
}

export type FindingsInput = {
  records: readonly ResourceRecord[]
  around: Surroundings
  checks: readonly { check: AnyCheck; parameters?: unknown }[]
  statuses: ReadonlySet<VerdictState>
  exceptions?: readonly ReportedException[]
  /** Set where something is known of a check and a record that goes before its verdict. */
  insteadOf?: (checkId: string, record: ResourceRecord) => Verdict | undefined
  /** Verdicts of rules of the organisation's own on a record. */
  ownVerdicts?: (record: ResourceRecord) => Iterable<{ rule: OwnRuleMeta; verdict: Verdict }>
  /** Where what a verdict is about is written. */
  locate?: (record: ResourceRecord, verdict: Verdict) => PostureFinding['location']
  /** What tells the functions behind a record, where that is not what the checks look at. */
  behind?: Surroundings
}
export type OwnRuleMeta = { id: string; title: string; severity: Severity; remediation: string }

type Judged = Pick<PostureFinding, 'checkId' | 'title' | 'group'> & {
  verdict: Verdict
  severity: Severity
  remediate: (verdict: Fail) => PostureFinding['remediation']
}

/** The verdicts of all checks on all records, one after the other, as they are reported. */
export function* findingsOf(input: FindingsInput): Generator<PostureFinding> {
  const byKind = Map.groupBy(input.checks, ({ check }) => check.kind)
  for (const record of input.records) {
    for (const { check, parameters } of byKind.get(record.kind) ?? []) {
      const verdict =
        input.insteadOf?.(check.id, record) ?? evaluateCheck(check, record, input.around, parameters)
      if (!verdict || !input.statuses.has(verdict.state)) continue
      const remediate = (fail: Fail) => remedyFor(check, record, fail, input.around)
      const { id: checkId, title, group, severity } = check
      yield reported(input, record, { checkId, title, group, severity, verdict, remediate })
    }
    for (const { rule, verdict } of input.ownVerdicts?.(record) ?? []) {
      if (!input.statuses.has(verdict.state)) continue
      const { id: checkId, title, severity, remediation: text } = rule
      const remediate = () =>
        text === '' ? null : { text, cli: null, cloudformation: null, terraform: null }
      yield reported(input, record, { checkId, title, group: 'own', severity, verdict, remediate })
    }
  }
}

function summaryOf(verdict: Verdict): string {
  if (verdict.state === 'fail') return verdict.summary
  return verdict.state === 'pass' ? '' : verdict.reason
}

function reported(input: FindingsInput, record: ResourceRecord, judged: Judged): PostureFinding {
  const { around, exceptions = [], locate } = input
  const { verdict, remediate, severity, ...said } = judged
  const isFail = verdict.state === 'fail'
  const functionArns =
    (isFail ? verdict.affects : undefined) ?? functionsBehind(record, input.behind ?? around)
  const finding: PostureFinding = {
    ...said,
    status: verdict.state,
    severity: isFail ? verdict.severity : severity,
    resourceArn: record.arn,
    resourceName: record.name,
    resourceKind: record.kind,
    accountId: record.accountId,
    region: record.region,
    functionArns,
    summary: summaryOf(verdict),
    evidence: 'evidence' in verdict ? verdict.evidence : [],
    remediation: isFail ? remediate(verdict) : null,
  }
  const location = locate?.(record, verdict)
  if (location) finding.location = location
  const covering = isFail ? coveringOf(exceptions, finding, record, around) : undefined
  if (covering) finding.excepted = { reason: covering.reason, expiresAt: covering.expiresAt }
  return finding
}

function coveringOf(
  exceptions: readonly ReportedException[],
  { checkId, resourceArn, accountId, functionArns }: PostureFinding,
  record: ResourceRecord,
  around: Surroundings,
): ReportedException | undefined {
  if (exceptions.length === 0) return undefined
  const functions = functionArns.map((arn) => around.find('function', arn))
  const tags = [
    ...tagsOf(record),
    ...functions.flatMap((fn) => (fn.state === 'known' ? tagsOf(fn.value) : [])),
  ]
  return exceptions.find(({ selector }) =>
    matchesException(selector, { checkId, resourceArn, accountId, tags }),
  )
}

function tagsOf(record: ResourceRecord): Record<string, string>[] {
  return 'tags' in record && record.tags?.state === 'known' ? [record.tags.value] : []
}
