import { accountSettings } from '#server/collectors/account-settings.ts'
import { eventSourceMappings } from '#server/collectors/event-source-mappings.ts'
import { functions } from '#server/collectors/functions.ts'
import { linkVersions } from '#server/store/link-versions.ts'
import { defineJob } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { sweepKind } from './sweep-kind.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

export const sweepRegion = defineJob({
  name: 'sweep-region',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 6,
  expireInSeconds: 4 * 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    await sweepKind(context, target, accountSettings, 'account-settings', signal)
    await sweepKind(context, target, functions, 'function', signal)
    await sweepKind(context, target, eventSourceMappings, 'event-source-mapping', signal)
    await linkVersions(context.store.pool, target.account.id, new Date(context.clock()))
    await context.send(evaluateAccount, { accountId: target.account.id })
  },
})
