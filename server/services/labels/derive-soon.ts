import type { Context } from '#server/services/context.ts'
import { sendJob } from '#server/store/send-job.ts'

/** Has what was worked out of these accounts worked out again. Where no worker ever ran there is nothing to work out. */
export async function deriveSoon({ store }: Context, accountIds: string[]): Promise<void> {
  for (const accountId of accountIds) {
    const job = { name: 'derive-account', input: { accountId }, key: accountId }
    await sendJob(store.pool, job).catch(() => undefined)
  }
}
