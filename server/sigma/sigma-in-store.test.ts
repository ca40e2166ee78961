import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readEnv } from '#server/env.ts'
import { call, NOW } from '#server/ingest/ingest-for-test.ts'
import { ingestRecords } from '#server/ingest/ingest-records.ts'
import { createLogger } from '#server/logger.ts'
import { getDetection } from '#server/services/detections/get-detection.ts'
import { listDetections } from '#server/services/detections/list-detections.ts'
import { listDetectionsQuery } from '#server/services/detections/schema.ts'
import { makeContext } from '#server/testing/factories.ts'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'

const RULES = `title: A user is tagged
id: user-tagged
name: tagged
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  selection: { eventSource: iam.amazonaws.com, eventName: TagUser }
  condition: selection
---
title: Users are tagged in bulk
id: users-tagged
level: high
correlation:
  type: event_count
  rules: [tagged]
  group-by: [userIdentity.arn]
  timespan: 10m
  condition: { gte: 3 }
  generate: true
`

let db: Awaited<ReturnType<typeof createTestDatabase>>
let dir: string
beforeAll(async () => {
  db = await createTestDatabase()
  dir = await openTempDir('sightline-sigma-')
  await writeFile(join(dir, 'users.yml'), RULES)
  await writeFile(join(dir, 'broken.yml'), RULES.replaceAll('eventName', 'eventName|like'))
  vi.stubEnv('SIGHTLINE_SIGMA_DIR', dir)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(dir, { recursive: true })
  await db.drop()
})

it('runs Sigma rules on records as they are stored, and shows rules and problems', async () => {
  const context = { store: db, clock: () => NOW, log: createLogger('test'), env: readEnv() }
  for (const minutesAgo of [30, 29, 28])
    await ingestRecords(context, [call(minutesAgo, 'TagUser')], { source: 'lookup' })
  const { rows } = await db.pool.query(
    "SELECT detection_id, severity, events FROM detection_hit WHERE detection_id LIKE 'sigma-%' ORDER BY 1",
  )
  expect(rows).toEqual([
    { detection_id: 'sigma-user-tagged', severity: 'high', events: 3 },
    { detection_id: 'sigma-users-tagged', severity: 'high', events: 3 },
  ])
  const alerts = await db.pool.query("SELECT rule_id FROM alert WHERE rule_id LIKE 'sigma-%' ORDER BY 1")
  expect(alerts.rows).toHaveLength(2)

  const viewer = makeContext(db, 'viewer', NOW)
  const list = await listDetections(viewer, listDetectionsQuery.parse({ group: 'sigma' }))
  expect(list.items.map(({ id, kind }) => [id, kind])).toEqual([
    ['sigma-user-tagged', 'single'],
    ['sigma-users-tagged', 'threshold'],
  ])
  expect(list.sigma?.problems.map(({ file, line }) => [file, line])).toContainEqual(['broken.yml', 7])
  const detail = await getDetection(viewer, { id: 'sigma-users-tagged' })
  expect(detail.definition).toContain('"event_count"')
  expect((await getDetection(viewer, { id: 'functions-deleted' })).definition).toBeNull()
})
