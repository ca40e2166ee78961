import type { AccessRisk, TrustedBy } from '#server/domain/access/access.ts'
import { ASSUME_ACTIONS, compileTrust, trustedBy } from '#server/domain/access/trusted-by.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type CompiledStatement, statementRef } from '#server/domain/iam/compiled-policy.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import type { PolicyCondition } from '#server/domain/iam/policy-document.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { IDENTITY_PROVIDERS } from './identity-providers.ts'

type Place = { accountId: string; organizationAccountIds?: string[] }
type Finding = { severity: Severity; title: string; why: string; who: string; conditional: boolean }

/** Keys that bind whoever assumes a role to an account, an organisation, a person or a network. */
const BINDING =
  /^(?:sts:externalid|aws:principal(?:arn|account|orgid|orgpaths|tag\/.*)|aws:source(?:account|arn|orgid|orgpaths|owner|ip|vpc|vpce|identity)|aws:vpcsourceip|aws:userid|sts:sourceidentity|saml:.*|aws:multifactorauthpresent)$/i
const EVERYTHING = /^[*:?]*$|^0\.0\.0\.0\/0$|^::\/0$|^arn:[*:?]*$/

/**
 * Trust that lets in more than anyone means. AWS's services need no more than their name here: a service takes a role of
 * its own account alone, from somebody with iam:PassRole, so that there is no deputy to confuse.
 */
export function broadTrustRisks(role: RoleRecord, place: Place): AccessRisk[] {
  const policy = compileTrust(role)
  if (!policy) return []
  const trusted = trustedBy(role, place)
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow') return []
    if (!ASSUME_ACTIONS.some((action) => matchesAction(statement, action))) return []
    const mine = trusted.filter((one) => one.statement.index === statement.index)
    return mine.flatMap((one): AccessRisk[] => {
      const finding = judge(one, statement, place)
      if (!finding) return []
      const { severity, title, why, who, conditional } = finding
      return [
        {
          risk: 'broad-trust',
          severity,
          title,
          method: null,
          why,
          actions: ['sts:AssumeRole'],
          resources: [who],
          conditional,
          statements: [statementRef(policy, statement.index)],
        },
      ]
    })
  })
}

function judge(trusted: TrustedBy, statement: CompiledStatement, place: Place): Finding | null {
  const who = trusted.principal
  const binding = statement.conditions.filter(isBinding)
  if (trusted.kind === 'anyone') return judgeAnyone(who, binding, statement, place)
  if (trusted.kind === 'account' && trusted.external && binding.length === 0)
    return {
      severity: 'medium',
      title: 'Trusts a whole other account',
      why: `Anyone whom account ${accountOfPrincipal(who) ?? who} allows can assume the role: there is no external id and no other condition, so a third party can be made to use it for somebody else.`,
      who,
      conditional: statement.conditions.length > 0,
    }
  return trusted.kind === 'federated' ? judgeProvider(who, statement) : null
}

function judgeAnyone(
  who: string,
  binding: PolicyCondition[],
  statement: CompiledStatement,
  place: Place,
): Finding | null {
  if (binding.length === 0)
    return {
      severity: 'critical',
      title: 'Trusts anyone with an AWS account',
      why: 'Any principal of any AWS account can assume the role; no condition binds who it is.',
      who,
      conditional: statement.conditions.length > 0,
    }
  if (binding.some((one) => isOwn(one, place))) return null
  const keys = binding.map(({ key }) => key)
  const isSecret = keys.every((key) =>
    /^(?:sts:externalid|aws:source(?:ip|identity)|aws:userid|aws:multifactorauthpresent)$/i.test(key),
  )
  if (!isSecret) return null
  return {
    severity: 'high',
    title: 'Trusts anyone who meets a condition',
    why: `Any AWS account that meets ${keys.join(' and ')} can assume the role; the condition does not say whose account it is.`,
    who,
    conditional: true,
  }
}

function judgeProvider(who: string, statement: CompiledStatement): Finding | null {
  const isSaml = parseArn(who)?.resource.startsWith('saml-provider/') ?? false
  if (isSaml || !matchesAction(statement, 'sts:assumerolewithwebidentity')) return null
  const known = IDENTITY_PROVIDERS.find(({ issuer }) => issuer.test(who))
  const claims = known?.claims ?? [':sub', ':aud']
  const asked = statement.conditions.filter(
    ({ operator, key, values }) =>
      claims.some((claim) => key.toLowerCase().endsWith(claim)) && matches(operator) && values.length > 0,
  )
  const name = known?.name ?? 'its identity provider'
  const isOpen = (one: PolicyCondition) => one.values.some((value) => (known?.wide ?? /^\**$/).test(value))
  const narrow = asked.filter((one) => !isOpen(one))
  if (narrow.length > 0) return judgeGuests(who, statement)
  const said =
    asked.length > 0
      ? `asks for ${asked.map(({ key, values }) => `${key} ${values.join(' or ')}`).join(' and ')}, which everyone has`
      : `does not ask for ${claims.slice(0, 2).join(' or ')}`
  return {
    severity: known?.without ?? 'medium',
    title: `Trusts anyone who signs in at ${name}`,
    why: `Any token of ${name} lets its holder in: the trust policy ${said}.`,
    who,
    conditional: false,
  }
}

/** Cognito gives tokens to guests where the pool allows it. */
function judgeGuests(who: string, statement: CompiledStatement): Finding | null {
  const isForGuests = statement.conditions.some(
    ({ key, values }) =>
      /cognito-identity\.amazonaws\.com:amr$/i.test(key) && values.includes('unauthenticated'),
  )
  if (!isForGuests) return null
  return {
    severity: 'high',
    title: 'Hands credentials to guests of a Cognito pool',
    why: 'Anyone on the internet who knows the id of the identity pool gets credentials of this role without signing in.',
    who,
    conditional: false,
  }
}

const matches = (operator: string) =>
  /^(?:for(?:any|all)values?:)?(?:string(?:equals|like)(?:ignorecase)?|arn(?:equals|like)|numericequals)$/i.test(
    operator,
  )

function isBinding({ operator, key, values }: PolicyCondition): boolean {
  if (!BINDING.test(key)) return false
  if (/^bool$/i.test(operator)) return values.some((value) => /^true$/i.test(value))
  const isMatch = matches(operator) || /^ipaddress$/i.test(operator)
  return isMatch && values.length > 0 && !values.some((value) => EVERYTHING.test(value))
}

/** Binds to this account or one of the organisation. */
function isOwn({ key, values }: PolicyCondition, { accountId, organizationAccountIds = [] }: Place): boolean {
  if (/orgid$|orgpaths$/i.test(key)) return true
  if (!/account$|arn$/i.test(key)) return false
  const ours = [accountId, ...organizationAccountIds]
  return values.every((value) =>
    ours.includes(accountOfPrincipal(value) ?? parseArn(value)?.accountId ?? value),
  )
}
