import { z } from 'zod'
import { USUAL_BUDGET_USD } from './domain/metrics/polling/month-budget.ts'
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

const wholeNumber = (low: number, high: number) =>
  z.coerce
    .number({ error: `is not a whole number from ${low} to ${high}` })
    .int({ error: `is not a whole number from ${low} to ${high}` })
    .min(low, { error: `is under ${low}` })
    .max(high, { error: `is over ${high}` })

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// address' }).optional(),
  SIGHTLINE_MODE: z.enum(['demo', 'aws'], { error: 'is neither demo nor aws' }).optional(),
  SIGHTLINE_HOST: z.string().min(1).default('127.0.0.1'),
  SIGHTLINE_PORT: wholeNumber(0, 65535).default(3000),
  SIGHTLINE_URL: z.url({ protocol: /^https?$/, error: 'is not an http(s):// address' }).optional(),
  SIGHTLINE_DATA_DIR: z.string().min(1).default('.data'),
  SIGHTLINE_SECRET: z.string().min(32, 'is shorter than 32 characters').optional(),
  SIGHTLINE_REGIONS: list,
  SIGHTLINE_ACCOUNT_ROLES: list,
  SIGHTLINE_RATE_SHARE: z.coerce
    .number({ error: 'is not a number from 0.01 to 1' })
    .min(0.01)
    .max(1)
    .default(0.6),
  SIGHTLINE_DOWNLOAD_CODE: z.stringbool({ error: 'is neither true nor false' }).default(false),
  SIGHTLINE_READ_LOGS: z
    .enum(['never', 'asked', 'trouble'], { error: 'is none of never, asked and trouble' })
    .default('trouble'),
  SIGHTLINE_OSV_PATH: z.string().min(1).optional(),
  SIGHTLINE_RULES_DIR: z.string().min(1).optional(),
  SIGHTLINE_SIGMA_DIR: z.string().min(1).optional(),
  SIGHTLINE_EVENT_RETENTION_DAYS: wholeNumber(1, 3650).default(90),
  SIGHTLINE_ROLLUP_RETENTION_MONTHS: wholeNumber(1, 120).default(15),
  SIGHTLINE_WATCH_BUDGET_USD: z.coerce
    .number({ error: 'is not a number from 0 to 100000' })
    .min(0)
    .max(100_000)
    .default(USUAL_BUDGET_USD),
  SIGHTLINE_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SIGHTLINE_DEMO_FUNCTIONS: wholeNumber(0, 20_000).default(200),
  SIGHTLINE_DEMO_ACCOUNTS: wholeNumber(1, 200).default(2),
})

export type Env = z.infer<typeof schema>

/** Reads the settings; throws a SettingError of one sentence that names the first bad one, never its value. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(present)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new SettingError(`${String(issue?.path[0] ?? 'A setting')} ${issue?.message ?? 'is not valid'}.`)
}
