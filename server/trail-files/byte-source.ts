/** Bytes that are read from their beginning; `again` where that can be done more than once. */
export type ByteSource = { open: () => AsyncIterable<Uint8Array>; again: boolean }

/** What was given, as bytes to be read from the beginning. */
export function byteSource(input: Uint8Array | string | AsyncIterable<Uint8Array | string>): ByteSource {
  if (typeof input === 'string') return byteSource(Buffer.from(input))
  if (input instanceof Uint8Array) return { open: () => oneByOne([input]), again: true }
  return { open: () => asBytes(input), again: false }
}

/** The first bytes of a source, at least so many where there are, and all of them with these. */
export async function peek(
  bytes: AsyncIterable<Uint8Array>,
  least: number,
): Promise<{ head: Buffer; all: AsyncIterable<Uint8Array> }> {
  const iterator = bytes[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let length = 0
  while (length < least) {
    const { value, done } = await iterator.next()
    if (done) break
    first.push(value)
    length += value.length
  }
  return { head: Buffer.concat(first), all: rejoined(first, iterator) }
}

/** The same, with the next piece under way while one is worked on. For sources that do not make anybody wait for ever. */
export async function* ahead<T>(pieces: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = pieces[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (let { value, done } = await next; !done; { value, done } = await next) {
      next = iterator.next()
      // What it throws is thrown when it is waited for.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

async function* rejoined(first: Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* first
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

async function* oneByOne(chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

async function* asBytes(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}
