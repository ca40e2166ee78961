import { parseArn } from '#server/domain/arn.ts'
import type { Field } from '#server/domain/field.ts'
import { type CompiledPolicy, statementRef } from '#server/domain/iam/compiled-policy.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import { OUTSIDE_ORGANIZATION, OUTSIDER } from '#server/domain/reach/representative-callers.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { serviceCaller } from '#server/domain/triggers/admission.ts'
import { conditionValues } from '#server/domain/triggers/from-grants.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'
import { opennessOf, openTo, quotes, readPolicy } from './openness.ts'
import { namesBucket } from './service-grants.ts'
import { pass, unknown, whyUnseen } from './verdicts.ts'

/** An action that matters, and what a stranger does by it. */
export type Danger = { action: string; harm: string; severity: Severity }

/** Services that anyone can have send to a queue, topic or bus of another account. */
const SENDERS = ['sns.amazonaws.com', 's3.amazonaws.com', 'events.amazonaws.com']

function deputyEvidence(
  policy: CompiledPolicy,
  resource: string,
  action: string,
  region: string,
): Evidence[] {
  return policy.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || !matchesAction(statement, action.toLowerCase())) return []
    const arns = conditionValues(statement, 'aws:sourcearn')
    if (arns.some((arn) => namesBucket(arn) || /^\d{12}$/.test(parseArn(arn)?.accountId ?? ''))) return []
    return statement.principals.flatMap(({ type, value }) => {
      if (type !== 'Service' || !SENDERS.includes(value)) return []
      const service = value.split('.')[0] ?? ''
      const source = service === 's3' ? 'arn:aws:s3:::any' : `arn:aws:${service}:${region}:${OUTSIDER}:any`
      const caller = serviceCaller(value, arns[0]?.replaceAll(/[*?]/g, 'x') ?? source, OUTSIDER)
      caller.context.set('aws:sourceorgid', [OUTSIDE_ORGANIZATION])
      caller.context.set('aws:sourceowner', [OUTSIDER])
      const found = openTo(caller, { policy, resource, actions: [action] }, action)
      if (found.state !== 'open' || !found.by.some(({ index }) => index === statement.index)) return []
      const { sid, quote } = statementRef(policy, statement.index)
      return [{ label: `Statement ${sid ?? 'without id'} for ${value}`, value: quote }]
    })
  })
}

/** Whether the policy of a queue, topic, bus or bucket lets strangers do what they should not. */
export function judgeSourcePolicy(
  name: string,
  field: Field<PolicyDocument> | undefined,
  { resource, region, dangers }: { resource: string; region: string; dangers: readonly Danger[] },
): Verdict {
  const hidden = whyUnseen(`Policy of ${name}`, field)
  if (hidden) return unknown(hidden)
  if (field?.state !== 'known') return pass({ label: 'Policy', value: 'None: its own account alone' })
  const policy = readPolicy(field.value, `policy of ${name}`)
  if (!policy) return unknown(`The policy of ${name} could not be understood.`)
  const asked = dangers.map((danger) => ({
    danger,
    openness: opennessOf({ policy, resource, actions: [danger.action] }),
  }))
  const open = asked.filter(({ openness }) => openness.state === 'open')
  const [worst] = open
  if (worst) {
    const evidence = open.flatMap(({ openness }) => quotes(openness.by))
    return {
      state: 'fail',
      severity: worst.danger.severity,
      summary: `Anyone with an AWS account may ${open.map(({ danger }) => danger.harm).join(', and ')}.`,
      evidence: [...new Map(evidence.map((one) => [one.value, one])).values()],
    }
  }
  const deputies = dangers
    .slice(0, 1)
    .flatMap(({ action }) => deputyEvidence(policy, resource, action, region))
  if (deputies.length > 0) {
    return {
      state: 'fail',
      severity: 'medium',
      summary: `Anyone can have an AWS service ${dangers[0]?.harm}: the policy does not say for whose resource.`,
      evidence: deputies,
    }
  }
  if (asked.some(({ openness }) => openness.state === 'unclear'))
    return unknown(`The policy of ${name} lets everyone in under conditions that cannot be settled.`)
  const narrowed = asked.flatMap(({ openness }) => (openness.state === 'narrowed' ? quotes(openness.by) : []))
  return pass(...(narrowed.length > 0 ? narrowed : [{ label: 'Policy', value: 'Lets no stranger in' }]))
}
