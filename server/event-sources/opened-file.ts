/** Why a file that was listed cannot be read. */
export const NOT_THERE = {
  gone: 'It was gone before it could be read.',
  archived: 'It is archived, and must be restored before it can be read.',
}

/** AWS closed the connection in the middle of a file. */
export class BrokenOff extends Error {}

/** The same bytes; an error on the way becomes a BrokenOff. */
export async function* unbroken(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw new BrokenOff('the file was broken off on its way', { cause: error })
  }
}
