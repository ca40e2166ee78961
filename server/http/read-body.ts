import { AppError, InvalidInputError } from '#server/errors.ts'

const MAX_BYTES = 64 * 1024

function tooLarge(): AppError {
  return new AppError('too_large', `The body is larger than ${MAX_BYTES / 1024} kB.`)
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) throw tooLarge()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > MAX_BYTES) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The JSON of a request's body; {} where there is none. @throws InvalidInputError, AppError too_large */
export async function readJsonBody(request: Request): Promise<unknown> {
  const text = await readText(request)
  if (text === '') return {}
  const type = request.headers.get('content-type') ?? ''
  if (!type.startsWith('application/json')) throw new InvalidInputError('Send the body as application/json.')
  if (text.includes('\\u0000')) throw new InvalidInputError('A NUL character is not allowed.')
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidInputError('The body is not JSON.')
  }
}
