import type { StatementRef } from '#server/domain/access/access.ts'

/** Each statement once, in the order in which they come. */
export function uniqueStatements(statements: StatementRef[]): StatementRef[] {
  const seen = new Map(
    statements.map((one) => [`${one.kind} ${one.policyArn ?? one.policy} ${one.index}`, one]),
  )
  return [...seen.values()]
}
