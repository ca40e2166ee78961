import { type Logger, pino } from 'pino'

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

/** JSON lines on stderr; fields that may hold a secret are cut out wherever they stand up to two levels deep. */
export function createLogger(name: string, level = process.env.SIGHTLINE_LOG_LEVEL ?? 'info'): Logger {
  return pino(
    {
      name,
      level,
      redact: { paths: SECRETS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
    },
    pino.destination(2),
  )
}

export type { Logger }
