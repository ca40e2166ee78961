import { InvalidInputError } from '#server/errors.ts'

export type EventCursor = { timeMs: number; eventId: string }

/** Place in the list, newest first; opaque to callers. */
export function writeEventCursor({ timeMs, eventId }: EventCursor): string {
  return Buffer.from(`${timeMs.toString(36)}.${eventId}`).toString('base64url')
}

/** @throws InvalidInputError */
export function readEventCursor(text: string): EventCursor {
  const [, time, eventId] =
    /^([0-9a-z]{1,10})\.([\x21-\x7e]{1,128})$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? []
  const timeMs = time === undefined ? Number.NaN : Number.parseInt(time, 36)
  if (!eventId || !(timeMs >= 0 && timeMs < 8.64e15))
    throw new InvalidInputError('The cursor is not one that this list gave.')
  return { timeMs, eventId }
}
