import { defineCheck } from '#server/checks/define-check.ts'
import { asObject, asText, parseJson } from '#server/domain/json.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { removePermissions } from './permission-remedy.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** The console, SAM and CDK grant API Gateway's test feature beside each stage: it is no stage of the API. */
const TEST_INVOKE = '/test-invoke-stage/'

/** Sources of these kinds are nowhere collected: the policy alone tells of them. */
const NOT_COLLECTED = new Set<Trigger['kind']>(['iot', 'config', 'codepipeline', 'service'])

const isLeft = ({ sides, source }: Trigger) => sides === 'grant only' && !source.includes(TEST_INVOKE)

/** A bucket's name can be taken by anybody once it is free; other sources stay within their account. */
function severityOf({ kind, sourceAccountId }: Trigger): Severity {
  if (kind === 's3' && sourceAccountId === null) return 'medium'
  return kind === 'url' ? 'info' : 'low'
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const hidden = whyUnseen('Its resource policy', record.policy)
  const triggers = around.triggers(record.arn)
  if (triggers.state !== 'known')
    return unknown(hidden ?? whyUnseen('Its triggers', triggers) ?? 'Not known.')
  const left = triggers.value.filter(isLeft)
  const [worst] = left.map(severityOf).toSorted((a, b) => severityRank(a) - severityRank(b))
  if (worst) {
    return {
      state: 'fail',
      severity: worst,
      summary: `It still lets in what is no longer there: ${listed([...new Set(left.map(({ sourceName }) => sourceName))])}.`,
      evidence: left.flatMap(({ sourceName, liveReason, evidence }) => [
        { label: sourceName, value: liveReason },
        ...evidence
          .filter(({ side }) => side === 'grant')
          .map(({ text, quote }) => ({ label: text, value: quote ?? text })),
      ]),
    }
  }
  if (hidden) return unknown(hidden)
  if (record.policy.state === 'absent' && record.qualifiedPolicies.state !== 'known')
    return notApplicable('It has no resource policy.')
  const unseen = triggers.value.filter(
    ({ kind, sides, evidence }) =>
      sides === 'unknown' && !NOT_COLLECTED.has(kind) && evidence.some(({ side }) => side === 'grant'),
  )
  if (unseen[0])
    return unknown(`Whether ${unseen[0].sourceName} is still there cannot be told: ${unseen[0].liveReason}.`)
  return pass({ label: 'Resource policy', value: 'Each source that it lets in is there' })
}

/** Source: Lambda Developer Guide, "Working with resource-based IAM policies": deleting a source leaves its statement. */
export const grantWithoutSourceLeft = defineCheck({
  id: 'grant-without-source-left',
  title: 'Grant is left over from a source that is gone',
  group: 'exposure',
  kind: 'function',
  severity: 'low',
  severityNote:
    'Medium for a bucket without source account, whose name anybody can take; info for a statement of a function URL.',
  why: 'A statement that nobody needs is a way in that nobody watches: whoever makes a source of that name again can invoke the function.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  needs: ['functions', 'apis', 'event-rules', 'buckets', 'topic-subscriptions'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'insecure-deployment-configuration'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const triggers = around.triggers(record.arn)
    const left = (triggers.state === 'known' ? triggers.value : []).filter(isLeft)
    const statements = left.flatMap(({ qualifier, evidence }) =>
      evidence.flatMap(({ side, quote }) => {
        const sid = side === 'grant' && quote !== null ? asText(asObject(parseJson(quote)).Sid) : undefined
        return sid === undefined ? [] : [{ sid, qualifier }]
      }),
    )
    return {
      text: 'Remove the statement once its owner says that the source is gone for good. Where a template made it, remove it there.',
      cli: removePermissions(record, statements),
      cloudformation: null,
      terraform: null,
    }
  },
})
