import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { databaseVariables } from './database-variables.ts'
import { named } from './function-change.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: FunctionRecord): Verdict {
  if (record.vpc.state === 'absent') return notApplicable('It is in no VPC.')
  const hidden = unseen('VPC', record.vpc)
  if (hidden) return unknown(hidden)
  const found = databaseVariables(record)
  if ('verdict' in found) return found.verdict
  if (found.names.length === 0)
    return notApplicable('No environment variable holds the address of a database.')
  const unseenShare = unseen('Reserved concurrency', record.reservedConcurrency)
  if (unseenShare) return unknown(unseenShare)
  const reserved = valueOr<number | null>(record.reservedConcurrency, null) ?? null
  const evidence = [
    { label: 'Variables with the address of a database', value: found.names.join(', ') },
    { label: 'Reserved concurrency', value: reserved === null ? 'none' : String(reserved) },
  ]
  if (reserved !== null) return pass(...evidence)
  const summary = `Each of its concurrent executions opens connections to the database that ${namesOf(found.names)} names, and nothing bounds how many there are.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const databaseConnections = defineCheck({
  id: 'database-connections',
  title: 'Unbounded connections to a database',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Every concurrent execution holds a connection of its own, and a database takes some hundreds. A spike of requests then takes the database from everything else that uses it.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-rds.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Put RDS Proxy between, or reserve no more executions than the database has connections for. The value 50 is an example.',
    cli: `aws lambda put-function-concurrency ${named(record)} --reserved-concurrent-executions 50`,
    cloudformation: properties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 50 }),
    terraform: argumentsOf('aws_lambda_function', { reserved_concurrent_executions: 50 }),
  }),
})
