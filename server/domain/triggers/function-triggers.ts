import { type Field, valueOr } from '#server/domain/field.ts'
import { type PolicyStatement, policyStatements } from '#server/domain/iam/policy-document.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'

export type Invocation = 'synchronous' | 'asynchronous' | 'stream' | 'queue' | 'unknown'

export type Trigger = {
  kind: string
  source: string
  invocation: Invocation
  live: boolean | null
  state: string
  evidence: string
  qualifier: string | null
  failures: string
}

/** How a service invokes a function. Source: Lambda developer guide, "Invoking Lambda with events from other AWS services". */
const SERVICES: Record<string, { kind: string; invocation: Invocation }> = {
  'apigateway.amazonaws.com': { kind: 'apigateway', invocation: 'synchronous' },
  'elasticloadbalancing.amazonaws.com': { kind: 'elb', invocation: 'synchronous' },
  'cognito-idp.amazonaws.com': { kind: 'cognito', invocation: 'synchronous' },
  'lex.amazonaws.com': { kind: 'lex', invocation: 'synchronous' },
  'lexv2.amazonaws.com': { kind: 'lex', invocation: 'synchronous' },
  'edgelambda.amazonaws.com': { kind: 'cloudfront', invocation: 'synchronous' },
  'secretsmanager.amazonaws.com': { kind: 'secretsmanager', invocation: 'asynchronous' },
  's3.amazonaws.com': { kind: 's3', invocation: 'asynchronous' },
  'sns.amazonaws.com': { kind: 'sns', invocation: 'asynchronous' },
  'events.amazonaws.com': { kind: 'events', invocation: 'asynchronous' },
  'scheduler.amazonaws.com': { kind: 'scheduler', invocation: 'asynchronous' },
  'ses.amazonaws.com': { kind: 'ses', invocation: 'asynchronous' },
  'logs.amazonaws.com': { kind: 'logs', invocation: 'asynchronous' },
  'iot.amazonaws.com': { kind: 'iot', invocation: 'asynchronous' },
  'config.amazonaws.com': { kind: 'config', invocation: 'asynchronous' },
  'codecommit.amazonaws.com': { kind: 'codecommit', invocation: 'asynchronous' },
}

const PULLED: Record<string, Invocation> = {
  kinesis: 'stream',
  dynamodb: 'stream',
  kafka: 'stream',
  documentdb: 'stream',
  sqs: 'queue',
  mq: 'queue',
}

/** Where failed asynchronous events go: the destination of the qualifier, else the dead-letter queue. */
function asyncFailures(record: FunctionRecord, qualifier: string | null): string {
  const configs = valueOr(record.eventInvokeConfigs, [])
  const config = configs?.find((one) => one.qualifier === (qualifier ?? '$LATEST'))
  const deadLetter = valueOr<string | null>(record.deadLetterTargetArn, null)
  if (config?.onFailure) return config.onFailure
  if (deadLetter) return deadLetter
  return configs === undefined || deadLetter === undefined ? 'unknown' : 'nowhere'
}

function failuresOf(invocation: Invocation, record: FunctionRecord, qualifier: string | null): string {
  if (invocation === 'synchronous') return 'the caller'
  return invocation === 'asynchronous' ? asyncFailures(record, qualifier) : 'unknown'
}

function fieldText(field: Field<string>): string {
  return valueOr(field, 'unknown') ?? 'unknown'
}

function fromMapping(mapping: EventSourceMappingRecord): Trigger {
  const invocation = PULLED[mapping.sourceType] ?? 'unknown'
  const state = fieldText(mapping.state)
  const onFailure = valueOr<string | null>(mapping.onFailureArn, null)
  const qualifier = valueOr<string | null>(mapping.functionArn, null)?.split(':')[7] ?? null
  const without = invocation === 'queue' ? "the queue's own redrive policy" : 'nowhere'
  return {
    kind: mapping.sourceType,
    source: fieldText(mapping.eventSourceArn),
    invocation,
    live: state === 'unknown' ? null : state === 'Enabled',
    state,
    evidence: `event source mapping ${mapping.uuid}`,
    qualifier,
    failures: onFailure ?? (onFailure === undefined ? 'unknown' : without),
  }
}

