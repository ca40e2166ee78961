import { defineCheck } from '#server/checks/define-check.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import { policyStatements } from '#server/domain/iam/policy-document.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { NamedPolicy } from '#server/domain/records/role-record.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** The statements of a policy that let anyone in; undefined where it could not be read. */
function openStatements({ document }: NamedPolicy): string[] | undefined {
  if (document.state !== 'known') return undefined
  return policyStatements(document.value)
    ?.filter(isPublicStatement)
    .map(({ actions, notActions, resources }) =>
      JSON.stringify({
        Effect: 'Allow',
        Principal: '*',
        ...(actions.length > 0 ? { Action: actions } : { NotAction: notActions }),
        Resource: resources,
      }),
    )
}

function evaluate(record: SafeguardsRecord): Verdict {
  const policies = valueOr(record.logPolicies, []) ?? []
  const judged = policies.map((policy) => ({ name: policy.name, open: openStatements(policy) }))
  const open = judged.filter((one) => (one.open?.length ?? 0) > 0)
  if (open.length > 0) {
    const summary = `Anyone with an AWS account can use log groups of ${record.region}: ${namesOf(open.map(({ name }) => `policy ${name}`))} ${open.length === 1 ? 'lets' : 'let'} everyone in.`
    const evidence = open.flatMap(({ name, open: quotes = [] }) =>
      quotes.map((value) => ({ label: name, value })),
    )
    return { state: 'fail', severity: 'high', summary, evidence }
  }
  const hidden = unseen('Resource policies of CloudWatch Logs', record.logPolicies)
  if (hidden) return unknown(hidden)
  const unreadable = judged.find((one) => one.open === undefined)
  if (unreadable) return unknown(`Policy ${unreadable.name} could not be read.`)
  return policies.length === 0
    ? notApplicable('CloudWatch Logs has no resource policy here.')
    : pass(...policies.map(({ name }) => ({ label: name, value: 'lets nobody in without a condition' })))
}

export const logPolicyPublic = defineCheck({
  id: 'log-policy-public',
  title: 'Log groups open to everyone',
  group: 'logging',
  kind: 'safeguards',
  severity: 'high',
  severityNote: null,
  why: 'A resource policy of CloudWatch Logs that names everyone lets strangers write into logs, and so bury what they do, or read what functions logged.',
  references: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html',
  ],
  needs: ['safeguards'],
  elsewhere: ['Prowler cloudwatch_log_group_not_publicly_accessible'],
  risks: ['inadequate-monitoring', 'broken-authentication'],
  evaluate,
  remediate: (record, verdict) => ({
    text: 'Name the service or the accounts that write there, with aws:SourceAccount or aws:SourceArn as a condition. Look at what the policy was for before it is deleted.',
    cli: `aws logs describe-resource-policies ${regionOf(record)} --query ${shellWord(`resourcePolicies[?policyName=='${verdict.evidence[0]?.label ?? ''}'].policyDocument`)} --output text`,
    cloudformation: null,
    terraform: null,
  }),
})
