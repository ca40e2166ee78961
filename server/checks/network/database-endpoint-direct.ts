import { defineCheck } from '#server/checks/define-check.ts'
import { databaseVariables } from '#server/checks/reliability/database-variables.ts'
import { inWords } from '#server/checks/reliability/function-change.ts'
import { namesOf, pass } from '#server/checks/reliability/verdicts.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

function evaluate(record: FunctionRecord): Verdict {
  const found = databaseVariables(record)
  if ('verdict' in found) return found.verdict
  const { names } = found
  if (names.length === 0) return pass({ label: 'Addresses of databases', value: 'none recognised' })
  return {
    state: 'fail',
    severity: 'low',
    summary: `It connects to a database itself, not by way of a proxy: ${namesOf(names)} ${names.length === 1 ? 'holds' : 'hold'} the address of an instance or cluster.`,
    evidence: names.map((name) => ({ label: name, value: 'address of a database; the value is not kept' })),
  }
}

/** Recognised by the host's domain in a variable's value, which never leaves the collector. */
export const databaseEndpointDirect = defineCheck({
  id: 'database-endpoint-direct',
  title: 'Function connects to a database without a proxy',
  group: 'network',
  kind: 'function',
  severity: 'low',
  severityNote: null,
  why: 'Executions come and go by the hundreds, and each opens connections of its own with a password. A proxy pools them, survives failovers, and takes IAM instead of the password.',
  references: ['https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service', 'insecure-secrets'],
  evaluate,
  remediate: () =>
    inWords(
      'Put RDS Proxy before the database, with IAM authentication, and give the function the proxy’s endpoint. Engines without a proxy: bound the concurrency, and keep one connection an execution environment.',
    ),
})
