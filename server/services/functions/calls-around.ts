import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import { callChains } from '#server/domain/reach/call-chains.ts'
import type { Context } from '#server/services/context.ts'
import { callsAround } from '#server/store/function-calls.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { FunctionReachDetail } from './reach.schema.ts'

const MAX_CALLS = 300
const WILD = /[*?]/

/** Calls from and to a function, and the chains that run through it. */
export async function functionCalls(
  { store }: Context,
  { arn, accountId }: { arn: string; accountId: string },
): Promise<FunctionReachDetail['calls']> {
  const [calls, functions] = await Promise.all([
    callsAround(store.pool, accountId),
    queryRows<{ arn: string; name: string }>(
      store.pool,
      sql`SELECT arn, name FROM resource WHERE kind = 'function' AND deleted_at IS NULL AND account_id = ${accountId}`,
    ),
  ])
  return {
    chains: callChains(arn, calls, functions),
    out: calls.filter((call) => call.fromArn === arn).slice(0, MAX_CALLS),
    in: calls
      .filter((call) => call.toArn === arn || (WILD.test(call.toArn) && matchesPattern(call.toArn, arn)))
      .slice(0, MAX_CALLS),
  }
}
