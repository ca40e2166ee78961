import type { Partition } from '#demo/estate/model.ts'
import { fate } from './grants.ts'

export type StreamSpec = {
  arn: string
  name: string
  kind: 'kinesis' | 'dynamodb'
  shards: number
  retentionHours: number
  encrypted: boolean
}

/** The Kinesis and DynamoDB streams that mappings read. */
export function makeStreams({ functions }: Partition): Map<string, StreamSpec> {
  const streams = new Map<string, StreamSpec>()
  for (const { kind, sourceArn } of functions.flatMap((fn) => fn.mappings)) {
    if (kind === 'sqs') continue
    const draw = fate(sourceArn, 'stream')
    streams.set(sourceArn, {
      arn: sourceArn,
      name: sourceArn.split('/')[1] ?? '',
      kind,
      shards: 1 + Math.floor(draw * 6),
      retentionHours: draw < 0.7 ? 24 : 168,
      encrypted: draw > 0.3,
    })
  }
  return streams
}
