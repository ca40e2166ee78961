import { type Arn, parseArn } from '#server/domain/arn.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { type CollectorContext, defineCollector } from './define-collector.ts'
import { type Batches, readBatches } from './read-each.ts'
import { getQueueAttributes, getQueueUrl, readQueue } from './read-queue.ts'
import { describeStream, describeStreamSummary, readKinesisStream, readTableStream } from './read-stream.ts'
import type { SourceFacts } from './source-facts.ts'

type Reader = (context: CollectorContext, arn: Arn, text: string) => Promise<SourceFacts>

const READERS: Record<string, Reader> = {
  sqs: readQueue,
  kinesis: (context, _, text) => readKinesisStream(context, text),
  dynamodb: (context, _, text) => readTableStream(context, text),
}

/**
 * The queues and streams of the region that mappings, dead letter queues and destinations name, by ARN. Other ARNs are
 * left out. One that AWS says is not there is handed on as such; one of another account mostly ends in a denial.
 */
export const eventSources = defineCollector<EventSourceRecord, readonly string[]>({
  id: 'event-sources',
  title: 'Queues and streams',
  scope: 'region',
  kind: 'event-source',
  changedBy: ['sqs.amazonaws.com', 'kinesis.amazonaws.com', 'dynamodb.amazonaws.com'],
  onlyWithFunctions: true,
  operations: [getQueueUrl, getQueueAttributes, describeStreamSummary, describeStream],
  async *collect(context, arns): Batches<EventSourceRecord> {
    const here = [...new Set(arns)].flatMap((text) => {
      const arn = parseArn(text)
      const read = arn && readerOf(arn)
      return arn && read && arn.region === context.region ? [{ text, arn, read }] : []
    })
    yield* readBatches(context, here, async ({ text, arn, read }) => ({
      kind: 'event-source' as const,
      arn: text,
      name: nameOf(arn),
      accountId: context.account.id,
      region: context.region,
      sourceType: arn.service,
      ...(await read(context, arn, text)),
    }))
    return { complete: true }
  },
})

/** Only what the services' ARNs really look like, so that nothing else is asked for. */
function readerOf({ service, resource, accountId }: Arn): Reader | undefined {
  if (!/^\d{12}$/.test(accountId)) return undefined
  if (service === 'kinesis' && !resource.startsWith('stream/')) return undefined
  if (service === 'dynamodb' && !/^table\/[^/]+\/stream\/./.test(resource)) return undefined
  return Object.hasOwn(READERS, service) ? READERS[service] : undefined
}

const nameOf = ({ service, resource }: Arn) =>
  service === 'sqs' ? resource : (resource.split('/')[1] ?? resource)
