import { sourcePermissions } from '#server/collectors/trail/source-operations.ts'
import {
  parseBucket,
  parseEventDataStore,
  parseQueue,
  parseTable,
} from '#server/domain/trail-sources/source-address.ts'
import { sourceDraft } from '#server/domain/trail-sources/source-draft.ts'
import type { SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import { sourcePolicy } from '#server/domain/trail-sources/source-policy.ts'
import { SettingError } from '#server/errors.ts'

export type SourceOptions = {
  eventSource: string
  files?: string
  results?: string
  key?: string
  account?: string
  region?: string
}

function kindOf(address: string, files: string | undefined): SourceKind {
  if (parseQueue(address)) return files === undefined ? 'event-queue' : 'file-queue'
  if (parseBucket(address)) return 'bucket'
  if (parseEventDataStore(address)) return 'event-data-store'
  if (parseTable(address)) return 'athena'
  throw new SettingError(
    '--event-source takes the URL or ARN of a queue, s3://bucket/prefix, database.table, or the ARN of an event data store.',
  )
}

/** The policy for one event source as JSON: what it is is told by its address, and by --files. */
export function sourcePolicyText(options: SourceOptions): string {
  const { eventSource: address, files, results, key, account, region } = options
  const kind = kindOf(address, files)
  const owner = parseQueue(address) ?? parseEventDataStore(address)
  // A bucket's ARN names neither account nor region.
  const accountId = account ?? owner?.accountId ?? (kind === 'bucket' ? '000000000000' : undefined)
  const at = region ?? owner?.region ?? (kind === 'bucket' ? 'us-east-1' : undefined)
  if (accountId === undefined || at === undefined)
    throw new SettingError('A table takes --account and --region besides.')
  const draft = sourceDraft.safeParse({
    kind,
    name: 'x',
    address,
    accountId,
    region: at,
    settings: { files, output: results, keyArn: key },
  })
  const issue = draft.error?.issues[0]
  if (!draft.success) throw new SettingError(`${issue?.path.join('.')} ${issue?.message}.`)
  return `${JSON.stringify(sourcePolicy(draft.data, sourcePermissions()[kind]), null, 2)}\n`
}
