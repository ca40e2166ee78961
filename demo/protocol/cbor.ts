/** Encodes plain data as CBOR (RFC 8949); dates become tag 1 (epoch seconds) as smithy-rpc-v2-cbor wants. */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = []
  write(value, parts)
  return Buffer.concat(parts)
}

function head(major: number, length: number): Buffer {
  const type = major << 5
  if (length < 24) return Buffer.from([type | length])
  if (length < 0x100) return Buffer.from([type | 24, length])
  if (length < 0x10000) return Buffer.from([type | 25, length >> 8, length & 0xff])
  if (length < 0x100000000) {
    const bytes = Buffer.alloc(5)
    bytes[0] = type | 26
    bytes.writeUInt32BE(length, 1)
    return bytes
  }
  const bytes = Buffer.alloc(9)
  bytes[0] = type | 27
  bytes.writeBigUInt64BE(BigInt(length), 1)
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9)
  bytes[0] = 0xfb
  bytes.writeDoubleBE(value, 1)
  return bytes
}

function write(value: unknown, out: Buffer[]): void {
  if (value === null || value === undefined) out.push(Buffer.from([0xf6]))
  else if (typeof value === 'boolean') out.push(Buffer.from([value ? 0xf5 : 0xf4]))
  else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) out.push(value >= 0 ? head(0, value) : head(1, -1 - value))
    else out.push(double(value))
  } else if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8')
    out.push(head(3, bytes.length), bytes)
  } else if (value instanceof Date) out.push(Buffer.from([0xc1]), double(value.getTime() / 1000))
  else if (Array.isArray(value)) {
    out.push(head(4, value.length))
    for (const item of value) write(item, out)
  } else {
    const entries = Object.entries(value as object).filter(([, item]) => item !== undefined)
    out.push(head(5, entries.length))
    for (const [key, item] of entries) {
      write(key, out)
      write(item, out)
    }
  }
}

/** Decodes the CBOR that AWS clients send: no big numbers, tags are unwrapped. Throws on a truncated body. */
export function decodeCbor(bytes: Buffer): unknown {
  return read({ bytes, at: 0 })
}

type Cursor = { bytes: Buffer; at: number }
const breakMark = Symbol('break')

function length(cursor: Cursor, info: number): number {
  const { bytes } = cursor
  if (info < 24) return info
  const size = 1 << (info - 24)
  const at = cursor.at
  cursor.at += size
  if (size === 1) return bytes.readUInt8(at)
  if (size === 2) return bytes.readUInt16BE(at)
  if (size === 4) return bytes.readUInt32BE(at)
  return Number(bytes.readBigUInt64BE(at))
}

function items(cursor: Cursor, info: number, take: () => boolean): void {
  if (info === 31) while (take());
  else for (let left = length(cursor, info); left > 0; left--) take()
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function read(cursor: Cursor): unknown {
  const first = cursor.bytes.readUInt8(cursor.at++)
  const major = first >> 5
  const info = first & 31
  if (major === 0) return length(cursor, info)
  if (major === 1) return -1 - length(cursor, info)
  if (major === 2 || major === 3) {
    if (info === 31) {
      const chunks: unknown[] = []
      items(cursor, info, () => push(chunks, read(cursor)))
      return major === 3 ? chunks.join('') : Buffer.concat(chunks as Buffer[])
    }
    const size = length(cursor, info)
    const slice = cursor.bytes.subarray(cursor.at, cursor.at + size)
    cursor.at += size
    if (slice.length < size) throw new RangeError('truncated')
    return major === 3 ? slice.toString('utf8') : slice
  }
  if (major === 4) {
    const list: unknown[] = []
    items(cursor, info, () => push(list, read(cursor)))
    return list
  }
  if (major === 5) {
    const map: Record<string, unknown> = {}
    items(cursor, info, () => {
      const key = read(cursor)
      if (key === breakMark) return false
      map[String(key)] = read(cursor)
      return true
    })
    return map
  }
  if (major === 6) {
    length(cursor, info)
    return read(cursor)
  }
  return simple(cursor, info)
}

function push(list: unknown[], value: unknown): boolean {
  if (value === breakMark) return false
  list.push(value)
  return true
}

function simple(cursor: Cursor, info: number): unknown {
  if (info === 20 || info === 21) return info === 21
  if (info === 22 || info === 23) return null
  if (info === 31) return breakMark
  const at = cursor.at
  if (info === 25) {
    cursor.at += 2
    return halfFloat(cursor.bytes.readUInt16BE(at))
  }
  if (info === 26) {
    cursor.at += 4
    return cursor.bytes.readFloatBE(at)
  }
  cursor.at += 8
  return cursor.bytes.readDoubleBE(at)
}
