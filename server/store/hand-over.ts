import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomUUID,
} from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Pool } from 'pg'
import { z } from 'zod'
import { parseJson } from '#server/domain/json.ts'
import { listen } from './listen.ts'

/** Where an answer goes: to whoever holds the private key of `publicKey`, in one process and for one question. */
export const addressee = z.object({ id: z.uuid(), publicKey: z.string().max(200) })
export type Addressee = z.infer<typeof addressee>

/** A notification takes 8,000 bytes. Source: PostgreSQL, NOTIFY. */
const CHUNK = 7000
const MOST_BYTES = 4_000_000
const part = z.object({ n: z.number().int().min(0), of: z.number().int().min(1).max(1000), data: z.string() })

const channelOf = (id: string) => `sightline_answer_${id.replaceAll('-', '')}`
const TAG_BYTES = 16
/** A key is used for one message: the nonce need not change. */
const NONCE = Buffer.alloc(12)

const keyOf = (secret: Buffer, id: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `sightline answer ${id}`, 32))
const toPublicKey = (text: string) =>
  createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
const toText = (key: KeyObject) => key.export({ format: 'der', type: 'spki' }).toString('base64')

/**
 * Hands an answer to the process that asked, past the tables: encrypted for it alone (X25519, AES-256-GCM), in
 * notifications that nobody keeps. Where nobody listens any more it is gone.
 */
export async function handOver(pool: Pool, { id, publicKey }: Addressee, answer: unknown): Promise<void> {
  const own = generateKeyPairSync('x25519')
  const secret = diffieHellman({ privateKey: own.privateKey, publicKey: toPublicKey(publicKey) })
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret, id), NONCE)
  const sealed = Buffer.concat([
    cipher.update(gzipSync(JSON.stringify(answer))),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  const text = `${toText(own.publicKey)}.${sealed.toString('base64')}`
  const of = Math.ceil(text.length / CHUNK)
  const parts = Array.from({ length: of }, (_, n) =>
    JSON.stringify({ n, of, data: text.slice(n * CHUNK, (n + 1) * CHUNK) }),
  )
  await pool.query('SELECT pg_notify($1, part) FROM unnest($2::text[]) part', [channelOf(id), parts])
}

function opened(text: string, privateKey: KeyObject, id: string): unknown {
  const [publicKey = '', data = ''] = text.split('.')
  const secret = diffieHellman({ privateKey, publicKey: toPublicKey(publicKey) })
  const sealed = Buffer.from(data, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, id), NONCE)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()])
  return JSON.parse(gunzipSync(plain, { maxOutputLength: MOST_BYTES }).toString('utf8'))
}

/**
 * Asks a question (`ask` gets the address of the answer) and waits for what is handed over; undefined where nobody
 * answered in time, or in a way that can be read.
 */
export async function askAndWait(
  pool: Pool,
  ask: (to: Addressee) => Promise<void>,
  withinMs: number,
): Promise<unknown> {
  const id = randomUUID()
  const { publicKey, privateKey } = generateKeyPairSync('x25519')
  const parts = new Map<number, string>()
  const done = Promise.withResolvers<string | undefined>()
  const timer = setTimeout(() => done.resolve(undefined), withinMs)
  const stop = await listen(pool, channelOf(id), {
    onMessage: (payload) => {
      const read = part.safeParse(parseJson(payload))
      if (!read.success) return
      parts.set(read.data.n, read.data.data)
      if (parts.size < read.data.of) return
      done.resolve(Array.from({ length: read.data.of }, (_, n) => parts.get(n) ?? '').join(''))
    },
    onLost: () => done.resolve(undefined),
  })
  try {
    await ask({ id, publicKey: toText(publicKey) })
    const text = await done.promise
    return text === undefined ? undefined : openedOrNothing(text, privateKey, id)
  } finally {
    clearTimeout(timer)
    await stop()
  }
}

/** Anybody with a session in the database may send something to the channel: what is not for us is no answer. */
function openedOrNothing(text: string, privateKey: KeyObject, id: string): unknown {
  try {
    return opened(text, privateKey, id)
  } catch {
    return undefined
  }
}
