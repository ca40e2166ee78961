import { parseArn } from '#server/domain/arn.ts'
import { isUnseen, valueOr } from '#server/domain/field.ts'
import { type CompiledStatement, statementRef } from '#server/domain/iam/compiled-policy.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import { INVOKE, INVOKE_URL } from './admission.ts'
import { type CallingService, callingService } from './calling-services.ts'
import { asynchronous, synchronous, UNKNOWN_DELIVERY } from './delivery.ts'
import { type Assembly, type Draft, live } from './draft.ts'
import { usedKey } from './grant-sides.ts'
import { leftover } from './leftover.ts'

type Grant = { statement: CompiledStatement; quote: string; qualifier: string | null; policyName: string }

const SHOWN_CONDITIONS = 500
const lower = (action: string) => action.toLowerCase()

export function conditionValues({ conditions }: CompiledStatement, key: string): string[] {
  return conditions
    .filter(
      (condition) =>
        condition.key.toLowerCase() === key && !/^(stringnot|arnnot|null)/i.test(condition.operator),
    )
    .flatMap((condition) => condition.values)
}

/** Statements that only a call by way of a function URL can meet. */
export function isForUrl(statement: CompiledStatement): boolean {
  if (!matchesAction(statement, lower(INVOKE))) return true
  const via = conditionValues(statement, 'lambda:invokedviafunctionurl').some(
    (value) => lower(value) === 'true',
  )
  return via || conditionValues(statement, 'lambda:functionurlauthtype').length > 0
}

/** The conditions of a statement in one line; the same conditions give the same line. */
function inOneLine({ conditions }: CompiledStatement): string {
  return conditions
    .map(({ operator, key, values }) => `${key} ${operator} ${values.join(' or ')}`)
    .sort()
    .join('; ')
    .slice(0, SHOWN_CONDITIONS)
}

function evidenceOf({ statement, quote, policyName }: Grant): Draft['evidence'] {
  return [{ side: 'grant', text: `statement ${statement.sid ?? 'without id'} of its ${policyName}`, quote }]
}

function fromUrlGrant(grant: Grant, principal: string, { fn }: Assembly): Draft[] {
  const urls = valueOr(fn.urls, [])
  if (urls?.some((url) => (url.qualifier ?? null) === grant.qualifier)) return []
  const unseen = isUnseen(fn.urls)
  return [
    {
      kind: 'url',
      source: principal,
      sourceName: principal === '*' ? 'everyone' : principal,
      detail: inOneLine(grant.statement) || 'no condition',
      qualifier: grant.qualifier,
      ...synchronous(),
      ...(unseen
        ? live(null, 'its function URLs were not seen')
        : live(false, 'there is no function URL for it')),
      sides: unseen ? 'unknown' : 'grant only',
      evidence: evidenceOf(grant),
      guards: [],
    },
  ]
}

function fromPrincipal(grant: Grant, principal: string): Draft {
  const isAnyone = principal === '*'
  const account = accountOfPrincipal(principal) ?? (parseArn(principal)?.accountId || null)
  return {
    kind: isAnyone ? 'anyone' : 'account',
    source: principal,
    sourceName: isAnyone ? 'everyone' : principal,
    sourceAccountId: account,
    detail: inOneLine(grant.statement) || 'no condition',
    qualifier: grant.qualifier,
    ...UNKNOWN_DELIVERY,
    throttled:
      'The caller chooses: it gets 429, or Lambda keeps the event where it asked for asynchronous invocation.',
    ...live(true, 'the statement stands'),
    sides: 'setting',
    evidence: evidenceOf(grant),
    guards: [],
  }
}

function deliveryOf(service: CallingService, assembly: Assembly, qualifier: string | null) {
  if (service.invocation === 'synchronous') return synchronous()
  return service.invocation === 'asynchronous' ? asynchronous(assembly, qualifier) : UNKNOWN_DELIVERY
}

function fromService(grant: Grant, principal: string, assembly: Assembly): Draft[] {
  const { statement, qualifier } = grant
  if (assembly.used.has(usedKey(qualifier, statement.index))) return []
  const service = callingService(principal)
  const arns = conditionValues(statement, 'aws:sourcearn')
  const accounts = [
    ...arns.map((arn) => parseArn(arn)?.accountId),
    ...conditionValues(statement, 'aws:sourceaccount'),
  ]
  const sourceAccountId = accounts.find((one) => /^\d{12}$/.test(one ?? '')) ?? null
  return (arns.length > 0 ? arns : [principal]).map((source) => ({
    kind: service.kind,
    source,
    sourceName: source === principal ? principal : source.split(':').slice(5).join(':') || source,
    sourceAccountId,
    detail: `${principal}${source === principal && sourceAccountId ? ` for account ${sourceAccountId}` : ''}`,
    qualifier,
    ...deliveryOf(service, assembly, qualifier),
    ...leftover(
      {
        service,
        sourceArn: source === principal ? null : source,
        sourceAccountId,
        evidence: evidenceOf(grant),
      },
      assembly,
    ),
    guards: [],
  }))
}

function fromStatement(grant: Grant, assembly: Assembly): Draft[] {
  const { statement, qualifier } = grant
  const principals = statement.notPrincipals.length > 0 ? [{ type: '*', value: '*' }] : statement.principals
  return principals.flatMap(({ type, value }) => {
    if (type === 'Service') return fromService(grant, value, assembly)
    const isUsedBySource =
      conditionValues(statement, 'aws:sourcearn').length > 0 &&
      assembly.used.has(usedKey(qualifier, statement.index))
    if (isUsedBySource) return []
    return isForUrl(statement) ? fromUrlGrant(grant, value, assembly) : [fromPrincipal(grant, value)]
  })
}

/** Statements that let in a principal, or a service of which no collected source is the one meant. Call it last. */
export function fromGrants(assembly: Assembly): Draft[] {
  return assembly.policies.all.flatMap(({ qualifier, policy }) => {
    if (policy.state !== 'read') return []
    const { compiled } = policy
    return compiled.statements
      .filter(
        (one) =>
          one.effect === 'Allow' && [INVOKE, INVOKE_URL].some((action) => matchesAction(one, lower(action))),
      )
      .flatMap((statement) => {
        const { quote } = statementRef(compiled, statement.index)
        return fromStatement({ statement, quote, qualifier, policyName: compiled.source.name }, assembly)
      })
  })
}
