import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serveCode } from './code/code-address.ts'
import { control } from './control.ts'
import { type Fault, Faults } from './faults.ts'
import { type Answer, handleRequest, type Machine } from './handle-request.ts'
import { Sessions } from './identity/sessions.ts'
import { RateLimiter } from './protocol/rate-limit.ts'
import { World } from './world.ts'

export type DemoOptions = {
  /** 0 (the default) takes a free port. */
  port?: number
  functions?: number
  accounts?: number
  seed?: number
  faults?: Fault[]
  /** The estate's clock, in ms; real time when left out. */
  now?: () => number
  /** The clock that signatures and sessions are held to; real time when left out. */
  signingNow?: () => number
  /** The time that the incidents' schedule hangs on; when left out, the start, rounded down to ten minutes. */
  anchorMs?: number
  clockSkewMs?: number
  disabledRegions?: string[]
  hostile?: boolean
  /** Multiplies every documented rate limit; 0 lifts them. */
  rateScale?: number
}

export type DemoAccount = {
  id: string
  name: string
  roleArn: string
  externalId?: string
  home: boolean
  regions: string[]
}

export type DemoAws = {
  endpoint: string
  accounts: DemoAccount[]
  credentials: { accessKeyId: string; secretAccessKey: string }
  setFaults(faults: Fault[]): void
  close(): Promise<void>
}

const tenMinutesMs = 600_000
const mostBodyBytes = 4 * 1024 * 1024

/** Starts a small AWS on 127.0.0.1 and resolves when it answers. */
export async function startDemoAws(options: DemoOptions = {}): Promise<DemoAws> {
  const skewMs = options.clockSkewMs ?? 0
  const base = options.now ?? Date.now
  const now = () => base() + skewMs
  const signingBase = options.signingNow ?? Date.now
  const anchorMs = options.anchorMs ?? Math.floor(now() / tenMinutesMs) * tenMinutesMs
  const seed = options.seed ?? 1
  const world = new World(
    {
      seed,
      functions: options.functions ?? 200,
      accounts: options.accounts ?? 2,
      hostile: options.hostile ?? false,
      disabledRegions: options.disabledRegions ?? [],
      anchorMs,
    },
    now,
  )
  const home = world.estate.accounts[0]
  if (!home) throw new Error('the estate needs at least one account')
  const machine: Machine = {
    world,
    sessions: new Sessions(seed, home),
    faults: new Faults(),
    limiter: new RateLimiter(options.rateScale ?? 1, () => performance.now()),
    signingNow: () => signingBase() + skewMs,
    hostile: options.hostile ?? false,
    calls: new Map(),
  }
  machine.faults.set(options.faults ?? [])
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    serve(machine, incoming, outgoing).catch((error: unknown) => {
      console.error(error)
      outgoing.destroy()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accounts: world.estate.accounts.map(({ id, name, roleArn, externalId, home, regions }) => ({
      id,
      name,
      roleArn,
      ...(externalId ? { externalId } : {}),
      home,
      regions,
    })),
    credentials: {
      accessKeyId: machine.sessions.home.accessKeyId,
      secretAccessKey: machine.sessions.home.secretAccessKey,
    },
    setFaults: (faults) => machine.faults.set(faults),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > mostBodyBytes) throw new Error('request body too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

async function serve(machine: Machine, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming)
  const url = incoming.url ?? '/'
  const cut = url.indexOf('?')
  const rawPath = cut < 0 ? url : url.slice(0, cut)
  const rawQuery = cut < 0 ? '' : url.slice(cut + 1)
  const method = incoming.method ?? 'GET'
  if (rawPath.startsWith('/__demo/')) {
    const reply = control(machine, method, rawPath, new URLSearchParams(rawQuery), body)
    write(machine, outgoing, { reply, cut: false })
    return
  }
  const code =
    method === 'GET' ? serveCode(machine.world, rawPath, rawQuery, machine.signingNow()) : undefined
  if (code) return write(machine, outgoing, code)
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(incoming.headers))
    headers[name] = Array.isArray(value) ? value.join(',') : value
  write(
    machine,
    outgoing,
    await handleRequest(machine, { method, rawPath, rawQuery, headers, body }, randomUUID()),
  )
}

function write(machine: Machine, outgoing: ServerResponse, { reply, cut }: Answer): void {
  const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body
  outgoing.sendDate = false
  outgoing.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(machine.signingNow()).toUTCString(),
    'content-length': bytes.length,
  })
  if (!cut) {
    outgoing.end(bytes)
    return
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
}
