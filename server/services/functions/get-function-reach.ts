import { ControllingPrincipals } from '#server/assess/load-takeovers.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { functionCalls } from './calls-around.ts'
import { functionTriggers, readInsight } from './function-insight.ts'
import { findFunction } from './get-function.ts'
import type { FunctionReachDetail } from './reach.schema.ts'

/** Who reaches a function, what a flood does to it, who can take it over, and the calls from function to function around it. @throws NotFoundError */
export async function getFunctionReach(
  context: Context,
  input: { id: number },
): Promise<FunctionReachDetail> {
  authorise(context, 'viewer')
  const head = await findFunction(context, input.id)
  const [{ reach, computedAt }, triggers, calls, judged] = await Promise.all([
    readInsight(context, head.id),
    functionTriggers(context, head.id),
    functionCalls(context, { arn: head.arn, accountId: head.account_id }),
    new ControllingPrincipals(context.store.pool).takeoversOf([head.record]),
  ])
  const { takeovers, unseen } = judged.get(head.arn) ?? { takeovers: [], unseen: [] }
  return {
    reach,
    computedAt,
    triggers,
    takeovers,
    takeoversUnseen: unseen,
    calls,
  }
}
