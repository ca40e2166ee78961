import { z } from 'zod'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { isoTime, severity } from '#server/services/scope.schema.ts'

/** A rule of the organisation's own, as it is written in the browser and in a YAML file. */
export const ownRule = z.object({
  id: z
    .string()
    .regex(/^own-[a-z0-9]+(-[a-z0-9]+)*$/, 'Begin with own-, then lower-case words with hyphens.')
    .max(80),
  title: z.string().trim().min(1).max(100),
  why: z.string().trim().min(1).max(500),
  severity,
  kind: z.enum(RESOURCE_KINDS).meta({ description: 'What it looks at' }),
  /** Narrows which resources it applies to: all others are not applicable. */
  selector: z
    .object({
      accounts: z
        .array(z.string().regex(/^\d{12}$/))
        .max(500)
        .default([]),
      regions: z.array(z.string().max(30)).max(50).default([]),
      names: z.array(z.string().max(256)).max(50).default([]).meta({ description: 'With * and ?' }),
      tags: z
        .array(z.object({ key: z.string().max(128), value: z.string().max(256).nullable() }))
        .max(20)
        .default([]),
      environments: z.array(z.string().max(100)).max(20).default([]),
    })
    .prefault({}),
  /** CEL over `resource`, `triggers`, `reach`, `role`, `labels`: true where the resource is as it should be. */
  condition: z.string().trim().min(1).max(4000),
  /** What a finding says; `{name}` is the resource's name. */
  message: z.string().trim().min(1).max(500),
  remediation: z.string().trim().max(2000).default(''),
  risks: z.array(z.string().max(60)).max(14).default([]),
})
export type OwnRule = z.infer<typeof ownRule>

export const ownRuleRow = z.object({
  rule: ownRule,
  enabled: z.boolean(),
  source: z.enum(['browser', 'folder']),
  /** File and line in the folder. */
  file: z.string().nullable(),
  /** Why it cannot run: a syntax error, or that it was stopped. */
  problem: z.string().nullable(),
  fail: z.number().int(),
  unknown: z.number().int(),
  updatedBy: z.string().nullable(),
  updatedAt: isoTime.nullable(),
})
export type OwnRuleRow = z.infer<typeof ownRuleRow>
export const ownRuleList = z.object({
  items: z.array(ownRuleRow),
  /** Files of the folder that are no rules, with what is wrong, line and column. */
  problems: z.array(
    z.object({
      file: z.string(),
      line: z.number().int().nullable(),
      column: z.number().int().nullable(),
      text: z.string(),
    }),
  ),
  folder: z.string().nullable(),
})
export type OwnRuleList = z.infer<typeof ownRuleList>

/** A trial against what is stored now; nothing is kept. */
export const ownRuleTrial = z.object({
  problem: z
    .object({ text: z.string(), line: z.number().int().nullable(), column: z.number().int().nullable() })
    .nullable(),
  counts: z.object({
    pass: z.number().int(),
    fail: z.number().int(),
    unknown: z.number().int(),
    notApplicable: z.number().int(),
  }),
  /** The first 50 of each. */
  failing: z.array(
    z.object({ resourceId: z.number().int(), name: z.string(), arn: z.string(), text: z.string() }),
  ),
  unknown: z.array(
    z.object({ resourceId: z.number().int(), name: z.string(), arn: z.string(), text: z.string() }),
  ),
  durationMs: z.number(),
})
export type OwnRuleTrial = z.infer<typeof ownRuleTrial>
