import { type FoundPackage, packageOf } from './found-package.ts'

const MAGIC = Buffer.from('\xff Go buildinf:', 'latin1')
const HEADER_BYTES = 32
/** What Go writes around the module text, to be found by. Source: Go, debug/buildinfo. */
const SENTINEL_BYTES = 16
const MAX_VERSION_BYTES = 200
const MAX_TEXT_BYTES = 4 * 1024 * 1024

/** Looks for Go's build information in a program that comes in pieces, keeping no more than it needs. */
export class GoBuildInfo {
  #kept: Buffer = Buffer.alloc(0)
  #texts: { version: string; modules: string } | undefined

  /** True once there is nothing more to look for. */
  push(chunk: Buffer): boolean {
    if (this.#texts) return true
    this.#kept = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk])
    for (;;) {
      const at = this.#kept.indexOf(MAGIC)
      this.#kept = this.#kept.subarray(at >= 0 ? at : Math.max(0, this.#kept.length - MAGIC.length))
      if (at < 0) return false
      const read = readTexts(this.#kept)
      if (read === 'more') return false
      if (read !== 'none') {
        this.#texts = read
        return true
      }
      this.#kept = this.#kept.subarray(MAGIC.length)
    }
  }

  /** The modules in it, with Go's own library by the name that OSV has for it; undefined where it is no Go program. */
  packages(): FoundPackage[] | undefined {
    if (!this.#texts) return undefined
    const [, goVersion] = /^go(\d+(?:\.\d+){0,2}[\w.-]*)/.exec(this.#texts.version) ?? []
    return [...packageOf('Go', 'stdlib', goVersion && asSemver(goVersion)), ...modules(this.#texts.modules)]
  }
}

/** Programs that read others' build information hold the mark as well: what follows there is no version. */
function readTexts(bytes: Buffer): { version: string; modules: string } | 'more' | 'none' {
  const flags = bytes[MAGIC.length + 1]
  if (flags === undefined) return 'more'
  if ((flags & 2) === 0) return 'none'
  const version = readText(bytes, HEADER_BYTES, MAX_VERSION_BYTES)
  if (typeof version === 'string') return version
  if (!/^(?:go\d|devel)/.test(version.bytes.toString('latin1'))) return 'none'
  const text = readText(bytes, version.end, MAX_TEXT_BYTES)
  if (typeof text === 'string') return text
  const inner =
    text.bytes.length > 2 * SENTINEL_BYTES ? text.bytes.subarray(SENTINEL_BYTES, -SENTINEL_BYTES) : text.bytes
  return { version: version.bytes.toString('utf8'), modules: inner.toString('utf8') }
}

/** Go writes 1.22rc1 where Semantic Versioning, and OSV, write 1.22.0-rc.1. */
const asSemver = (version: string) => version.replace(/^(\d+\.\d+)(rc|beta)(\d+)$/, '$1.0-$2.$3')

/** A text with its length before it as a varint. */
function readText(
  bytes: Buffer,
  from: number,
  most: number,
): { bytes: Buffer; end: number } | 'more' | 'none' {
  let length = 0
  for (let i = 0; i < 5; i++) {
    const byte = bytes[from + i]
    if (byte === undefined) return 'more'
    length += (byte & 0x7f) * 2 ** (7 * i)
    if (byte >= 0x80) continue
    const start = from + i + 1
    if (length > most) return 'none'
    return start + length > bytes.length
      ? 'more'
      : { bytes: bytes.subarray(start, start + length), end: start + length }
  }
  return 'none'
}

/** Lines of `dep path version sum`; one of `=>` says what stands in for the one before. */
function modules(text: string): FoundPackage[] {
  const found: FoundPackage[][] = []
  for (const line of text.split('\n')) {
    const [word, path, version] = line.split('\t')
    if (word === 'dep') found.push(moduleOf(path, version))
    else if (word === '=>' && found.length > 0) found[found.length - 1] = moduleOf(path, version)
  }
  return found.flat()
}

const moduleOf = (path: string | undefined, version: string | undefined) =>
  version?.startsWith('v') ? packageOf('Go', path, version.slice(1)) : []
