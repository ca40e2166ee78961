import {
  asArray,
  asObject,
  asText,
  asTexts,
  isObject,
  type JsonObject,
  parseJson,
} from '#server/domain/json.ts'

export type NamedFile = { bucket: string; key: string; region: string | undefined }

/** What a message says: files that arrived, nothing that matters (a test, a deletion), or nothing that can be read. */
export type FileNotification =
  | { kind: 'files'; files: NamedFile[] }
  | { kind: 'nothing' }
  | { kind: 'unreadable'; why: string }

/** Keys of S3's own events are URL-encoded, with + for a space. Source: S3, event message structure. */
function decodedKey(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function ofS3(records: unknown[]): FileNotification {
  const files = records.flatMap((item): NamedFile[] => {
    const record = asObject(item)
    const { bucket, object } = asObject(record.s3)
    const name = asText(asObject(bucket).name)
    const key = decodedKey(asText(asObject(object).key) ?? '')
    const isNew = asText(record.eventName)?.replace(/^s3:/, '').startsWith('ObjectCreated')
    return isNew && name && key ? [{ bucket: name, key, region: asText(record.awsRegion) }] : []
  })
  return files.length > 0 ? { kind: 'files', files } : { kind: 'nothing' }
}

function ofEventBridge(event: JsonObject): FileNotification {
  const { bucket, object } = asObject(event.detail)
  const name = asText(asObject(bucket).name)
  const key = asText(asObject(object).key)
  if (event['detail-type'] !== 'Object Created' || !name || !key) return { kind: 'nothing' }
  return { kind: 'files', files: [{ bucket: name, key, region: asText(event.region) }] }
}

function ofTrail(message: JsonObject): FileNotification {
  const bucket = asText(message.s3Bucket)
  const keys = asTexts(message.s3ObjectKey)
  if (!bucket || keys.length === 0) return { kind: 'nothing' }
  return { kind: 'files', files: keys.map((key) => ({ bucket, key, region: undefined })) }
}

/**
 * Reads a message about files in S3: S3's own event, EventBridge's, or CloudTrail's, each also inside an SNS envelope.
 * Never throws.
 */
export function readFileNotification(body: string, depth = 0): FileNotification {
  const message = parseJson(body)
  if (!isObject(message)) return { kind: 'unreadable', why: 'the message is not a JSON object' }
  const inner = asText(message.Message)
  if (inner !== undefined && depth < 2 && (message.Type === 'Notification' || message.TopicArn !== undefined))
    return readFileNotification(inner, depth + 1)
  if (message.Event === 's3:TestEvent') return { kind: 'nothing' }
  if (Array.isArray(message.Records)) return ofS3(asArray(message.Records))
  if (message.source === 'aws.s3') return ofEventBridge(message)
  if (message.s3Bucket !== undefined) return ofTrail(message)
  return { kind: 'unreadable', why: 'the message names no file in S3' }
}

/** Whether an object is a CloudTrail log file, and not a digest, an Insights file or something else beside them. */
export function isLogFile(key: string): boolean {
  return (
    /(^|\/)AWSLogs\/(o-[a-z0-9]{10,32}\/)?\d{12}\/CloudTrail\/[a-z0-9-]+\//.test(key) &&
    /\.json(\.gz)?$/.test(key)
  )
}

/** The account and region that a log file's key names. Source: CloudTrail user guide, finding your log files. */
export function placeOfLogFile(key: string): { accountId: string; region: string } | undefined {
  const match = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\//.exec(key)
  return match?.[1] && match[2] ? { accountId: match[1], region: match[2] } : undefined
}
