import { createServer, type IncomingMessage } from 'node:http'
import { BlockList, isIPv4 } from 'node:net'
import next from 'next'
import { readEnv } from '#server/env.ts'
import { SettingError } from '#server/errors.ts'
import { createLogger } from '#server/logger.ts'
import { isBuilt, ROOT } from '#server/up/build-if-stale.ts'

const GRACE_MS = 5000

const privatePeers = new BlockList()
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privatePeers.addSubnet(net, bits)

/** X-Forwarded-For counts only from a peer that can be a proxy of ours; anyone else is who connected. */
function settleAddress(request: IncomingMessage): void {
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'
  const isProxy = peer === '::1' || (isIPv4(peer) && privatePeers.check(peer))
  if (!isProxy || !request.headers['x-forwarded-for']) request.headers['x-forwarded-for'] = peer
}

/** Serves the pages and the API until SIGTERM, SIGINT or the parent's end. */
export async function runWeb(): Promise<void> {
  const env = readEnv()
  const log = createLogger('web')
  if (!env.DATABASE_URL) throw new SettingError('DATABASE_URL is not set.')
  if (!env.SIGHTLINE_SECRET) throw new SettingError('SIGHTLINE_SECRET is not set.')
  if (!isBuilt()) throw new SettingError('The pages are not built: run `npm run build` first.')
  const app = next({
    dev: false,
    dir: ROOT,
    hostname: env.SIGHTLINE_HOST,
    port: env.SIGHTLINE_PORT,
    quiet: true,
  })
  await app.prepare()
  const handle = app.getRequestHandler()
  const server = createServer((request, response) => {
    settleAddress(request)
    handle(request, response).catch((error) => {
      log.error({ err: error }, 'a request failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(env.SIGHTLINE_PORT, env.SIGHTLINE_HOST, resolve)
  })
  process.send?.({ ready: true })
  log.info({ port: env.SIGHTLINE_PORT }, 'web started')
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(0), GRACE_MS).unref()
    server.close(() => process.exit(0))
    // What is still being answered, open pages' streams too, ends in a moment and leaves its connection idle.
    setInterval(() => server.closeIdleConnections(), 100)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
}
