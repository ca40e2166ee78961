/** What of a Go program tells its modules, between some bytes of no meaning. For tests. */
export function goProgram(goVersion: string, modules: string): Buffer {
  const text = (bytes: Buffer) => Buffer.concat([varint(bytes.length), bytes])
  const sentinel = Buffer.alloc(16, 0x30)
  const header = Buffer.concat([Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'), Buffer.alloc(16)])
  return Buffer.concat([
    Buffer.from('\x7fELF', 'latin1'),
    Buffer.alloc(60),
    header,
    text(Buffer.from(goVersion)),
    text(Buffer.concat([sentinel, Buffer.from(modules), sentinel])),
    Buffer.alloc(64),
  ])
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...bytes, rest])
    bytes.push((rest & 0x7f) | 0x80)
  }
}
