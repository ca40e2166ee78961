import type { CallContext } from '#server/aws/call.ts'
import { bucketAddress, parseBucket } from '#server/domain/trail-sources/source-address.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import { STREAM_FILES } from './file-layout.ts'
import { type Listed, readPlace } from './read-place.ts'

/** Reads the files of a metric stream that are new in a bucket, in the order of their hours, from where it got to before. */
export async function listMetricFiles(
  context: WorkerContext,
  source: StoredSource,
  call: CallContext,
): Promise<Listed> {
  const at = parseBucket(source.address)
  if (!at) return { state: 'failed', permission: '', message: 'The address is not s3://bucket/prefix.' }
  const prefix = bucketAddress(at).slice(`s3://${at.bucket}/`.length)
  const place = source.cursor.places?.[prefix]
  return readPlace(context, source, call, { bucket: at.bucket, prefix, place, layout: STREAM_FILES })
}
