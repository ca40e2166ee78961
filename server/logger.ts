import { type Logger, pino, type SerializedError, stdSerializers } from 'pino'

const SECRETS = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'secretAccessKey',
  'sessionToken',
  'externalId',
  'DATABASE_URL',
  'SIGHTLINE_SECRET',
]

/** An error for the log. Postgres quotes whole rows in `detail` and `where`: those are left out. */
export function serializeError(error: Error): SerializedError {
  const { detail: _detail, where: _where, ...rest } = stdSerializers.err(error)
  return rest as SerializedError
}

/** JSON lines on stderr; fields that may hold a secret are cut out wherever they stand up to two levels deep. */
export function createLogger(name: string, level = process.env.SIGHTLINE_LOG_LEVEL ?? 'info'): Logger {
  return pino(
    {
      name,
      level,
      serializers: { err: serializeError },
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
    },
    pino.destination(2),
  )
}

export type { Logger }
