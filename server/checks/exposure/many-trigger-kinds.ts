import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Trigger, TriggerKind } from '#server/domain/triggers/trigger.ts'
import { NAMING_KINDS, type NamingKind } from '#server/domain/triggers/unseen-sources.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const parameters = z.object({
  maxKinds: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(2)
    .describe('Kinds of live triggers that one function may have'),
})

/** Grants to principals are no event sources; a distribution before a URL is one way in with it. */
function kindOf({ kind }: Trigger): TriggerKind | null {
  if (kind === 'account' || kind === 'anyone') return null
  return kind === 'cloudfront' ? 'url' : kind
}

const kindsOf = (triggers: Trigger[]) => [...new Set(triggers.flatMap((one) => kindOf(one) ?? []))]

const isGlobal = (kind: NamingKind) => kind === 'bucket' || kind === 'distribution'

function uncollected(fn: FunctionRecord, around: Surroundings): string[] {
  const kinds = Object.keys(NAMING_KINDS) as NamingKind[]
  return kinds
    .filter((kind) => {
      const region = isGlobal(kind) ? GLOBAL_REGION : fn.region
      return !around.isCollected(kind, { accountId: fn.accountId, region })
    })
    .map((kind) => NAMING_KINDS[kind])
}

function evaluate(
  record: FunctionRecord,
  around: Surroundings,
  { maxKinds }: z.infer<typeof parameters>,
): Verdict {
  const triggers = around.triggers(record.arn)
  if (triggers.state !== 'known')
    return unknown(whyUnseen('Its triggers', triggers) ?? 'Its triggers are not known.')
  const live = triggers.value.filter((trigger) => trigger.live === true)
  const kinds = kindsOf(live)
  if (kinds.length > maxKinds) {
    return {
      state: 'fail',
      severity: 'low',
      summary: `It is invoked by ${kinds.length} kinds of triggers (${kinds.join(', ')}), more than ${maxKinds}.`,
      evidence: live.map(({ kind, sourceName, detail }) => ({
        label: kind,
        value: `${sourceName}: ${detail}`,
      })),
    }
  }
  const perhaps = kindsOf(triggers.value.filter((trigger) => trigger.live !== false))
  if (perhaps.length > maxKinds) return unknown('Whether some of its triggers are live was not seen.')
  const missing = uncollected(record, around)
  if (missing.length > 0) return unknown(`Triggers of these kinds were not collected: ${missing.join(', ')}.`)
  if (kinds.length === 0) return notApplicable('It has no live trigger.')
  return pass({ label: 'Kinds of triggers', value: kinds.join(', ') })
}

/** Source: PureSec's governance rules: one function, one kind of event. */
export const manyTriggerKinds = defineCheck({
  id: 'many-trigger-kinds',
  title: 'Several kinds of triggers on one function',
  group: 'exposure',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Each kind of event has a form, a failure mode and a set of permissions of its own. A function that takes many has the sum of their attack surfaces and of their rights.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html'],
  needs: ['functions', 'event-source-mappings', 'apis'],
  elsewhere: ['serverless-rules WS1002', 'PureSec lambda_function_with_multiple_triggers'],
  risks: ['event-data-injection', 'over-privileged-roles'],
  parameters,
  evaluate,
  remediate: () => ({
    text: 'Give each kind of event a function of its own, with a role of its own, and let them share code by a package. Nothing needs to be done at once.',
    cli: null,
    cloudformation: null,
    terraform: null,
  }),
})
