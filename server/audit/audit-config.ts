import { z } from 'zod'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import { readYaml } from '#server/own-rules/read-yaml.ts'
import { exceptionSelector } from '#server/services/exceptions/schema.ts'

const checkSetting = z.union([
  z.boolean(),
  z.strictObject({
    enabled: z.boolean().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  }),
])

const exception = z
  .strictObject({
    ...exceptionSelector.shape,
    reason: z.string().trim().min(10, 'Say in at least ten characters why.').max(2000),
    approver: z.string().trim().min(1).max(200).optional(),
    /** A day in UTC; the exception holds to its end. */
    expires: z.iso.date(),
  })
  .refine(
    (one) => exceptionSelector.safeParse(one).success,
    'Name resources, a pattern, a tag or an account; or name checks and say everywhere: true.',
  )

/** What a configuration file of `sightline audit` and `sightline scan` may say. */
export const auditConfig = z.strictObject({
  checks: z.record(z.string(), checkSetting).default({}),
  exceptions: z.array(exception).max(1000).default([]),
  /** A folder with rules of the organisation's own, from the file's own folder. */
  rules: z.string().min(1).optional(),
  failOn: z.enum([...SEVERITIES, 'never']).optional(),
  accounts: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  thorough: z.boolean().optional(),
})
export type AuditConfig = z.infer<typeof auditConfig>
export type AuditException = z.infer<typeof exception>

/** Reads a configuration file. `problems` are lines for people, each with the place in the file. */
export function readAuditConfig(text: string, file: string): { config: AuditConfig; problems: string[] } {
  const none = auditConfig.parse({})
  const read = readYaml(text)
  const said = ({
    text: problem,
    line,
    column,
  }: {
    text: string
    line: number | null
    column: number | null
  }) => `${file}${line === null ? '' : `:${line}:${column}`}: ${problem}`
  if (!('problemAt' in read)) return { config: none, problems: read.problems.map(said) }
  const parsed = auditConfig.safeParse(read.value ?? {})
  if (!parsed.success)
    return {
      config: none,
      problems: parsed.error.issues.map(({ path, message }) =>
        said(read.problemAt(path, `${path.join('.') || 'the file'}: ${message}`)),
      ),
    }
  const problems = Object.entries(parsed.data.checks).flatMap(([id, setting]) => {
    const check = CHECK_BY_ID.get(id)
    if (!check)
      return id.startsWith('own-') ? [] : [said(read.problemAt(['checks', id], `there is no check ${id}`))]
    const parameters = typeof setting === 'object' ? setting.parameters : undefined
    if (!parameters) return []
    const schema = check.parameters?.strict() ?? z.strictObject({})
    const checked = schema.safeParse(parameters)
    if (checked.success) return []
    return checked.error.issues.map(({ path, message }) =>
      said(read.problemAt(['checks', id, 'parameters', ...path], `${id}: ${path.join('.')}: ${message}`)),
    )
  })
  return { config: parsed.data, problems }
}
