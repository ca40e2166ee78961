import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, regionOf } from '#server/checks/remedy.ts'
import { notApplicable, pass, unseen } from '#server/checks/secrets/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate(record: SafeguardsRecord, around: Surroundings): Verdict {
  const functions = around.all('function', record)
  if (functions.state === 'known' && functions.value.length === 0)
    return notApplicable('There are no functions in the region.')
  const hidden = unseen('Amazon Inspector', record.inspector)
  if (hidden) return hidden
  const scans = valueOr(record.inspector, { lambda: false, lambdaCode: false, ecr: false })
  if (scans?.lambda)
    return pass(
      { label: 'Scan of packages', value: 'on' },
      { label: 'Scan of code', value: scans.lambdaCode ? 'on' : 'off' },
    )
  const notSeen = unseen('Functions of the region', functions)
  if (notSeen) return notSeen
  const count = functions.state === 'known' ? functions.value.length : 0
  return {
    state: 'fail',
    severity: 'medium',
    summary: `Amazon Inspector does not scan the ${count === 1 ? 'function' : `${count} functions`} of the region.`,
    evidence: [{ label: 'Lambda standard scanning', value: 'off' }],
  }
}

export const inspectorOff = defineCheck({
  id: 'inspector-off',
  title: 'Inspector does not scan functions',
  group: 'code',
  kind: 'safeguards',
  severity: 'medium',
  severityNote: null,
  why: 'Nothing tells when a hole becomes known in a package that is deployed already.',
  references: ['https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html'],
  needs: ['safeguards', 'functions'],
  elsewhere: ['Prowler inspector2_is_enabled', 'Security Hub Inspector.4', 'ElectricEye Lambda.8'],
  risks: ['insecure-dependencies', 'inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Switch on Lambda standard scanning. It is charged by function and month; where an organisation manages Inspector, its delegated administrator does it.',
    cli: `aws inspector2 enable ${regionOf(record)} --resource-types LAMBDA`,
    cloudformation: null,
    terraform: argumentsOf('aws_inspector2_enabler', {
      account_ids: [record.accountId],
      resource_types: ['LAMBDA'],
    }),
  }),
})
