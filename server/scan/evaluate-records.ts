import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { Estate } from '#server/domain/posture/estate.ts'
import { GLOBAL_REGION, RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { VERDICT_STATES } from '#server/domain/verdict.ts'
import { type FindingsInput, findingsOf } from '#server/posture-report/findings-of.ts'
import type { PostureFinding } from '#server/posture-report/posture-finding.ts'
import { locate } from './locate.ts'
import type { Located } from './records/stack.ts'
import type { Home } from './template/home.ts'

/**
 * Kinds of which a template is taken at its word that there are no others: who reads a queue is written beside it.
 * Of all other kinds there may be more in the account: what is not in the template is not known.
 */
const WHOLE_KINDS = ['event-source-mapping']

const EVERY = new Set(VERDICT_STATES)

type Input = Pick<FindingsInput, 'checks' | 'exceptions'> & {
  file: string
  home: Home
  table: ActionTable
  now: number
}

/** The verdicts of the checks on the records of one template, each with the place that it is about. */
export function* evaluateRecords(located: readonly Located[], input: Input): Iterable<PostureFinding> {
  const { file, home, table, now, checks, exceptions } = input
  const places = [`${home.accountId}/${home.region}`, `${home.accountId}/${GLOBAL_REGION}`]
  const records = located.map(({ record }) => record)
  const estate = (kinds: readonly string[]) => {
    const collected = new Set(places.flatMap((place) => kinds.map((kind) => `${place}/${kind}`)))
    return new Estate({ records, collected, now, table })
  }
  const keyOf = ({ kind, arn }: Pick<ResourceRecord, 'kind' | 'arn'>) => `${kind} ${arn}`
  const byKey = new Map(located.map((one) => [keyOf(one.record), one]))
  const findings = findingsOf({
    records,
    around: estate(WHOLE_KINDS),
    behind: estate(RESOURCE_KINDS),
    checks,
    statuses: EVERY,
    ...(exceptions ? { exceptions } : {}),
    locate: (record, verdict) => {
      const one = byKey.get(keyOf(record))
      if (!one) return undefined
      return { file, ...(verdict.state === 'fail' ? locate(one, verdict.evidence) : one.place) }
    },
  })
  for (const finding of findings) {
    const id = byKey.get(`${finding.resourceKind} ${finding.resourceArn}`)?.id
    yield id === undefined
      ? finding
      : { ...finding, evidence: [...finding.evidence, { label: 'Resource of the file', value: id }] }
  }
}
