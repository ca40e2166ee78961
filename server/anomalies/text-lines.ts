/** No line of numbers is longer; what is longer is cut, so that a file without line ends fits into memory. */
const LONGEST = 64 * 1024

/** The lines of a stream, those of each piece together, without their ends and without a byte order mark. */
export async function* textLines(source: AsyncIterable<Uint8Array | string>): AsyncGenerator<string[]> {
  const decoder = new TextDecoder()
  let open = ''
  for await (const piece of source) {
    const text = open + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }))
    const lines = text.split('\n')
    open = (lines.pop() ?? '').slice(0, LONGEST)
    if (lines.length > 0) yield lines.map(withoutReturn)
  }
  const last = open + decoder.decode()
  if (last !== '') yield [withoutReturn(last)]
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line)
