import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import type { FunctionActivity, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { shellWord } from '#server/domain/text.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { madeForPlatform, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** Replicas of Lambda@Edge count their invocations in the regions that they run in. */
function runsAtEdge({ arn }: FunctionRecord, around: Surroundings): boolean {
  const triggers = around.triggers(arn)
  return (
    triggers.state === 'known' &&
    triggers.value.some(
      ({ kind, qualifier, detail }) =>
        kind === 'cloudfront' && qualifier !== null && /^(?:viewer|origin)-/.test(detail),
    )
  )
}

function severityOf(record: FunctionRecord, around: Surroundings): Severity {
  const reach = around.reach(record.arn)
  const access = record.roleArn.state === 'known' ? around.access(record.roleArn.value) : record.roleArn
  const isOpen = reach.state === 'known' && reach.value.level === 'internet'
  const isDangerous =
    access.state === 'known' && (access.value.level === 'critical' || access.value.level === 'high')
  return isOpen || isDangerous ? 'medium' : 'low'
}

const isRecent = (at: string | undefined, since: number) => at !== undefined && Date.parse(at) >= since

function wasUsed(
  { lastInvokedAt, invocations30d, invocations7d }: FunctionActivity,
  days: number,
  since: number,
) {
  if (lastInvokedAt !== null) return isRecent(lastInvokedAt, since)
  return days < 30 ? invocations7d > 0 : invocations30d > 0
}

function evaluate(record: FunctionRecord, around: Surroundings, days: number): Verdict {
  const made = madeForPlatform(record)
  if (made) return made
  const activity = around.activity(record.arn)
  if (activity.state !== 'known') return unknown(`How often it is invoked: ${whyUnseen(activity)}.`)
  const { daysSeen, lastInvokedAt } = activity.value
  const since = around.now - days * DAY_MS
  const last = { label: 'Last invoked', value: lastInvokedAt ?? `not in the last ${daysSeen} days` }
  if (wasUsed(activity.value, days, since)) return pass(last)
  const origin = around.origin(record.arn)
  if (origin.state === 'known' && isRecent(origin.value.created?.at, since))
    return notApplicable(`It was created less than ${days} days ago.`)
  if (runsAtEdge(record, around))
    return notApplicable('It runs as Lambda@Edge, which counts its invocations in other regions.')
  if (daysSeen < days) return unknown(`Metrics of ${daysSeen} days are stored, not of ${days}.`)
  return {
    state: 'fail',
    severity: severityOf(record, around),
    summary: `Nothing invoked it for ${days} days.`,
    evidence: [last, { label: 'Days of metrics', value: String(daysSeen) }],
    ...(lastInvokedAt === null ? {} : { since: lastInvokedAt }),
  }
}

export const functionUnused = defineCheck({
  id: 'function-unused',
  title: 'Function that nothing invokes',
  group: 'governance',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where the internet reaches it or its role is dangerous.',
  why: 'Nobody patches or watches what nobody uses, while its triggers, its role and its secrets stay within reach.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html',
  ],
  needs: ['functions', 'lambda-metrics'],
  elsewhere: ['ElectricEye Lambda.1'],
  risks: ['ungoverned-assets'],
  parameters: z.object({
    days: z.number().int().min(7).max(30).default(30).describe('Days without an invocation'),
  }),
  evaluate: (record, around, { days }) => evaluate(record, around, days),
  remediate: (record) => ({
    text: 'Ask its owner and look for jobs that run once a quarter. Switch it off first, as here, which can be undone; keep its code and delete it when nobody missed it.',
    cli: `aws lambda put-function-concurrency ${regionOf(record)} --function-name ${shellWord(record.name)} --reserved-concurrent-executions 0`,
    cloudformation: null,
    terraform: null,
  }),
})
