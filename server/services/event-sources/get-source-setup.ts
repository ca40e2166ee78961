import { parseQueue, partitionOfRegion, queueUrl } from '#server/domain/trail-sources/source-address.ts'
import { sourcePolicy } from '#server/domain/trail-sources/source-policy.ts'
import { QUEUE_NAMES, sourceTemplates } from '#server/domain/trail-sources/source-template.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { SourceSetup, SourceSetupInput } from './schema.ts'
import { readSourcePermissions } from './source-permissions.ts'

/** The policy that a source needs, and the templates of what has to be made for it. */
export async function getSourceSetup(context: Context, input: SourceSetupInput): Promise<SourceSetup> {
  authorise(context, 'admin')
  const { kind, accountId, region } = input
  const isQueue = kind === 'event-queue' || kind === 'file-queue'
  const asked = parseQueue(input.address)
  const place = asked ?? {
    partition: partitionOfRegion(region),
    region,
    accountId,
    name: QUEUE_NAMES[isQueue ? kind : 'event-queue'],
  }
  const address = isQueue ? queueUrl(place) : input.address
  const needed = await readSourcePermissions(context.store, kind)
  const policy = needed && sourcePolicy({ ...input, address }, needed)
  const templates = isQueue ? sourceTemplates(kind, place.name) : undefined
  return {
    policy: policy ? JSON.stringify(policy, null, 2) : null,
    permissions: (needed ?? []).map(({ permission, hides }) => ({ permission, hides })),
    cloudFormation: templates?.cloudFormation ?? null,
    terraform: templates?.terraform ?? null,
  }
}
