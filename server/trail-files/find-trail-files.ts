import type { BigIntStats } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { makeReject, type Reject } from '#server/domain/trail/reject.ts'
import { firstEventTimeMs } from './first-event-time.ts'
import { nameTimeMs } from './name-time.ts'

/** `-` is standard input, whose size is not known. */
export const STANDARD_INPUT = '-'

export type TrailFile = { path: string; bytes: number }
export type FoundFiles = {
  /** In the order of the times of what is in them, as near as can be told without reading them. */
  files: TrailFile[]
  rejects: Reject[]
  /** Files in folders that are no logs of CloudTrail by their place or name. */
  otherFiles: number
}

type Placed = TrailFile & { timeMs: number }

const LOG_NAME = /\.(?:json|jsonl|ndjson|log|txt)(?:\.gz)?$|(?<!\.tar)\.gz$/i
/** Besides CloudTrail other services keep logs under AWSLogs; digests hold no records. */
const OTHER_SERVICE =
  /(?:^|[/\\])AWSLogs[/\\](?:o-[a-z0-9]+[/\\])?\d{12}[/\\](?!CloudTrail(?:-Insight)?[/\\])/
const HIDDEN = /^\./

/** Finds files, those of folders with all that is under them, once each. Never throws: what cannot be read is said. */
export async function findTrailFiles(paths: readonly string[]): Promise<FoundFiles> {
  const finder = new Finder()
  for (const path of paths) {
    if (path === STANDARD_INPUT) finder.placed.push({ path, bytes: 0, timeMs: 0 })
    else await finder.look(path, [], true)
  }
  const files = finder.placed
    .sort((a, b) => a.timeMs - b.timeMs || (a.path < b.path ? -1 : 1))
    .map(({ path, bytes }) => ({ path, bytes }))
  return { files, rejects: finder.rejects, otherFiles: finder.otherFiles }
}

class Finder {
  readonly placed: Placed[] = []
  readonly rejects: Reject[] = []
  otherFiles = 0
  readonly #seen = new Set<string>()

  /** `above` are the folders in which this lies: a link back to one of them has no end. */
  async look(path: string, above: readonly string[], isGiven: boolean): Promise<void> {
    const found = await stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => error)
    if (found instanceof Error) {
      if (found.code === 'ELOOP') this.#reject(path, 'link-loop', 'The link leads back to itself.')
      else this.#reject(path, 'unreadable-file', reasonOf(found))
      return
    }
    const id = `${found.dev}:${found.ino}`
    if (above.includes(id)) {
      this.#reject(path, 'link-loop', 'The link leads to a folder in which it lies.')
      return
    }
    if (this.#seen.has(id)) return
    this.#seen.add(id)
    if (found.isDirectory()) await this.#lookInto(path, [...above, id])
    else if (isGiven || (found.isFile() && (await isLog(path)))) await this.#place(path, found)
    else this.otherFiles += 1
  }

  async #lookInto(path: string, above: readonly string[]): Promise<void> {
    const names = await readdir(path).catch((error: NodeJS.ErrnoException) => error)
    if (names instanceof Error) {
      this.#reject(path, 'unreadable-file', reasonOf(names))
      return
    }
    for (const name of names.sort()) {
      if (!HIDDEN.test(name)) await this.look(join(path, name), above, false)
    }
  }

  async #place(path: string, found: BigIntStats): Promise<void> {
    const bytes = found.isFile() ? Number(found.size) : 0
    const told = nameTimeMs(path) ?? (found.isFile() ? await firstEventTimeMs(path) : undefined)
    this.placed.push({ path, bytes, timeMs: told ?? Number(found.mtimeMs) })
  }

  #reject(path: string, reason: Reject['reason'], detail: string): void {
    this.rejects.push(makeReject(path, reason, detail))
  }
}

/** By its name; one without an ending, as Firehose writes them, by how it begins. */
async function isLog(path: string): Promise<boolean> {
  if (OTHER_SERVICE.test(path)) return false
  const name = path.split(/[/\\]/).at(-1) ?? ''
  if (LOG_NAME.test(name)) return true
  if (/\.[a-z][a-z0-9]{0,7}$/i.test(name)) return false
  const file = await open(path).catch(() => undefined)
  // What cannot be opened is said when it is read.
  if (!file) return true
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0)
    const head = buffer.subarray(0, bytesRead)
    return (head[0] === 0x1f && head[1] === 0x8b) || /^[\s\uFEFF]*[[{]/.test(head.toString('utf8'))
  } catch {
    return true
  } finally {
    await file.close()
  }
}

/** What the system says, without the path. */
export function reasonOf({ code }: NodeJS.ErrnoException): string {
  const said: Record<string, string> = {
    ENOENT: 'It is not there.',
    EACCES: 'It may not be read.',
    EPERM: 'It may not be read.',
    EISDIR: 'It is a folder.',
  }
  return said[code ?? ''] ?? `The system says ${code ?? 'that it cannot be read'}.`
}
