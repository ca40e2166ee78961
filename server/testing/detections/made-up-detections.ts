import { z } from 'zod'
import { type Detection, type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const about = (id: string) => ({
  id,
  group: 'identity' as const,
  title: id,
  severity: 'medium' as const,
  why: 'It is made up.',
  sources: ['iam.amazonaws.com'],
  names: ['*'],
  techniques: [],
  falsePositives: '',
  response: [],
  references: [],
  needs: [],
  elsewhere: [],
  risks: [],
  examples: { fires: [], quiet: [] },
})

const match = (key: string, more: Partial<DetectionMatch> = {}): DetectionMatch => ({
  title: `It was ${key}`,
  summary: '',
  key,
  functionName: null,
  evidence: [],
  ...more,
})

const by = (record: TrailRecord) => record.actorName

export const deletedUser: Detection = defineDetection({
  ...about('deleted-user'),
  kind: 'single',
  names: ['DeleteUser'],
  evaluate: (record) => match(by(record)),
})

/** Three records by one actor within ten minutes. */
export const manyCalls: Detection = defineDetection({
  ...about('many-calls'),
  kind: 'threshold',
  parameters: z.object({ calls: z.number().default(3) }),
  select: (record) => ({ key: by(record) }),
  limit: ({ calls }) => ({ count: calls, windowMs: 600_000 }),
  describe: (record, { count }) => match(by(record), { summary: `${count} calls` }),
})

/** Three different names by one actor within ten minutes. */
export const manyNames: Detection = defineDetection({
  ...about('many-names'),
  kind: 'threshold',
  select: (record) => ({ key: by(record), value: record.eventName }),
  limit: () => ({ count: 3, windowMs: 600_000 }),
  describe: (record, { values }) => match(by(record), { resources: values }),
})

export const keyAfterUser: Detection = defineDetection({
  ...about('key-after-user'),
  kind: 'sequence',
  windowMs: 900_000,
  steps: [
    {
      title: 'a user is made',
      select: (record) => (record.eventName === 'CreateUser' ? by(record) : undefined),
    },
    {
      title: 'a key is made',
      select: (record) => (record.eventName === 'CreateAccessKey' ? by(record) : undefined),
    },
  ],
  describe: (record) => match(by(record)),
})

const firstSeen = (id: string, learns: 'account' | 'subject') =>
  defineDetection({
    ...about(id),
    kind: 'first-seen',
    learningDays: 2,
    memoryDays: 5,
    learns,
    select: (record) => ({ subject: by(record), value: record.eventName }),
    describe: (_, { subject, value }) => match(`${subject} ${value}`),
  })
export const newName: Detection = firstSeen('new-name', 'account')
export const newNameOfSubject: Detection = firstSeen('new-name-of-subject', 'subject')

export const burst: Detection = defineDetection({
  ...about('burst'),
  kind: 'rate',
  select: (record) => ({ key: by(record) }),
  limit: () => ({ minimum: 2, factor: 2, baselineDays: 1 }),
  describe: (record, { usualPerHour }) =>
    match(by(record), { summary: `usually ${usualPerHour.toFixed(3)}` }),
})

export const MADE_UP: readonly Detection[] = [
  deletedUser,
  manyCalls,
  manyNames,
  keyAfterUser,
  newName,
  newNameOfSubject,
  burst,
]
