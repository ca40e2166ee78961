import { createHmac, timingSafeEqual } from 'node:crypto'
import { layersOf } from '#demo/estate/function-config.ts'
import type { Answer } from '#demo/handle-request.ts'
import type { World } from '#demo/world.ts'
import { functionCode, layerCode } from './function-code.ts'

const SECRET = 'sightline-demo-code'
const EXPIRES_SECONDS = 600

const signed = (path: string, untilMs: number) =>
  createHmac('sha256', SECRET).update(`${path} ${untilMs}`).digest('hex')

/** An address in the manner of S3's presigned ones: whoever has it may read, for ten minutes. */
export function codeAddress(endpoint: string, parts: readonly string[], nowMs: number): string {
  const path = `/snapshots/${parts.map(encodeURIComponent).join('/')}`
  const untilMs = nowMs + EXPIRES_SECONDS * 1000
  return `${endpoint}${path}?X-Amz-Expires=${untilMs}&X-Amz-Signature=${signed(path, untilMs)}`
}

/** The code behind such an address; undefined where the path is none. */
export function serveCode(world: World, path: string, query: string, nowMs: number): Answer | undefined {
  const [, accountId, region, kind, name] =
    /^\/snapshots\/(\d{12})\/([a-z0-9-]+)\/(function|layer)\/([^/]+)$/.exec(path) ?? []
  if (accountId === undefined || region === undefined || name === undefined) return undefined
  const params = new URLSearchParams(query)
  const untilMs = Number(params.get('X-Amz-Expires'))
  if (!isSigned(path, untilMs, params.get('X-Amz-Signature') ?? '') || untilMs < nowMs) return refused()
  const account = world.estate.account(accountId)
  if (!account) return refused()
  const plain = decodeURIComponent(name)
  const fn = world.estate.partition(account, region).byName.get(plain)
  const isLayer = kind === 'layer' && layersOf(accountId, region).some((layer) => layer.name === plain)
  const body = isLayer ? layerCode(plain) : fn && kind === 'function' ? functionCode(fn) : undefined
  if (!body) return refused()
  return { reply: { status: 200, headers: { 'content-type': 'application/zip' }, body }, cut: false }
}

function isSigned(path: string, untilMs: number, signature: string): boolean {
  const expected = Buffer.from(signed(path, untilMs))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

const refused = (): Answer => ({
  reply: {
    status: 403,
    headers: { 'content-type': 'application/xml' },
    body: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
  },
  cut: false,
})
