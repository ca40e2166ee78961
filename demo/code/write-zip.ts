import { crc32, deflateRawSync } from 'node:zlib'

export type ZipFile = {
  path: string
  content: string | Buffer
  /** Unix mode; 0o100644 when left out, 0o120777 makes a symbolic link. */
  mode?: number
}

const UTF8_NAMES = 0x0800
const DEFLATED = 8
const MADE_ON_UNIX = 0x0314
/** 1 January 2026: the same content makes the same zip. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1

/** A zip of these files, deflated. */
export function writeZip(files: readonly ZipFile[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { path, content, mode = 0o100644 } of files) {
    const name = Buffer.from(path)
    const bytes = Buffer.from(content)
    const deflated = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(UTF8_NAMES, 2)
    common.writeUInt16LE(DEFLATED, 4)
    common.writeUInt16LE(DATE, 8)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(deflated.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    bodies.push(Buffer.from('PK\x03\x04'), common, name, deflated)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE((mode << 16) >>> 0, 6)
    tail.writeUInt32LE(offset, 10)
    const madeBy = Buffer.alloc(2)
    madeBy.writeUInt16LE(MADE_ON_UNIX)
    directory.push(Buffer.from('PK\x01\x02'), madeBy, common, tail, name)
    offset += 30 + name.length + deflated.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length & 0xffff, 4)
  end.writeUInt16LE(files.length & 0xffff, 6)
  end.writeUInt32LE(listing.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, listing, Buffer.from('PK\x05\x06'), end])
}
