import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { loadRules, ruleOf } from '#server/services/alerts/rule-of.ts'
import { makeContext, NOW } from '#server/testing/factories.ts'
import { openTempDir } from '#server/testing/open-temp-dir.ts'
import { createTestDatabase } from '#server/testing/test-database.ts'
import { getDetection } from './get-detection.ts'
import { listDetections } from './list-detections.ts'
import { listDetectionsQuery } from './schema.ts'
import { tuneDetection } from './tune-detection.ts'

let db: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  db = await createTestDatabase()
})
afterEach(() => vi.unstubAllEnvs())
afterAll(() => db.drop())

const RULE = `title: Trail stopped by hand
id: 5e6d3a2c-0000-4000-8000-000000000001
description: Somebody stopped a trail.
logsource: { product: aws, service: cloudtrail }
detection:
  stop: { eventSource: cloudtrail.amazonaws.com, eventName: StopLogging }
  condition: stop
level: high
tags: [attack.t1562.008]
`
const ID = 'sigma-5e6d3a2c-0000-4000-8000-000000000001'
const list = (query: object = {}) =>
  listDetections(makeContext(db, 'viewer', NOW), listDetectionsQuery.parse({ pageSize: 200, ...query }))

describe('a folder of Sigma rules', () => {
  it('is listed beside ours, with what cannot be run and where', async () => {
    const folder = await openTempDir('sightline-sigma-')
    await writeFile(join(folder, 'stop.yml'), RULE)
    await writeFile(
      join(folder, 'broken.yml'),
      RULE.replace('condition: stop', 'condition: nothing of them').replace('0001', '0002'),
    )
    vi.stubEnv('SIGHTLINE_SIGMA_DIR', folder)
    const { items, sigma } = await list({ group: 'sigma' })
    expect(items).toMatchObject([
      { id: ID, title: 'Trail stopped by hand', severity: 'high', techniques: ['T1562.008'] },
    ])
    expect(sigma).toMatchObject({
      folder,
      rules: 1,
      problems: [{ file: 'broken.yml', line: expect.any(Number) }],
    })
    await loadRules()
    expect(ruleOf(ID)).toMatchObject({ title: 'Trail stopped by hand', kind: 'detection' })
    const tuned = await tuneDetection(makeContext(db, 'admin', NOW), {
      id: ID,
      severity: 'low',
      reason: 'It is noise here.',
    })
    expect(tuned.row).toMatchObject({ group: 'sigma', severity: 'low' })
  })

  it('is not spoken of where none is named', async () => {
    vi.stubEnv('SIGHTLINE_SIGMA_DIR', undefined)
    expect((await list()).sigma).toBeNull()
    await expect(getDetection(makeContext(db, 'viewer', NOW), { id: ID })).rejects.toThrow(/does not exist/)
  })
})
