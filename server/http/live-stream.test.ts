import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { LiveHub } from '#server/services/live/live-hub.ts'
import { type LiveMessage, liveMessage } from '#server/services/live/schema.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { notifyLive } from '#server/store/notify-live.ts'
import { cookieOf, createTestUser, makeDeps, makeRequest, signIn } from '#server/testing/http.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import type { HttpDeps } from './context.ts'
import { liveStream } from './live-stream.ts'
import { handleRoute } from './route.ts'
import { liveStreamRoute } from './routes/live.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
let deps: HttpDeps
let gone: AbortController
beforeAll(async () => {
  db = await createTestDatabase()
  deps = makeDeps(db)
})
beforeEach(() => {
  gone = new AbortController()
})
afterEach(async () => {
  gone.abort()
  await db.pool.query('TRUNCATE alert CASCADE')
})
afterAll(() => db.drop())

const SIGNAL: Signal = {
  ruleId: 'functions-deleted',
  ruleKind: 'detection',
  severity: 'high',
  fingerprint: 'functions-deleted:1',
  title: 'Functions deleted',
  summary: 'ann ran DeleteFunction.',
  accountId: '111122223333',
  region: 'eu-west-1',
  functionName: null,
  resourceId: null,
  evidence: { items: [], eventIds: [], metric: null },
  startedAt: new Date(),
  seenAt: new Date(),
}
const raise = (...signals: Partial<Signal>[]) =>
  inTransaction(db.pool, (client) =>
    recordSignals(
      client,
      signals.map((one) => ({ ...SIGNAL, ...one })),
      new Date(),
    ),
  )

/** Reads what a stream says, message by message; undefined where it has ended. */
function reading(response: Response) {
  const reader = response.body?.getReader()
  const text = new TextDecoder()
  let rest = ''
  const next = async (): Promise<LiveMessage | undefined> => {
    for (;;) {
      const end = rest.indexOf('\n\n')
      if (end >= 0) {
        const data = /^data: (.*)$/m.exec(rest.slice(0, end))?.[1]
        rest = rest.slice(end + 2)
        if (data) return liveMessage.parse(JSON.parse(data))
      } else {
        const part = await reader?.read()
        if (!part || part.done) return undefined
        rest += text.decode(part.value)
      }
    }
  }
  const nextOf = async <K extends LiveMessage['kind']>(kind: K) => {
    for (;;) {
      const message = await next()
      if (!message || message.kind === kind) return message as Extract<LiveMessage, { kind: K }> | undefined
    }
  }
  return { next, nextOf, cancel: () => reader?.cancel() }
}

async function ask(email: string) {
  const cookie = cookieOf(await signIn(deps, email))
  const request = makeRequest('/api/v1/stream', { headers: { cookie }, signal: gone.signal })
  return handleRoute(liveStreamRoute, request, {}, deps)
}

const hub = () => new LiveHub(db)
const plain = (options: Partial<Parameters<typeof liveStream>[0]> = {}) =>
  liveStream({ hub: hub(), userId: 'u', stillAllowed: async () => true, signal: gone.signal, ...options })

