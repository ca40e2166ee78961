import { parseArn } from '#server/domain/arn.ts'
import type { CompiledStatement } from '#server/domain/iam/compiled-policy.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import { type Admission, admission, INVOKE, serviceCaller } from '#server/domain/triggers/admission.ts'
import { callingService } from '#server/domain/triggers/calling-services.ts'
import { conditionValues } from '#server/domain/triggers/from-grants.ts'
import { certaintyOf, statementsOf } from './answer.ts'
import type { Audience, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'
import { MEMBER, OUTSIDE_ORGANIZATION, OUTSIDER } from './representative-callers.ts'

type Candidate = {
  sourceArn: string | null
  accountId: string
  organizationId?: string
  note: string | null
}

const concrete = (pattern: string) => pattern.replaceAll('*', 'x').replaceAll('?', 'x')

/** A source that an ARN pattern covers, in the account that it names or, where it names none, in one of nobody's. */
function candidateOf(pattern: string, { index }: ReachContext): Candidate {
  const arn = parseArn(pattern) ?? parseArn(`arn:aws:any:any:${OUTSIDER}:any`)
  if (!arn) return { sourceArn: null, accountId: OUTSIDER, note: null }
  if (/^\d{12}$/.test(arn.accountId))
    return { sourceArn: concrete(pattern), accountId: arn.accountId, note: null }
  if (arn.accountId === '') {
    const owner = index.bucketOwner(pattern)
    const note = owner ? null : `${pattern} names no account, and its owner is not among the collected ones`
    return { sourceArn: concrete(pattern), accountId: owner ?? OUTSIDER, note }
  }
  const { partition, service, region, resource } = arn
  const sourceArn = concrete(`arn:${partition}:${service}:${region}:${OUTSIDER}:${resource}`)
  return { sourceArn, accountId: OUTSIDER, note: null }
}

/** Sources that a statement's conditions may let in: the widest are those of an account that nobody knows. */
function candidatesOf(statement: CompiledStatement, context: ReachContext): Candidate[] {
  const arns = conditionValues(statement, 'aws:sourcearn')
  const accounts = conditionValues(statement, 'aws:sourceaccount').filter((one) => /^\d{12}$/.test(one))
  const byArn = arns.map((pattern) => candidateOf(pattern, context))
  const anySource: Candidate = { sourceArn: null, accountId: OUTSIDER, note: null }
  const bases = byArn.length > 0 ? byArn : [anySource]
  const byAccount = accounts.flatMap((accountId) => bases.map((base) => ({ ...base, accountId, note: null })))
  const organizations = conditionValues(statement, 'aws:sourceorgid').filter((one) =>
    /^o-[a-z0-9]+$/.test(one),
  )
  const byOrganization = organizations.flatMap((organizationId) =>
    bases.map((base) => ({ ...base, accountId: MEMBER, organizationId })),
  )
  return [...bases, ...byAccount, ...byOrganization]
}

/** How far a source is: one of a member account is in the organisation that the condition names. */
function audienceOf({ accountId, organizationId }: Candidate, { neighbourhood }: ReachContext): Audience {
  if (organizationId === undefined) return neighbourhood.audienceOf(accountId)
  return organizationId === neighbourhood.organizationId ? 'organization' : 'other-accounts'
}

function whose({ accountId, organizationId }: Candidate, { fn }: ReachContext): string {
  if (organizationId !== undefined) return `accounts of organisation ${organizationId}`
  if (accountId === OUTSIDER) return 'any AWS account'
  return accountId === fn.accountId ? 'this account' : `account ${accountId}`
}

const SOURCE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid']
/** Stands for all services where a statement is for everyone and names no service by its sources. */
const ANY_SERVICE = 'sns.amazonaws.com'

/**
 * Services that a statement lets in and that act for others: those that it names, and where it is for everyone on
 * condition of a source, those that such sources are of.
 */
function deputiesOf(statement: CompiledStatement): string[] {
  const { principals, notPrincipals } = statement
  const named = principals.filter(({ type, value }) => type === 'Service' && callingService(value).deputy)
  const isOpen =
    notPrincipals.length > 0 || principals.some(({ type, value }) => type !== 'Service' && value === '*')
  if (!isOpen || !SOURCE_KEYS.some((key) => conditionValues(statement, key).length > 0))
    return named.map(({ value }) => value)
  const services = conditionValues(statement, 'aws:sourcearn').flatMap((pattern) => {
    const service = parseArn(pattern)?.service ?? ''
    if (!/^[a-z0-9-]+$/.test(service)) return ANY_SERVICE
    return service === 'execute-api' ? 'apigateway.amazonaws.com' : `${service}.amazonaws.com`
  })
  const known = services.filter((service) => callingService(service).deputy)
  return [...new Set([...named.map(({ value }) => value), ...(services.length > 0 ? known : [ANY_SERVICE])])]
}

type Best = { candidate: Candidate; found: Admission; certainty: ReachAnswer['certainty'] }

/** Services that others can make call this function, where the statement does not say for whom they may. */
export function deputyAnswers(context: ReachContext): ReachAnswer[] {
  const { fn, policies, neighbourhood, triggers } = context
  return policies.all.flatMap(({ qualifier, policy }) => {
    if (policy.state !== 'read') return []
    const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
    return policy.compiled.statements.flatMap((statement) => {
      if (statement.effect !== 'Allow' || !matchesAction(statement, INVOKE.toLowerCase())) return []
      return deputiesOf(statement).flatMap((service) => {
        const answers = new Map<string, Best>()
        for (const candidate of candidatesOf(statement, context)) {
          const caller = serviceCaller(service, candidate.sourceArn, candidate.accountId)
          if (candidate.accountId === OUTSIDER || candidate.organizationId) {
            caller.context.set('aws:sourceorgid', [candidate.organizationId ?? OUTSIDE_ORGANIZATION])
          }
          const found = admission(policy, resource, INVOKE, caller)
          const certainty = found.by.some((one) => one.index === statement.index)
            ? certaintyOf(found)
            : undefined
          if (!certainty) continue
          const audience = audienceOf(candidate, context)
          const best = answers.get(audience)
          if (!best || (best.certainty !== 'certain' && certainty === 'certain'))
            answers.set(audience, { candidate, found, certainty })
        }
        return [...answers.values()].map(({ candidate, found, certainty }): ReachAnswer => {
          const { note, organizationId } = candidate
          const unsure = organizationId !== undefined && neighbourhood.organizationId === null
          const trigger = triggers.find((one) => one.evidence.some((two) => two.quote === found.by[0]?.quote))
          return {
            audience: audienceOf(candidate, context),
            certainty: unsure ? 'unknown' : note && certainty === 'certain' ? 'conditional' : certainty,
            via: 'policy',
            who: `${service} on behalf of ${whose(candidate, context)}`,
            entry: null,
            triggerKey: trigger?.key ?? null,
            decidedBy: [...statementsOf(found.by), ...(note ? [{ what: note, quote: null }] : [])],
            guards: [],
          }
        })
      })
    })
  })
}
