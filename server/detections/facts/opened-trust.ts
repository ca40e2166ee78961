import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'
import { isPublicStatement } from '#server/domain/iam/public-policy.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { happened } from './happened.ts'
import { outsideAccounts } from './outside-accounts.ts'
import { field, requestOf } from './parameters.ts'
import { statementsOf } from './statements-of.ts'

/** Identity providers that everybody can have a token of: without a condition on the subject, everybody may come in. */
const SHARED_PROVIDERS =
  /(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|agent\.buildkite\.com|oidc\.circleci\.com\/.*|accounts\.google\.com|cognito-identity\.amazonaws\.com)$/

/** The trust policy that a call gave to a role. */
export function trustIn(record: TrailRecord): PolicyStatement[] {
  if (!happened(record)) return []
  const name = record.eventName === 'CreateRole' ? 'assumeRolePolicyDocument' : 'policyDocument'
  return statementsOf(field(requestOf(record), name))
}

/** Whom a trust policy lets in that is not of the organisation: everybody, a provider's every user, or an account. */
export function openedTo(
  statements: readonly PolicyStatement[],
  record: TrailRecord,
  context: DetectionContext,
): { whom: string; isEverybody: boolean; account?: string } | undefined {
  if (statements.some(isPublicStatement)) return { whom: 'everybody', isEverybody: true }
  const provider = statements.filter(isOfAnySubject).flatMap(({ principals }) => principals)[0]
  if (provider) return { whom: `every user of ${provider.value}`, isEverybody: true }
  const [account] = outsideAccounts(statements, record, context)
  return account === undefined ? undefined : { whom: `account ${account}`, isEverybody: false, account }
}

function isOfAnySubject({ effect, principals, conditions }: PolicyStatement): boolean {
  const isShared = principals.some(({ type, value }) => type === 'Federated' && SHARED_PROVIDERS.test(value))
  const narrows = /:(sub|aud|repository(_owner|_id)?|project_id|namespace_id|terraform_organization_id)$/i
  const isCognitoOrGoogle = principals.some(({ value }) => /^(cognito-identity|accounts\.google)/.test(value))
  return (
    effect === 'Allow' &&
    isShared &&
    !conditions.some(({ key, values }) => {
      if (!narrows.test(key) || values.some((value) => /^[*:]*$/.test(value))) return false
      return isCognitoOrGoogle || !/:aud$/i.test(key)
    })
  )
}
