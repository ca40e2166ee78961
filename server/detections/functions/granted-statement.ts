import { field, requestOf, responseOf, textOf } from '#server/detections/facts/parameters.ts'
import { statementOf, statementsOf } from '#server/detections/facts/statements-of.ts'
import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const SERVICE = /\.amazonaws\.com(\.cn)?$|^lambda\.alexa\./

/** Parameters of AddPermission that narrow who may call, and the conditions that Lambda makes of them. */
const CONDITIONS = [
  ['sourceArn', 'ArnLike', 'AWS:SourceArn'],
  ['sourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['principalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['organizationId', 'StringEquals', 'aws:PrincipalOrgID'],
  ['eventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['functionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
] as const

/**
 * The statement that AddPermission or AddLayerVersionPermission added: as it was answered, else as it was asked for.
 * Source: Lambda API, AddPermission.
 */
export function grantedStatement(record: TrailRecord): PolicyStatement | undefined {
  const answered = statementOf(responseOf(record).statement)
  if (answered && answered.effect !== '') return answered
  const principal = textOf(record, 'principal')
  if (principal === undefined) return undefined
  const conditions = CONDITIONS.flatMap(([name, operator, key]) => {
    const value = textOf(record, name)
    return value === undefined ? [] : [{ [operator]: { [key]: value } }]
  })
  const [statement] = statementsOf({
    Statement: {
      Effect: 'Allow',
      Action: textOf(record, 'action') ?? 'lambda:InvokeFunction',
      Principal: principal === '*' ? '*' : { [SERVICE.test(principal) ? 'Service' : 'AWS']: principal },
      Condition: merged(conditions),
    },
  })
  return statement
}

/** All that a call grants: PutResourcePolicy writes the whole policy at once. */
export function grantedStatements(record: TrailRecord): PolicyStatement[] {
  if (record.eventName === 'PutResourcePolicy') return statementsOf(field(requestOf(record), 'policy'))
  const granted = grantedStatement(record)
  return granted ? [granted] : []
}

function merged(conditions: Record<string, Record<string, string>>[]): Record<string, object> {
  const all: Record<string, object> = {}
  for (const condition of conditions)
    for (const [operator, keys] of Object.entries(condition)) all[operator] = { ...all[operator], ...keys }
  return all
}
