import { parseArn } from '#server/domain/arn.ts'
import {
  type CompiledPolicy,
  type CompiledStatement,
  statementRef,
} from '#server/domain/iam/compiled-policy.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import { OUTSIDE_ORGANIZATION, OUTSIDER } from '#server/domain/reach/representative-callers.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type Admission, admission, INVOKE, serviceCaller } from '#server/domain/triggers/admission.ts'
import { conditionValues } from '#server/domain/triggers/from-grants.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import { serviceName } from './service-deputies.ts'

/** An Allow for one service in one of the function's policies. */
export type ServiceGrant = {
  service: string
  qualifier: string | null
  sid: string | null
  quote: string
  sourceArns: string[]
  sourceAccounts: string[]
  /** Whether the service gets in when it calls for this source of this account. */
  admits: (sourceArn: string | null, accountId: string) => Admission['admitted']
}

function grantsOf(
  fn: FunctionRecord,
  qualifier: string | null,
  compiled: CompiledPolicy,
  statement: CompiledStatement,
): ServiceGrant[] {
  const services = statement.principals.filter(({ type, value }) => type === 'Service' && value !== '*')
  const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
  const { sid, quote } = statementRef(compiled, statement.index)
  return services.map(({ value: service }) => ({
    service,
    qualifier,
    sid,
    quote,
    sourceArns: conditionValues(statement, 'aws:sourcearn'),
    sourceAccounts: conditionValues(statement, 'aws:sourceaccount'),
    admits: (sourceArn, accountId) => {
      const caller = serviceCaller(service, sourceArn, accountId)
      caller.context.set('lambda:eventsourcetoken', null)
      if (accountId === OUTSIDER) {
        caller.context.set('aws:sourceorgid', [OUTSIDE_ORGANIZATION])
        caller.context.set('aws:sourceorgpaths', [`${OUTSIDE_ORGANIZATION}/r-out/ou-out/`])
      }
      const found = admission(
        { state: 'read', compiled, document: { raw: '', parsed: null } },
        resource,
        INVOKE,
        caller,
      )
      return found.by.some(({ index }) => index === statement.index) ? found.admitted : 'no'
    },
  }))
}

type Grants = { grants: ServiceGrant[]; unseen: string[] }

/** Several checks ask for the same grants. */
const kept = new WeakMap<FunctionRecord, Grants>()

/** The Allows for services in the policies of a function and its qualifiers, and what of them was not seen. */
export function serviceGrants(fn: FunctionRecord): Grants {
  const found = kept.get(fn) ?? readGrants(fn)
  kept.set(fn, found)
  return found
}

function readGrants(fn: FunctionRecord): Grants {
  const policies = functionPolicies(fn)
  const unseen = policies.all.flatMap(({ policy }) => (policy.state === 'unseen' ? [policy.why] : []))
  const rest = policies.of('\u0000')
  if (rest.state === 'unseen') unseen.push(rest.why)
  const grants = policies.all.flatMap(({ qualifier, policy }) =>
    policy.state === 'read'
      ? policy.compiled.statements
          .filter((one) => one.effect === 'Allow' && matchesAction(one, INVOKE.toLowerCase()))
          .flatMap((one) => grantsOf(fn, qualifier, policy.compiled, one))
      : [],
  )
  return { grants, unseen: [...new Set(unseen)] }
}

const concrete = (pattern: string) => pattern.replaceAll('*', 'x').replaceAll('?', 'x')

/** A source of a stranger's account that the grant's own ARNs would cover, were there one. */
export function strangersSource(grant: ServiceGrant, region: string): string[] {
  if (grant.sourceArns.length === 0)
    return [`arn:aws:${serviceName(grant.service)}:${region}:${OUTSIDER}:any`]
  return grant.sourceArns.flatMap((pattern) => {
    const arn = parseArn(pattern)
    if (!arn)
      return /^[*?]/.test(pattern) ? [`arn:aws:${serviceName(grant.service)}:${region}:${OUTSIDER}:any`] : []
    if (/^\d{12}$/.test(arn.accountId)) return []
    if (arn.accountId === '') return [concrete(pattern)]
    const { partition, service, region: where, resource } = arn
    return [concrete(`arn:${partition}:${service}:${where}:${OUTSIDER}:${resource}`)]
  })
}

/** S3's ARNs name no account: one of a single bucket is looked at apart. */
export const namesBucket = (pattern: string): boolean => /^arn:[a-z-]+:s3:::[^*?/]+$/.test(pattern)
