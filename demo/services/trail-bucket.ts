import { AwsError } from '#demo/protocol/aws-error.ts'
import { openToken, sealToken } from '#demo/protocol/paging.ts'
import { BytesBody } from '#demo/protocol/respond.ts'
import { logFiles, readLogFile, trailBucketOf } from '#demo/trail-delivery/log-files.ts'
import { boundedInt, type Call } from './call.ts'

/** Of all buckets, the one of the trails has objects. */
function holdsFiles({ input, world }: Call): boolean {
  return input.Bucket === trailBucketOf(world)
}

/** One page of a bucket's objects, or of what is one level below its prefix. */
export function listObjects(call: Call): unknown {
  const { input, world } = call
  const bad = () => new AwsError('InvalidArgument', 400, 'The continuation token provided is incorrect')
  const size = boundedInt(input['max-keys'], 1000, 1, 1000, bad)
  const prefix = String(input.prefix ?? '')
  const delimiter = String(input.delimiter ?? '')
  const scope = `list|${input.Bucket}|${prefix}|${delimiter}`
  const token = input['continuation-token']
  const opened = token === undefined ? undefined : openToken(scope, String(token))
  if (token !== undefined && opened === undefined) throw bad()
  const after = opened ?? String(input['start-after'] ?? '')
  const foldOf = (key: string) => {
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    return end < 0 ? undefined : key.slice(0, end + delimiter.length)
  }
  const fold = (dayPrefix: string) => {
    const folded = foldOf(dayPrefix)
    return folded !== undefined && dayPrefix.startsWith(folded)
  }
  const Contents: unknown[] = []
  const folders = new Set<string>()
  let last: string | undefined
  let isTruncated = false
  for (const file of holdsFiles(call) ? logFiles(world, { prefix, after, fold }) : []) {
    const folded = foldOf(file.key)
    if (folded !== undefined && (folders.has(folded) || folded <= after)) continue
    if (Contents.length + folders.size === size) {
      isTruncated = true
      break
    }
    last = folded === undefined ? file.key : `${folded}~`
    if (folded !== undefined) folders.add(folded)
    else
      Contents.push({
        Key: file.key,
        LastModified: new Date(file.deliveredMs),
        ETag: '"0"',
        Size: file.bytes,
        StorageClass: 'STANDARD',
      })
  }
  return {
    ListBucketResult: {
      Name: input.Bucket,
      Prefix: prefix,
      MaxKeys: size,
      KeyCount: Contents.length + folders.size,
      IsTruncated: isTruncated,
      Contents,
      CommonPrefixes: [...folders].map((Prefix) => ({ Prefix })),
      NextContinuationToken: isTruncated && last !== undefined ? sealToken(scope, last) : undefined,
    },
  }
}

/** A log file; the trails' bucket holds nothing else. */
export function getObject(call: Call): unknown {
  const file = holdsFiles(call) ? readLogFile(call.world, String(call.input.Key)) : undefined
  if (!file) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.')
  return new BytesBody(file, 'application/x-gzip')
}
