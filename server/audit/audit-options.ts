import { z } from 'zod'
import { DEFAULT_SHARE } from '#server/aws/rate-limit.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { VERDICT_STATES } from '#server/domain/verdict.ts'
import { SettingError } from '#server/errors.ts'
import { REPORT_FORMATS } from '#server/posture-report/formats.ts'

const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  )

const oneOf = <const T extends readonly [string, ...string[]]>(name: string, values: T) =>
  z.enum(values, `--${name} takes ${values.join(', ')}.`)

const status = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim().replaceAll('-', ' ')))
  .pipe(z.array(oneOf('status', VERDICT_STATES)))

export const auditOptions = z.object({
  account: list,
  roleName: z.string().optional(),
  externalId: z.string().optional(),
  region: list.refine(
    (regions) => regions.every((one) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(one)),
    '--region takes names of regions, as eu-west-1.',
  ),
  profile: z.string().optional(),
  format: oneOf('format', REPORT_FORMATS).default('table'),
  output: z.string().optional(),
  status: status.optional(),
  checks: list,
  failOn: oneOf('fail-on', [...SEVERITIES, 'never']).optional(),
  config: z.string().optional(),
  rules: z.string().optional(),
  thorough: z.boolean().default(false),
  allowPartial: z.boolean().default(false),
  calls: z.boolean().default(false),
  limit: z.coerce.number('--limit takes a number.').int().min(0).default(10),
  share: z.coerce.number('--share takes a number.').gt(0).max(1).default(DEFAULT_SHARE),
})
export type AuditOptions = z.infer<typeof auditOptions>

/** @throws SettingError with what is wrong, in one sentence. */
export function parseAuditOptions(given: unknown): AuditOptions {
  const parsed = auditOptions.safeParse(given)
  if (parsed.success) return parsed.data
  throw new SettingError(parsed.error.issues[0]?.message ?? 'The options cannot be read.')
}
