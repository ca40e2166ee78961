import { defineCheck } from '#server/checks/define-check.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { OUTSIDER } from '#server/domain/reach/representative-callers.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { permissionTemplates } from './permission-remedy.ts'
import { serviceName } from './service-deputies.ts'
import { namesBucket, type ServiceGrant, serviceGrants } from './service-grants.ts'
import { listed, notApplicable, pass, unknown } from './verdicts.ts'

const bucketGrants = (grants: ServiceGrant[]) =>
  grants.filter(({ service, sourceArns }) => serviceName(service) === 's3' && sourceArns.some(namesBucket))

/** Buckets that a grant names and that anyone could own, were they free to take. */
const takeable = (grants: ServiceGrant[]) =>
  bucketGrants(grants).flatMap((grant) =>
    grant.sourceArns
      .filter((arn) => namesBucket(arn) && grant.admits(arn, OUTSIDER) === 'yes')
      .map((arn) => ({ grant, arn })),
  )

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const { grants, unseen } = serviceGrants(record)
  const found = takeable(grants).map((one) => ({ ...one, bucket: around.find('bucket', one.arn) }))
  if (found.length > 0) {
    const gone = found.filter(({ bucket }) => bucket.state === 'absent')
    const names = listed([...new Set((gone.length > 0 ? gone : found).map(({ arn }) => arn.slice(13)))])
    return {
      state: 'fail',
      severity: gone.length > 0 ? 'medium' : 'low',
      summary:
        gone.length > 0
          ? `It lets S3 bucket ${names} in without an account, and no bucket of that name was found to notify a function: whoever has or takes the name can send events.`
          : `It lets S3 bucket ${names} in without an account: whoever takes the name after the bucket is deleted can send events.`,
      evidence: found.map(({ grant, bucket }) => ({
        label: `Statement ${grant.sid ?? 'without id'}${bucket.state === 'absent' ? ', no such notification found' : ''}`,
        value: grant.quote,
      })),
    }
  }
  if (unseen[0]) return unknown(`Its grants to S3 cannot be told: ${unseen[0]}.`)
  const bound = bucketGrants(grants)
  if (bound.length === 0) return notApplicable('No policy of it lets a bucket in.')
  return pass(...bound.map(({ sid, quote }) => ({ label: `Statement ${sid ?? 'without id'}`, value: quote })))
}

/** Source: Lambda Developer Guide, "Granting Lambda function access to AWS services": S3 ARNs hold no account. */
export const s3GrantWithoutAccount = defineCheck({
  id: 's3-grant-without-account',
  title: 'S3 may invoke the function without a source account',
  group: 'exposure',
  kind: 'function',
  severity: 'low',
  severityNote:
    'Medium where no collected bucket of that name notifies a function: the name may already be somebody else’s.',
  why: 'A bucket’s ARN names no account. Once the bucket is deleted, anybody can make one of that name and have S3 send this function events of their choice.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html'],
  needs: ['functions'],
  elsewhere: ['Security Hub Lambda.1'],
  risks: ['event-data-injection', 'broken-authentication'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const all = takeable(serviceGrants(record).grants)
    const first = all.find(({ arn }) => around.find('bucket', arn).state === 'absent') ?? all[0]
    return {
      text: 'Grant S3 again with this account as the source account, then remove the statement without one. Where the bucket is gone or another’s, only remove the statement.',
      cli: null,
      ...permissionTemplates(record, first?.grant.qualifier ?? null, {
        principal: 's3.amazonaws.com',
        sourceArn: first?.arn ?? '',
        sourceAccount: record.accountId,
      }),
    }
  },
})
