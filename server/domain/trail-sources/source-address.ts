import { parseArn } from '#server/domain/arn.ts'

export type QueuePlace = { partition: string; region: string; accountId: string; name: string }
export type BucketPlace = { bucket: string; prefix: string }
export type TablePlace = { catalog: string; database: string; table: string }

const HOST =
  /^(?:(?:vpce-[\w-]+\.)?sqs(?:-fips)?\.([a-z0-9-]+)(?:\.vpce)?|([a-z0-9-]+)\.queue)\.(amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws)$/
const QUEUE_NAME = /^[\w-]{1,80}(\.fifo)?$/

/** The partition that a region belongs to. Source: AWS General Reference, regions. */
export function partitionOfRegion(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return region.startsWith('eusc-') ? 'aws-eusc' : 'aws'
}

/** Reads a queue's URL below one of AWS's own hosts, or its ARN; undefined for anything else. */
export function parseQueue(text: string): QueuePlace | undefined {
  const arn = parseArn(text)
  if (arn) {
    const { partition, region, accountId, resource: name } = arn
    const isOne = arn.service === 'sqs' && /^\d{12}$/.test(accountId) && QUEUE_NAME.test(name)
    return isOne && region !== '' ? { partition, region, accountId, name } : undefined
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.search + url.hash !== '')
    return undefined
  const [, region = '', older = ''] = HOST.exec(url.hostname) ?? []
  const [, accountId = '', name = '', ...rest] = url.pathname.split('/')
  const place = region || older
  if (place === '' || rest.length > 0 || !/^\d{12}$/.test(accountId) || !QUEUE_NAME.test(name))
    return undefined
  return { partition: partitionOfRegion(place), region: place, accountId, name }
}

const DOMAINS: Record<string, string> = { 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu' }

export const queueUrl = ({ partition, region, accountId, name }: QueuePlace) =>
  `https://sqs.${region}.${DOMAINS[partition] ?? 'amazonaws.com'}/${accountId}/${name}`

export const queueArn = ({ partition, region, accountId, name }: QueuePlace) =>
  `arn:${partition}:sqs:${region}:${accountId}:${name}`

/** Reads s3://bucket/prefix; the prefix comes back without a slash at either end. Source: S3, bucket naming rules. */
export function parseBucket(text: string): BucketPlace | undefined {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(text)
  if (!match?.[1] || match[1].includes('..')) return undefined
  const prefix = (match[2] ?? '').replace(/^\/+|\/+$/g, '')
  if (prefix.length > 512 || !/^[\w!.()'/=+@:, -]*$/.test(prefix)) return undefined
  return { bucket: match[1], prefix }
}

export const bucketAddress = ({ bucket, prefix }: BucketPlace) =>
  `s3://${bucket}/${prefix === '' ? '' : `${prefix}/`}`

const IDENTIFIER = /^[\w-]{1,255}$/

/** Reads database.table, or catalog.database.table. */
export function parseTable(text: string): TablePlace | undefined {
  const parts = text.split('.')
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => IDENTIFIER.test(part))) return undefined
  const [table = '', database = '', catalog = 'AwsDataCatalog'] = parts.toReversed()
  return { catalog, database, table }
}

export type EventDataStorePlace = { partition: string; region: string; accountId: string; id: string }

/** Reads the ARN of an event data store of CloudTrail Lake. */
export function parseEventDataStore(text: string): EventDataStorePlace | undefined {
  const arn = parseArn(text)
  const id = /^eventdatastore\/([0-9a-f-]{36})$/.exec(arn?.resource ?? '')?.[1]
  if (arn?.service !== 'cloudtrail' || !id || !/^\d{12}$/.test(arn.accountId)) return undefined
  return { partition: arn.partition, region: arn.region, accountId: arn.accountId, id }
}