describe('the live stream', () => {
  it('tells who is signed in of an alert as soon as its transaction is through', async () => {
    const { email } = await createTestUser(db, 'viewer')
    const response = await ask(email)
    expect(response.headers.get('content-type')).toMatch('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
    const stream = reading(response)
    expect(await stream.next()).toEqual({ kind: 'listening' })
    await raise({})
    const told = await stream.nextOf('alerts')
    expect(told).toMatchObject({
      items: [{ title: 'Functions deleted', severity: 'high', state: 'firing' }],
      more: 0,
    })
    expect(JSON.stringify(told)).not.toContain('DeleteFunction')
  })

  it('says nothing of a transaction that was taken back', async () => {
    const stream = reading(plain())
    await stream.nextOf('listening')
    await inTransaction(db.pool, async (client) => {
      await recordSignals(client, [SIGNAL], new Date())
      throw new Error('no')
    }).catch(() => undefined)
    await raise({ fingerprint: 'other', title: 'Another' })
    expect((await stream.nextOf('alerts'))?.items.map((one) => one.title)).toEqual(['Another'])
  })

  it('tells of many at once in one message, the worst first', async () => {
    const stream = reading(plain())
    await stream.nextOf('listening')
    await raise(...Array.from({ length: 14 }, (_, i) => ({ fingerprint: `many-${i}`, title: `${i}` })), {
      fingerprint: 'worst',
      severity: 'critical',
      title: 'worst',
    })
    const told = await stream.nextOf('alerts')
    expect(told?.items[0]?.title).toBe('worst')
    expect([told?.items.length, told?.more]).toEqual([10, 5])
  })

  it('counts hits, and passes over what is not for it', async () => {
    const stream = reading(plain())
    await stream.nextOf('listening')
    await db.pool.query(
      "SELECT pg_notify('sightline_live', x) FROM unnest(ARRAY['{', '{}', 'null', '{\"kind\":\"hit\",\"id\":7}']) x",
    )
    await inTransaction(db.pool, (client) =>
      notifyLive(client, [
        { kind: 'hit', id: '00000000-0000-4000-8000-000000000001' },
        { kind: 'hit', id: '00000000-0000-4000-8000-000000000002' },
      ]),
    )
    expect(await stream.nextOf('hits')).toEqual({ kind: 'hits', count: 2 })
  })

  it.each([
    ['the session was ended', (id: string) => db.prisma.authSession.deleteMany({ where: { userId: id } })],
    [
      'the user was disabled',
      (id: string) => db.prisma.authUser.update({ where: { id }, data: { disabled: true } }),
    ],
  ])('ends once %s, without what was new', async (_why, revoke) => {
    const { id, email } = await createTestUser(db, 'viewer')
    const stream = reading(await ask(email))
    await stream.nextOf('listening')
    await revoke(id)
    await raise({})
    expect(await stream.next()).toBeUndefined()
  })

  it('beats, and each beat asks whether who listens still may', async () => {
    let asked = 0
    const stream = reading(plain({ beatMs: 5, stillAllowed: async () => ++asked < 4 }))
    const kinds = [await stream.next(), await stream.next(), await stream.next()].map((one) => one?.kind)
    expect(kinds.filter((kind) => kind === 'beat').length).toBeGreaterThanOrEqual(2)
    expect(await stream.next()).toBeUndefined()
  })

  it('ends where it cannot be asked', async () => {
    const stream = reading(plain({ stillAllowed: () => Promise.reject(new Error('no database')) }))
    expect(await stream.next()).toBeUndefined()
  })

  it('says that it is deaf when the database went, and listens again', async () => {
    const stream = reading(plain())
    await stream.nextOf('listening')
    await db.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sightline live' AND datname = current_database()",
    )
    expect(await stream.next()).toEqual({ kind: 'deaf' })
    expect(await stream.next()).toEqual({ kind: 'listening' })
    await raise({})
    expect(await stream.nextOf('alerts')).toMatchObject({ more: 0 })
  })

  it('is open so often for one, and free again once a browser went', async () => {
    const streams = Array.from({ length: 12 }, () => plain({ userId: 'many' }))
    expect(() => plain({ userId: 'many' })).toThrow(/Too many/)
    expect(() => plain({ userId: 'another' })).not.toThrow()
    await streams[0]?.body?.cancel()
    expect(() => plain({ userId: 'many' })).not.toThrow()
  })

  it('holds no connection once nobody listens', async () => {
    const one = hub()
    const stream = reading(plain({ hub: one }))
    await stream.nextOf('listening')
    await stream.cancel()
    await expect
      .poll(
        async () =>
          (
            await db.pool.query(
              "SELECT FROM pg_stat_activity WHERE application_name = 'sightline live' AND datname = current_database()",
            )
          ).rowCount,
      )
      .toBe(0)
  })
})
