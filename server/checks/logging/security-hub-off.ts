import { defineCheck } from '#server/checks/define-check.ts'
import { pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'

import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { noFunctionsHere } from './functions-here.ts'

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const nothing = noFunctionsHere(record, around)
  if (nothing) return nothing
  const hidden = unseen('Security Hub', record.securityHub)
  if (hidden) return unknown(hidden)
  const isOn = record.securityHub.state === 'known' && record.securityHub.value.enabled
  const evidence = [{ label: 'Security Hub', value: isOn ? 'on' : 'off' }]
  if (isOn) return pass(...evidence)
  return { state: 'fail', severity: 'info', summary: `Security Hub is off in ${record.region}.`, evidence }
}

/** Off by default: which tools gather findings is the organisation’s choice. */
export const securityHubOff = defineCheck({
  id: 'security-hub-off',
  title: 'Security Hub is off',
  group: 'logging',
  kind: 'safeguards',
  severity: 'info',
  severityNote: null,
  off: 'Which tool gathers the findings of others is the organisation’s choice.',
  why: 'Security Hub gathers what GuardDuty, Inspector, Macie and others find, beside its own checks. Sightline shows its findings about functions next to its own.',
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/what-is-securityhub.html'],
  needs: ['safeguards'],
  elsewhere: ['Prowler securityhub_enabled'],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch Security Hub on where its findings are wanted; it is charged by checks and findings.',
    cli: `aws securityhub enable-security-hub ${regionOf(record)}`,
    cloudformation: properties('AWS::SecurityHub::Hub', { EnableDefaultStandards: true }),
    terraform: argumentsOf('aws_securityhub_account', { enable_default_standards: true }),
  }),
})
