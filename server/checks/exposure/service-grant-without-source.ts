import { defineCheck } from '#server/checks/define-check.ts'
import { OUTSIDER } from '#server/domain/reach/representative-callers.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { severityRank } from '#server/domain/severity.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { permissionTemplates } from './permission-remedy.ts'
import { deputyOf } from './service-deputies.ts'
import { namesBucket, type ServiceGrant, serviceGrants, strangersSource } from './service-grants.ts'
import { listed, notApplicable, pass, unknown } from './verdicts.ts'

type Loose = ServiceGrant & { admitted: 'yes' | 'conditional' }

/** Grants by which a stranger's resource gets in. One named bucket without account is judged by a check of its own. */
function looseGrants(fn: FunctionRecord, grants: ServiceGrant[]): Loose[] {
  return grants.flatMap((grant): Loose[] => {
    if (deputyOf(grant.service).severity === null) return []
    if (grant.sourceArns.length > 0 && grant.sourceArns.every(namesBucket)) return []
    const found = strangersSource(grant, fn.region).map((arn) => grant.admits(arn, OUTSIDER))
    if (found.includes('yes')) return [{ ...grant, admitted: 'yes' }]
    return found.includes('conditional') ? [{ ...grant, admitted: 'conditional' }] : []
  })
}

function evaluate(record: FunctionRecord): Verdict {
  const { grants, unseen } = serviceGrants(record)
  const loose = looseGrants(record, grants)
  const certain = loose.filter(({ admitted }) => admitted === 'yes')
  const worst = certain
    .map(({ service }) => ({ service, ...deputyOf(service) }))
    .toSorted((a, b) => severityRank(a.severity ?? 'info') - severityRank(b.severity ?? 'info'))[0]
  if (worst) {
    const services = [...new Set(certain.map(({ service }) => service))]
    return {
      state: 'fail',
      severity: worst.severity ?? 'low',
      summary: `It lets ${listed(services)} in without saying for whose resource: ${worst.why}.`,
      evidence: certain.map(({ sid, qualifier, quote }) => ({
        label: `Statement ${sid ?? 'without id'}${qualifier === null ? '' : ` at :${qualifier}`}`,
        value: quote,
      })),
    }
  }
  if (unseen[0]) return unknown(`Its grants to services cannot be told: ${unseen[0]}.`)
  if (loose[0])
    return unknown(
      `Whether the condition of statement ${loose[0].sid ?? 'without id'} names a source cannot be settled.`,
    )
  const judged = grants.filter(({ service }) => deputyOf(service).severity !== null)
  if (grants.length === 0) return notApplicable('No policy of it lets a service in.')
  if (judged.length === 0) {
    const [first] = grants
    return notApplicable(`${first?.service}: ${deputyOf(first?.service ?? '').why}.`)
  }
  return pass(...judged.slice(0, 5).map(({ service, quote }) => ({ label: service, value: quote })))
}

/** Source: IAM user guide, "The confused deputy problem": cross-service impersonation. */
export const serviceGrantWithoutSource = defineCheck({
  id: 'service-grant-without-source',
  title: 'Grant to a service does not name its source',
  group: 'exposure',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'High for API Gateway, which hands requests of the internet on; low for services that carry little of a stranger’s data.',
  why: 'A service acts for every AWS customer: without a source account or ARN, anybody can have it call this function with events of their making. Services that cannot be made to are left out.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html',
  ],
  needs: ['functions'],
  elsewhere: [
    'Checkov CKV_AWS_364',
    'Trivy AWS-0067',
    'Semgrep aws-lambda-permission-unrestricted-source-arn',
  ],
  risks: ['broken-authentication', 'event-data-injection'],
  evaluate,
  remediate: (record) => {
    const [first] = looseGrants(record, serviceGrants(record).grants)
    const service = first?.service ?? 'events.amazonaws.com'
    const source = `arn:aws:${service.split('.')[0]}:${record.region}:${record.accountId}:NAME`
    return {
      text: `Grant ${service} again with the ARN of its resource and this account, then remove the statement that names none. Do it in this order, so that no event is lost.`,
      cli: null,
      ...permissionTemplates(record, first?.qualifier ?? null, {
        principal: service,
        sourceArn: source,
        sourceAccount: record.accountId,
      }),
    }
  },
})
