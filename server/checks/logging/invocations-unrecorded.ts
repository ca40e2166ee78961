import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { inWords } from '#server/checks/reliability/function-change.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { DataEventSelector, TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

const parameters = z.object({
  insideToo: z
    .boolean()
    .default(false)
    .describe('Ask it of functions too that only principals of their own account invoke'),
})

type Coverage = 'all' | 'some' | 'none'

const FROM_OUTSIDE = new Set(['internet', 'internet-authenticated', 'other-accounts'])

/** A value may be an ARN or the beginning of one: one that ends inside a function's name may be either. */
function covers(selector: DataEventSelector, functionArn: string): Coverage {
  if (selector.resourceType !== 'AWS::Lambda::Function' || selector.readWrite === 'ReadOnly') return 'none'
  const fits = (value: string) =>
    functionArn === value || (value.endsWith(':') && functionArn.startsWith(value))
  const isWhole = selector.resources.length === 0 || selector.resources.some(fits)
  if (isWhole) return selector.narrowed ? 'some' : 'all'
  return selector.resources.some((value) => functionArn.startsWith(value)) ? 'some' : 'none'
}

/** What a trail records of a function's invocations; undefined where that was not seen. */
function coverageOf(trail: TrailSettingsRecord, functionArn: string): Coverage | undefined {
  if (valueOr(trail.isLogging, false) === false) return 'none'
  if (isUnseen(trail.dataEvents)) return undefined
  const found = (valueOr(trail.dataEvents, []) ?? []).map((selector) => covers(selector, functionArn))
  if (found.includes('all')) return isUnseen(trail.isLogging) ? undefined : 'all'
  return found.includes('some') ? 'some' : 'none'
}

/** Whether a trail records who invokes the function; a fail says nothing yet of whether that matters. */
export function recordingOf(record: FunctionRecord, around: Surroundings): Verdict {
  const trails = around.all('trail', record)
  if (trails.state !== 'known') return unknown(unseen('Trails', trails) ?? 'The trails were not seen.')
  const judged = trails.value.map((trail) => ({ trail, coverage: coverageOf(trail, record.arn) }))
  const by = judged.find(({ coverage }) => coverage === 'all')
  if (by) return pass({ label: 'Trail', value: by.trail.arn })
  const partly = judged.find(({ coverage }) => coverage === 'some')
  if (partly)
    return unknown(`Trail ${partly.trail.name} records some of its invocations; a selector narrows which.`)
  const doubtful = judged.find(({ coverage }) => coverage === undefined)
  if (doubtful) return unknown(`What trail ${doubtful.trail.name} records was not seen.`)
  const evidence = judged.map(({ trail }) => ({
    label: trail.arn,
    value: 'records no data events of it',
  }))
  return { state: 'fail', severity: 'low', summary: 'No trail records who invokes it.', evidence }
}

/** Of requests through an API, a load balancer or a distribution a trail tells no more than that the service invoked it. */
const isDirect = ({ via, audience, certainty }: ReachAnswer) =>
  (via === 'url' || via === 'policy' || via === 'identity') &&
  FROM_OUTSIDE.has(audience) &&
  certainty !== 'unknown'

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { insideToo }: z.infer<typeof parameters>,
): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const verdict = recordingOf(record, around)
  if (verdict.state === 'pass') return verdict
  const reach = around.reach(record.arn)
  const callers = reach.state === 'known' ? reach.value.answers.filter(isDirect).map(({ who }) => who) : []
  if (callers.length === 0 && !insideToo) {
    if (reach.state !== 'known' || reach.value.level === 'unknown')
      return unknown('Who can invoke it is not known, nor whether a trail would have to record it.')
    return notApplicable(
      'Nobody outside its account invokes it other than through a service that keeps access logs; whether to pay for a record of the others is for the organisation to say.',
    )
  }
  if (verdict.state !== 'fail') return verdict
  if (callers.length === 0) return verdict
  return {
    ...verdict,
    severity: 'medium',
    summary: 'No trail records who invokes it, though it can be invoked from outside the account.',
    evidence: [...verdict.evidence, { label: 'Who can invoke it', value: callers.slice(0, 3).join(', ') }],
  }
}

/** Invoke is a data event that writes: trails record it only where they are told to. */
export const invocationsUnrecorded = defineCheck({
  id: 'invocations-unrecorded',
  title: 'Nobody records who invokes it',
  group: 'logging',
  kind: 'function',
  severity: 'medium',
  severityNote: 'Low where only principals of the account can invoke it.',
  why: 'Invocations are data events, which CloudTrail leaves out by default. After an incident nobody can tell which identity called the function, and when.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html',
  ],
  needs: ['functions', 'trails'],
  elsewhere: [
    'Prowler awslambda_function_invoke_api_operations_cloudtrail_logging_enabled',
    'Powerpipe lambda_function_cloudtrail_logging_enabled',
  ],
  risks: ['inadequate-monitoring', 'leaked-credentials'],
  parameters,
  evaluate,
  remediate: (record) =>
    inWords(
      `Add a selector of data events for AWS::Lambda::Function to a trail, for ${record.arn} or for all functions. CloudTrail charges by the event: start with functions that are reached from outside or rarely called.`,
    ),
})
