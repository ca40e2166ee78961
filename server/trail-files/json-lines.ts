import type { RejectReason } from '#server/domain/trail/reject.ts'
import { byteSource, peek } from './byte-source.ts'
import { gunzipped, isGzip } from './gunzipped.ts'

/** Longer than any line of a metric stream. */
const MOST_CHARACTERS = 64 * 1024
const HEAD_BYTES = 4096

type Say = (reason: RejectReason, detail: string) => void
/** Why a file is not of the format, from its beginning; undefined where it may be. */
type Refuse = (head: string) => string | undefined

/** The lines of a file of JSON objects, packed with gzip or not; at most `mostBytes` of it. What cannot be read is said. */
export async function* jsonLines(
  body: AsyncIterable<Uint8Array>,
  { say, refuse, mostBytes }: { say: Say; refuse: Refuse; mostBytes: number },
): AsyncGenerator<string> {
  const { head, all } = await peek(body, 2)
  const source = byteSource(all)
  const text = isGzip(head) ? gunzipped(source, ({ reason, detail }) => say(reason, detail)) : source.open()
  const { head: start, all: bytes } = await peek(text, HEAD_BYTES)
  const why = refuse(start.toString('utf8', 0, HEAD_BYTES))
  if (why !== undefined) {
    say('unknown-format', why)
    return
  }
  const decoder = new TextDecoder()
  let rest = ''
  let seen = 0
  let isTooLong = false
  for await (const chunk of bytes) {
    seen += chunk.length
    if (seen > mostBytes) {
      say('too-large', 'The file is larger than any that is read; what comes behind is left.')
      return
    }
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      if (!isTooLong && line.trim() !== '') yield line
      isTooLong = false
    }
    if (rest.length > MOST_CHARACTERS) {
      if (!isTooLong) say('too-large', 'A line of more than 64 kB.')
      isTooLong = true
      rest = ''
    }
  }
  rest += decoder.decode()
  if (!isTooLong && rest.trim() !== '') yield rest
}
