import type { WorkerContext } from './define-job.ts'
import { deriveAccount } from './derive-account.ts'
import { evaluateAccount } from './evaluate-account.ts'

/** After a sweep: has checks and whatever is worked out from several resources look at an account whose resources changed. */
export async function announceChanges(
  context: WorkerContext,
  accountId: string,
  changed: boolean,
): Promise<void> {
  if (!changed) return
  await context.send(evaluateAccount, { accountId })
  await context.send(deriveAccount, { accountId })
}
