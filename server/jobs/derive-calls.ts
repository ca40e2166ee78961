import type { Pool } from 'pg'
import { type CallInput, workOutCalls } from '#server/domain/reach/function-calls.ts'
import { callers } from '#server/store/derive-inputs.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { replaceCalls } from '#server/store/save-derived.ts'
import type { SeenInvocation } from '#server/store/seen-by-trail.ts'
import type { Principals } from './derive-principals.ts'
import type { Sources } from './derive-sources.ts'

type Inputs = { accountId: string; sources: Sources; principals: Principals; seen: SeenInvocation[] }

/** Sessions of a function bear its name and are of its role; one of several regions is the one that the call was made in. */
function observedCalls(
  functions: Awaited<ReturnType<typeof callers>>,
  seen: SeenInvocation[],
): CallInput['observed'] {
  const byName = Map.groupBy(functions, (one) => one.name)
  return seen.flatMap(({ role, session, region, toArn, lastSeenAt, synchronous }) => {
    const named = (byName.get(session) ?? []).filter(
      ({ roleArn }) => roleArn.state === 'known' && roleArn.value.endsWith(`/${role}`),
    )
    const from = named.find((one) => one.region === region) ?? named[0]
    return from ? [{ fromArn: from.arn, toArn, lastSeenAt, synchronous }] : []
  })
}

/** Works out which functions of an account call which functions, or may. */
export async function deriveCalls(
  pool: Pool,
  { accountId, sources, principals, seen }: Inputs,
): Promise<void> {
  const functions = await callers(pool, accountId)
  const calls = workOutCalls({
    functions,
    index: sources.index,
    mayInvoke: (roleArn) => principals.byArn.get(roleArn)?.means.invokes ?? [],
    mayStart: (roleArn) => principals.byArn.get(roleArn)?.means.starts ?? [],
    stateMachines: sources.stateMachines,
    observed: observedCalls(functions, seen),
  })
  await inTransaction(pool, (db) => replaceCalls(db, accountId, calls))
}
