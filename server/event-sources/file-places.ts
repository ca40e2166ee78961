import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { listFolders } from '#server/collectors/trail/log-objects.ts'
import type { BucketPlace } from '#server/domain/trail-sources/source-address.ts'

/** The prefixes of accounts and regions in a trail's bucket: AWSLogs/(organisation/)account/CloudTrail/region/. */
export async function filePlaces(
  call: CallContext,
  { bucket, prefix }: BucketPlace,
): Promise<{ state: 'ok'; prefixes: string[] } | SourceFailure> {
  const top = `${prefix === '' ? '' : `${prefix}/`}AWSLogs/`
  const prefixes: string[] = []
  const above = [top]
  for (let next = above.shift(); next !== undefined; next = above.shift()) {
    const found = await listFolders(call, bucket, next)
    if (found.state !== 'ok') return found
    for (const name of found.names) {
      if (/^o-[a-z0-9]{10,32}$/.test(name) && next === top) above.push(`${next}${name}/`)
      if (!/^\d{12}$/.test(name)) continue
      const regions = await listFolders(call, bucket, `${next}${name}/CloudTrail/`)
      if (regions.state !== 'ok') return regions
      prefixes.push(...regions.names.map((region) => `${next}${name}/CloudTrail/${region}/`))
    }
  }
  return { state: 'ok', prefixes }
}
