import { describe, expect, it } from 'vitest'
import { BASELINES } from '#server/baselines/index.ts'
import { CHECKS } from '#server/checks/index.ts'
import { DETECTIONS } from '#server/detections/index.ts'
import { fourteenRisks } from './fourteen-risks.ts'
import { FRAMEWORKS } from './index.ts'

const checkIds = new Set(CHECKS.map(({ id }) => id))
const detectionIds = new Set<string>([...DETECTIONS, ...BASELINES].map(({ id }) => id))
const controlIds = (controls: readonly { id: string }[]) => controls.map(({ id }) => id)

describe.each(FRAMEWORKS)('$id', ({ controls, version, url }) => {
  it('names checks that exist', () => {
    const named = controls.flatMap(({ id, checks }) => checks.map((check) => ({ control: id, check })))
    expect(named.filter(({ check }) => !checkIds.has(check))).toEqual([])
  })

  it('names detections and baselines that exist', () => {
    const named = controls.flatMap(({ detections }) => detections)
    expect(named.filter((id) => !detectionIds.has(id))).toEqual([])
  })

  it('numbers each control once and says what of it is not seen', () => {
    expect(new Set(controlIds(controls)).size).toBe(controls.length)
    for (const { title, unseen, checks } of controls) {
      expect(title).not.toMatch(/\.$/)
      expect(unseen).toMatch(/\.$/)
      expect(new Set(checks).size).toBe(checks.length)
    }
  })

  it('says which version of it this is, and where to read it', () => {
    expect(version).not.toBe('')
    expect(new URL(url).protocol).toBe('https:')
  })
})

it('has each check that is on under at least one of the fourteen risks', () => {
  const mapped = new Set(fourteenRisks.controls.flatMap(({ checks }) => checks))
  expect(CHECKS.filter(({ id, off }) => off === undefined && !mapped.has(id)).map(({ id }) => id)).toEqual([])
})

it('has each detection and baseline under at least one of the fourteen risks', () => {
  const mapped = new Set(fourteenRisks.controls.flatMap(({ detections }) => detections))
  expect([...detectionIds].filter((id) => !mapped.has(id))).toEqual([])
})
