import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { type CallContext, call } from '#server/aws/call.ts'
import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { callSource, type SourceFailure, sourceFailure } from './call-source.ts'
import { getObject, listObjectsV2 } from './source-operations.ts'

export type LogObject = { key: string; bytes: number }
export type OpenedObject =
  | { state: 'ok'; body: AsyncIterable<Uint8Array> }
  | { state: 'gone' }
  | { state: 'archived' }
  | SourceFailure

/** Opens an object for reading; `gone` where it was deleted meanwhile, `archived` where it must be restored first. */
export async function openObject(context: CallContext, bucket: string, key: string): Promise<OpenedObject> {
  const result = await call(context, getObject, new GetObjectCommand({ Bucket: bucket, Key: key }), {
    streamed: true,
    resource: key,
  })
  if (result.state === 'not-found') return { state: 'gone' }
  if (result.state === 'failed' && result.code === 'InvalidObjectState') return { state: 'archived' }
  if (result.state !== 'ok') return sourceFailure(getObject, result)
  const { Body } = asObject(result.output)
  if (!isBytes(Body)) return { state: 'failed', permission: '', message: 'GetObject: the answer has no body' }
  return { state: 'ok', body: Body }
}

type Page = { state: 'ok'; objects: LogObject[]; folders: string[]; next: string | undefined }
type Listing = {
  bucket: string
  prefix: string
  startAfter?: string
  token?: string
  folders?: boolean
  size?: number
}

/** One page of up to a thousand objects in the order of their names; with `folders`, what is one level down instead. */
export async function listPage(context: CallContext, listing: Listing): Promise<Page | SourceFailure> {
  const command = new ListObjectsV2Command({
    Bucket: listing.bucket,
    Prefix: listing.prefix,
    StartAfter: listing.startAfter,
    ContinuationToken: listing.token,
    MaxKeys: listing.size,
    ...(listing.folders ? { Delimiter: '/' } : {}),
  })
  const result = await callSource(context, listObjectsV2, command)
  if (result.state !== 'ok') return result
  const output = asObject(result.output)
  const objects = asArray(output.Contents).flatMap((item) => {
    const { Key, Size } = asObject(item)
    const key = asText(Key)
    return key === undefined ? [] : [{ key, bytes: asNumber(Size) ?? 0 }]
  })
  const folders = asArray(output.CommonPrefixes).flatMap((item) => asText(asObject(item).Prefix) ?? [])
  return { state: 'ok', objects, folders, next: asText(output.NextContinuationToken) }
}

/** The names one level below a prefix that ends in a slash, a hundred pages of them at most. */
export async function listFolders(
  context: CallContext,
  bucket: string,
  prefix: string,
): Promise<{ state: 'ok'; names: string[] } | SourceFailure> {
  const names: string[] = []
  let token: string | undefined
  for (let page = 0; page < 100; page += 1) {
    const result = await listPage(context, { bucket, prefix, token, folders: true })
    if (result.state !== 'ok') return result
    names.push(...result.folders.map((folder) => folder.slice(prefix.length).replace(/\/$/, '')))
    if (result.next === undefined || result.next === token) break
    token = result.next
  }
  return { state: 'ok', names }
}

function isBytes(value: unknown): value is AsyncIterable<Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