function conditionOf(statement: PolicyStatement, keys: string[]): string | undefined {
  const found = statement.conditions.find((condition) => keys.includes(condition.key.toLowerCase()))
  return found?.values.join(', ')
}

function invokes(statement: PolicyStatement): boolean {
  return (
    statement.effect === 'Allow' &&
    statement.actions.some((action) => /^(\*|lambda:(\*|invoke.*))$/i.test(action))
  )
}

/** A statement for a function URL says who may call the URL; the URL itself is listed from its own configuration. */
function isForUrl(statement: PolicyStatement): boolean {
  return conditionOf(statement, ['lambda:functionurlauthtype', 'lambda:invokedviafunctionurl']) !== undefined
}

function fromStatement(
  statement: PolicyStatement,
  record: FunctionRecord,
  qualifier: string | null,
): Trigger[] {
  if (!invokes(statement) || isForUrl(statement)) return []
  const source = conditionOf(statement, ['aws:sourcearn', 'aws:sourceaccount'])
  const principals =
    statement.notPrincipals.length > 0 ? [{ type: '*', value: 'everyone but some' }] : statement.principals
  return principals.map(({ type, value }) => {
    const service =
      type === 'Service'
        ? (SERVICES[value] ?? { kind: value.split('.')[0] ?? value, invocation: 'unknown' as const })
        : undefined
    const invocation = service?.invocation ?? 'unknown'
    return {
      kind: service?.kind ?? (value === '*' || type === '*' ? 'anyone' : 'account'),
      source: source ?? value,
      invocation,
      live: null,
      state: 'permitted',
      evidence: `statement ${statement.sid ?? 'without id'}`,
      qualifier,
      failures: failuresOf(invocation, record, qualifier),
    }
  })
}

function policies(record: FunctionRecord): [PolicyDocument, string | null][] {
  const own = valueOr<PolicyDocument | null>(record.policy, null)
  const qualified = valueOr(record.qualifiedPolicies, {}) ?? {}
  return [
    ...(own ? [[own, null] as [PolicyDocument, null]] : []),
    ...Object.entries(qualified).map(([qualifier, document]): [PolicyDocument, string] => [
      document,
      qualifier,
    ]),
  ]
}

function unseenOf(record: FunctionRecord): string[] {
  const named: [string, Field<unknown>][] = [
    ['its function URLs', record.urls],
    ['its resource policy, which says who may invoke it', record.policy],
    ['the policies of its aliases and versions', record.qualifiedPolicies],
  ]
  const unseen = named.flatMap(([what, field]) => {
    if (field.state === 'denied') return [`${what}: ${field.permission} is denied`]
    return field.state === 'failed' ? [`${what}: ${field.reason}`] : []
  })
  const unread = policies(record).filter(([document]) => policyStatements(document) === undefined)
  return unread.length > 0 ? [...unseen, 'a resource policy that could not be read'] : unseen
}

/** Every known way into a function, from its mappings, URLs and resource policies, and what could not be looked at. */
export function functionTriggers(
  record: FunctionRecord,
  mappings: EventSourceMappingRecord[],
): { triggers: Trigger[]; unseen: string[] } {
  const urls = (valueOr(record.urls, []) ?? []).map(
    (url): Trigger => ({
      kind: 'url',
      source: url.url,
      invocation: 'synchronous',
      live: true,
      state: url.authType,
      evidence: `function URL with AuthType ${url.authType}`,
      qualifier: url.qualifier ?? null,
      failures: 'the caller',
    }),
  )
  const permitted = policies(record).flatMap(([document, qualifier]) =>
    (policyStatements(document) ?? []).flatMap((statement) => fromStatement(statement, record, qualifier)),
  )
  return { triggers: [...urls, ...mappings.map(fromMapping), ...permitted], unseen: unseenOf(record) }
}
