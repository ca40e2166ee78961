import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

export type Scope = {
  accessKeyId: string
  date: string
  region: string
  service: string
  signedHeaders: string[]
  signature: string
}

export type SignedRequest = {
  method: string
  rawPath: string
  rawQuery: string
  headers: Record<string, string | undefined>
  body: Buffer
}

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** Reads a SigV4 Authorization header; undefined when there is none or it is not one. */
export function parseScope(header: string | undefined): Scope | undefined {
  const match = authorization.exec(header ?? '')
  if (!match) return undefined
  const [, accessKeyId = '', date = '', region = '', service = '', signed = '', signature = ''] = match
  return { accessKeyId, date, region, service, signedHeaders: signed.split(';'), signature }
}

/** The time a request says it was signed at, in ms; NaN when it does not say. */
export function signedAtMs(headers: SignedRequest['headers']): number {
  const stamp = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '')
  if (!stamp) return Number.NaN
  const [, y, mo, d, h, mi, s] = stamp.map(Number)
  return Date.UTC(y ?? 0, (mo ?? 1) - 1, d, h, mi, s)
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function canonicalQuery(raw: string): string {
  if (raw === '') return ''
  return raw
    .split('&')
    .map((pair) => {
      const cut = pair.indexOf('=')
      const name = cut < 0 ? pair : pair.slice(0, cut)
      return `${encode(decode(name))}=${cut < 0 ? '' : encode(decode(pair.slice(cut + 1)))}`
    })
    .sort()
    .join('&')
}

/** Whether the signature is the one that the secret gives; see "Signature Version 4" in the IAM guide. */
export function signatureMatches(request: SignedRequest, scope: Scope, secretAccessKey: string): boolean {
  const path = request.rawPath.split('/').map(encode).join('/')
  const headers = scope.signedHeaders
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('')
  const bodyHash =
    request.headers['x-amz-content-sha256'] ?? createHash('sha256').update(request.body).digest('hex')
  const canonical = [
    request.method,
    path,
    canonicalQuery(request.rawQuery),
    headers,
    scope.signedHeaders.join(';'),
    bodyHash,
  ].join('\n')
  const area = `${scope.date}/${scope.region}/${scope.service}/aws4_request`
  const toSign = `AWS4-HMAC-SHA256\n${request.headers['x-amz-date']}\n${area}\n${createHash('sha256').update(canonical).digest('hex')}`
  const dateKey = hmac(`AWS4${secretAccessKey}`, scope.date)
  const key = hmac(hmac(hmac(dateKey, scope.region), scope.service), 'aws4_request')
  return timingSafeEqual(hmac(key, toSign), Buffer.from(scope.signature, 'hex'))
}
