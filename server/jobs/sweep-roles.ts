import { roles } from '#server/collectors/roles.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { announceChanges } from './announce-changes.ts'
import { defineJob } from './define-job.ts'
import { sweepKind } from './sweep-kind.ts'
import { accountInput, findTarget } from './targets.ts'

export const sweepRoles = defineJob({
  name: 'sweep-roles',
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 4,
  expireInSeconds: 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, { accountId: input.accountId, region: GLOBAL_REGION })
    if (!target) return
    await announceChanges(context, input.accountId, await sweepKind(context, target, roles, 'role', signal))
  },
})
