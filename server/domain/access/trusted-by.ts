import { parseArn } from '#server/domain/arn.ts'
import { type CompiledPolicy, compilePolicy, statementRef } from '#server/domain/iam/compiled-policy.ts'
import { describeConditions } from '#server/domain/iam/describe-statement.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import type { PolicyPrincipal } from '#server/domain/iam/policy-document.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { TrustedBy } from './access.ts'

type Trust = Pick<RoleRecord, 'trustPolicy' | 'accountId'>
type Place = { accountId: string; organizationAccountIds?: string[] }

/** Actions by which a role is assumed; sts:TagSession and its like alone let nobody in. */
export const ASSUME_ACTIONS = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
] as const

/** Identity providers of the public, which IAM knows by name and not by ARN. */
const PUBLIC_PROVIDERS =
  /^(?:cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com)$/

/** The trust policy made ready; undefined where it was not seen or is no policy. */
export function compileTrust({ trustPolicy }: Trust): CompiledPolicy | undefined {
  if (trustPolicy.state !== 'known') return undefined
  return compilePolicy(trustPolicy.value, { kind: 'trust', name: 'Trust policy', arn: null })
}

/**
 * Who may assume a role, one entry a principal and statement. `external`: outside of this account, and of the organisation
 * where its accounts are given. What a Deny takes back without conditions is left out.
 */
export function trustedBy(role: Trust, place: Place): TrustedBy[] {
  const policy = compileTrust(role)
  const statements = (policy?.statements ?? []).filter((statement) =>
    ASSUME_ACTIONS.some((action) => matchesAction(statement, action)),
  )
  const denies = statements.filter(({ effect }) => effect === 'Deny')
  const refused = new Set(
    denies
      .filter(({ conditions }) => conditions.length === 0)
      .flatMap(({ principals }) => principals.map(keyOf)),
  )
  const exceptions = denies
    .filter(({ conditions, notPrincipals }) => conditions.length > 0 || notPrincipals.length > 0)
    .map(({ conditions, notPrincipals }) =>
      notPrincipals.length > 0
        ? `only for ${notPrincipals.map(({ value }) => value).join(', ')}`
        : `not if ${describeConditions(conditions)}`,
    )
  if (!policy || refused.has('*')) return []
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap((statement) => {
      const conditions = [...statement.conditions.map((one) => describeConditions([one])), ...exceptions]
      const quote = statementRef(policy, statement.index)
      const trusted = statement.principals
        .filter((principal) => !refused.has(keyOf(principal)))
        .map((principal): TrustedBy => ({ ...kindOf(principal, place), conditions, statement: quote }))
      if (statement.notPrincipals.length === 0) return trusted
      const but = statement.notPrincipals.map(({ value }) => value).join(', ')
      const anyone = { principal: `everyone but ${but}`, kind: 'anyone' as const, external: true }
      return [...trusted, { ...anyone, conditions, statement: quote }]
    })
}

const keyOf = ({ type, value }: PolicyPrincipal) => (value === '*' ? '*' : `${type} ${value}`)

function kindOf(
  { type, value }: PolicyPrincipal,
  place: Place,
): Pick<TrustedBy, 'principal' | 'kind' | 'external'> {
  const of = (kind: TrustedBy['kind'], external: boolean) => ({ principal: value, kind, external })
  if (value === '*' && type !== 'Service' && type !== 'Federated') return of('anyone', true)
  const isOurs = (accountId: string) =>
    accountId === place.accountId || (place.organizationAccountIds ?? []).includes(accountId)
  if (type === 'Service') return of('service', false)
  if (type === 'Federated') return of('federated', isForeignProvider(value, isOurs))
  if (type !== 'AWS') return of('unknown', true)
  if (/^\d{12}$/.test(value)) return of('account', !isOurs(value))
  const arn = parseArn(value)
  if (!arn) return of('unknown', false)
  const external = !isOurs(arn.accountId)
  if (arn.resource === 'root') return of('account', external)
  if (/^(?:role|assumed-role)\//.test(arn.resource)) return of('role', external)
  if (/^(?:user|federated-user)\//.test(arn.resource)) return of('user', external)
  return of('unknown', external)
}

/** Tokens of a cluster of ours or of our own SAML directory come from inside; of any other provider from outside. */
function isForeignProvider(provider: string, isOurs: (accountId: string) => boolean): boolean {
  if (PUBLIC_PROVIDERS.test(provider)) return true
  const arn = parseArn(provider)
  if (!arn || !isOurs(arn.accountId)) return true
  return arn.resource.startsWith('oidc-provider/') && !/^oidc-provider\/oidc\.eks\./.test(arn.resource)
}
