import { createReadStream } from 'node:fs'
import { peek } from './byte-source.ts'
import { unpacked } from './unpacked.ts'

const HEAD_BYTES = 32 * 1024
const EVENT_TIME = /"event_?time"\s*:\s*(?:"([^"]{1,40})"|(\d{9,13}(?:\.\d+)?))/i

/** The time of the first event in a file, from its first 32 kB; undefined where there is none. Never throws. */
export async function firstEventTimeMs(path: string): Promise<number | undefined> {
  try {
    const open = () => createReadStream(path, { end: HEAD_BYTES - 1 })
    const { head, all } = await peek(
      unpacked({ open, again: false }, () => undefined),
      HEAD_BYTES,
    )
    await all[Symbol.asyncIterator]().return?.()
    const [, text, seconds] = EVENT_TIME.exec(head.toString('latin1').replaceAll('\\"', '"')) ?? []
    const timeMs = text === undefined ? Number(seconds) * 1000 : Date.parse(text)
    return Number.isFinite(timeMs) ? timeMs : undefined
  } catch {
    return undefined
  }
}
