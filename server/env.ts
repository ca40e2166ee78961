import { z } from 'zod'
import { SettingError } from './errors.ts'

const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .default([])

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// address' }).optional(),
  SIGHTLINE_MODE: z.enum(['demo', 'aws']).optional(),
  SIGHTLINE_HOST: z.string().min(1).default('127.0.0.1'),
  SIGHTLINE_PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  SIGHTLINE_URL: z.url({ protocol: /^https?$/, error: 'is not an http(s):// address' }).optional(),
  SIGHTLINE_DATA_DIR: z.string().min(1).default('.data'),
  SIGHTLINE_SECRET: z.string().min(32, 'is shorter than 32 characters').optional(),
  SIGHTLINE_REGIONS: list,
  SIGHTLINE_ACCOUNT_ROLES: list,
  SIGHTLINE_RATE_SHARE: z.coerce.number().min(0.01).max(1).default(0.6),
  SIGHTLINE_EVENT_RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(90),
  SIGHTLINE_ROLLUP_RETENTION_MONTHS: z.coerce.number().int().min(1).max(120).default(15),
  SIGHTLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SIGHTLINE_DEMO_FUNCTIONS: z.coerce.number().int().min(0).max(20_000).default(200),
  SIGHTLINE_DEMO_ACCOUNTS: z.coerce.number().int().min(1).max(200).default(2),
})

export type Env = z.infer<typeof schema>

/** Reads the settings; throws a SettingError of one sentence that names the first bad one, never its value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new SettingError(`${String(issue?.path[0] ?? 'A setting')}: ${issue?.message ?? 'is not valid'}.`)
}
