import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated, within } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, isTrue, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { asText, type JsonObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const parameters = z.object({
  count: z
    .number()
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe('Different parameters that are decrypted; a path counts as one'),
  minutes: z.number().int().min(1).max(1440).default(15).describe('Minutes in which they are read'),
})

const read = (names: string[], more: JsonObject = {}) =>
  callTo('ssm')('GetParameters', { names, withDecryption: true, ...more })
/** Names and paths that a request asks for. */
const namesIn = (record: TrailRecord) =>
  [...itemsOf(field(requestOf(record), 'names')), textOf(record, 'name'), textOf(record, 'path')].flatMap(
    (one) => asText(one) ?? [],
  )

export const parametersDecryptedInBulk = defineDetection({
  kind: 'threshold',
  group: 'data',
  id: 'parameters-decrypted-in-bulk',
  title: 'Many encrypted parameters read within minutes',
  severity: 'medium',
  why: 'SecureString parameters hold passwords and keys. A dozen of them, read one after another, are somebody who takes what there is.',
  sources: ['ssm.amazonaws.com'],
  names: ['GetParameter', 'GetParameters', 'GetParametersByPath', 'GetParameterHistory'],
  techniques: ['T1555.006', 'T1552.001'],
  falsePositives:
    'Programs outside Lambda that read their settings when they start: put their roles on the allow-list.',
  response: [ASK_ACTOR, step('Change what the parameters hold.'), FOLLOW_SESSION],
  references: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.SSM.DecryptSSMParams',
    'Elastic credential_access_retrieve_secure_string_parameters_via_ssm',
    'Stratus Red Team aws.credential-access.ssm-retrieve-securestring-parameters',
  ],
  risks: ['insecure-secrets', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example('ten names in one call', read(Array.from({ length: 10 }, (_, index) => `/orders/${index}`))),
      example('ten calls', ...repeated(10, (index) => read([`/orders/${index}`]))),
    ],
    quiet: [
      example('the same names, often', ...repeated(30, () => read(['/orders/db']))),
      example(
        'without decryption',
        ...repeated(12, (index) => read([`/orders/${index}`], { withDecryption: false })),
      ),
      within(
        { functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: null }] },
        example(
          'a function reads its settings',
          ...repeated(12, (index) => ({ ...read([`/orders/${index}`]), by: 'function' as const })),
        ),
      ),
    ],
  },
  select: (record, context) => {
    if (
      !happened(record) ||
      !isTrue(field(requestOf(record), 'withDecryption')) ||
      isByAws(record) ||
      record.tool === 'iac' ||
      !record.actorArn
    )
      return undefined
    if (functionBehind(record, context) !== undefined) return undefined
    return namesIn(record).map((name) => ({ key: callerOf(record), value: brief(name, 200) }))
  },
  limit: ({ count, minutes }) => ({ count, windowMs: minutes * 60_000 }),
  describe: (record, { values }) =>
    actMatch(record, {
      of: 'parameters',
      key: callerOf(record),
      title: `${values.length} encrypted parameters read by ${whoIn(record)}`,
      summary: `${whoIn(record)} decrypted ${brief(values.join(', '), 400)} within minutes.`,
      resources: values.slice(0, 50),
      evidence: [{ label: 'Parameters', value: values.join(', ') }],
    }),
})
