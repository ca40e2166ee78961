import { z } from 'zod'

const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => (Array.isArray(given) ? given : [given]))
const level = z.enum(['informational', 'low', 'medium', 'high', 'critical'])

const about = {
  title: z.string().min(1).max(256),
  id: z.string().min(1).max(100).optional(),
  name: z.string().min(1).max(200).optional(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).optional(),
  description: z.string().max(65_535).optional(),
  author: z.string().optional(),
  references: texts.optional(),
  tags: texts.optional(),
  fields: texts.optional(),
  falsepositives: texts.optional(),
  level: level.optional(),
}

export const sigmaRule = z.looseObject({
  ...about,
  logsource: z.looseObject({
    product: z.string().optional(),
    service: z.string().optional(),
    category: z.string().optional(),
  }),
  detection: z.record(z.string(), z.unknown()),
})

const count = z.number().int().min(0)

export const sigmaCorrelation = z.looseObject({
  ...about,
  correlation: z.strictObject({
    type: z.string(),
    rules: texts,
    'group-by': texts.optional(),
    timespan: z.string().regex(/^\d+[smhd]$/, 'is a number and s, m, h or d, as 15m'),
    condition: z
      .strictObject({
        gt: count.optional(),
        gte: count.optional(),
        lt: count.optional(),
        lte: count.optional(),
        eq: count.optional(),
        field: texts.optional(),
      })
      .optional(),
    aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    generate: z.boolean().optional(),
  }),
})

const sigmaAbout = z.object(about)

export type SigmaRule = z.output<typeof sigmaRule>
export type SigmaCorrelation = z.output<typeof sigmaCorrelation>
export type SigmaAbout = z.output<typeof sigmaAbout>
