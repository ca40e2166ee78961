import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { opennessOf, readPolicy } from './openness.ts'
import { outsidersOf, TRUSTED_ACCOUNTS } from './outside-accounts.ts'
import { queueUrl } from './queue-public.ts'
import { listed, notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

const ACTIONS = ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:PurgeQueue']

function evaluate(
  record: EventSourceRecord,
  around: Surroundings,
  { trustedAccounts }: { trustedAccounts: string[] },
): Verdict {
  if (record.sourceType !== 'sqs') return notApplicable('It is no queue.')
  if (record.exists.state === 'known' && !record.exists.value) return notApplicable('There is no such queue.')
  const hidden = whyUnseen(`Policy of queue ${record.name}`, record.policy)
  if (hidden) return unknown(hidden)
  if (record.policy?.state !== 'known') return notApplicable('It has no policy: its own account alone.')
  const policy = readPolicy(record.policy.value, `policy of queue ${record.name}`)
  if (!policy) return unknown(`The policy of queue ${record.name} could not be understood.`)
  const owner = parseArn(record.arn)?.accountId ?? record.accountId
  const asked = { policy, resource: record.arn, actions: ACTIONS }
  const all = outsidersOf(asked, owner, trustedAccounts, around)
  const outside = all.filter(({ trust }) => trust === 'outside')
  if (outside.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `It may be used from outside the organisation: ${listed(outside.map(({ who }) => who))}.`,
      evidence: outside.flatMap(({ evidence }) => evidence),
    }
  }
  const unsure = all.filter(({ trust }) => trust === 'unknown')
  if (unsure.length > 0)
    return unknown(
      `The organisation was not read, so whether it is one of ours cannot be told: ${listed(unsure.map(({ who }) => who))}.`,
    )
  if (opennessOf(asked).state === 'open')
    return notApplicable('It is open to everyone, which is the finding of a check of its own.')
  if (all.length > 0) return pass(...all.map(({ who, trust }) => ({ label: who, value: trust })))
  return pass({ label: 'Policy', value: 'Names no other account' })
}

/** Source: SQS Developer Guide, "Granting cross-account permissions". */
export const queueOpenToAccounts = defineCheck({
  id: 'queue-open-to-accounts',
  title: 'Queue of a function open outside the organisation',
  group: 'exposure',
  kind: 'event-source',
  severity: 'medium',
  severityNote: null,
  why: 'Whoever controls the other account can feed the function behind the queue, or take its messages.',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html',
  ],
  needs: ['event-sources', 'organization'],
  elsewhere: ['Prowler sqs_queues_not_publicly_accessible', 'Cloud Custodian sqs cross-account'],
  risks: ['event-data-injection', 'ungoverned-assets'],
  parameters: TRUSTED_ACCOUNTS,
  evaluate,
  remediate: (record) => ({
    text: 'Ask who owns the account. Take it out of the policy where nobody does; where it is a partner’s, name it among the trusted accounts of this check.',
    cli: `aws sqs get-queue-attributes ${regionOf(record)} --queue-url ${shellWord(queueUrl(record.arn))} --attribute-names Policy`,
    cloudformation: null,
    terraform: null,
  }),
})
