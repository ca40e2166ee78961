import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Dependency } from '#server/domain/records/code-package-record.ts'
import { packageKey, readAdvisory } from './advisory.ts'
import { baseScore } from './cvss.ts'
import { findVulnerabilities } from './find-vulnerabilities.ts'

const dependency = (values: Partial<Dependency> = {}): Dependency => ({
  ecosystem: 'npm',
  name: 'lodash',
  version: '4.17.20',
  path: 'node_modules/lodash/package.json',
  ...values,
})

const range = (...events: object[]) => ({ type: 'SEMVER', events })
const entry = (values: object = {}, affected: object = {}) => ({
  id: 'GHSA-35jh-r3h4-6jhm',
  aliases: ['CVE-2021-23337'],
  summary: 'Command injection in lodash',
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [range({ introduced: '0' }, { fixed: '4.17.21' })],
      ...affected,
    },
  ],
  database_specific: { severity: 'HIGH' },
  ...values,
})

function matches(entries: unknown[], ...dependencies: Dependency[]) {
  const advisories = Map.groupBy(entries.flatMap(readAdvisory), ({ key }) => key)
  return findVulnerabilities(dependencies, {
    get: (key) => advisories.get(key)?.map(({ advisory }) => advisory),
  })
}

describe('vulnerabilities', () => {
  it('are told with what mends them', () => {
    expect(matches([entry()], dependency())).toEqual([
      {
        id: 'GHSA-35jh-r3h4-6jhm',
        aliases: ['CVE-2021-23337'],
        severity: 'high',
        summary: 'Command injection in lodash',
        ecosystem: 'npm',
        name: 'lodash',
        version: '4.17.20',
        fixedIn: '4.17.21',
        path: 'node_modules/lodash/package.json',
      },
    ])
  })

  const twice = [{ introduced: '1.0.0' }, { fixed: '1.2.0' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }]
  const cases: [string, object, string, boolean, (string | null)?][] = [
    ['the version that mends it', {}, '4.17.21', false],
    ['a later one', {}, '5.0.0', false],
    ['a release before the one that mends it', {}, '4.17.21-rc.1', true, '4.17.21'],
    [
      'the last affected one',
      { ranges: [range({ introduced: '1.0.0' }, { last_affected: '1.5.0' })] },
      '1.5.0',
      true,
      null,
    ],
    [
      'one after the last',
      { ranges: [range({ introduced: '1.0.0' }, { last_affected: '1.5.0' })] },
      '1.5.1',
      false,
    ],
    ['the second line of versions', { ranges: [range(...twice)] }, '2.0.5', true, '2.1.0'],
    ['between two lines', { ranges: [range(...twice)] }, '1.3.0', false],
    ['events in any order', { ranges: [range(...twice.toReversed())] }, '1.1.0', true, '1.2.0'],
    ['one that is listed', { ranges: [], versions: ['3.0.0'] }, '3.0.0', true, null],
    ['one that is not', { ranges: [], versions: ['3.0.0'] }, '3.0.1', false],
    [
      'a range of commits alone',
      { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] },
      '1.0.0',
      false,
    ],
    ['above a limit', { ranges: [range({ introduced: '0' }, { limit: '2.0.0' })] }, '2.0.0', false],
    ['no version at all', {}, 'file:../lodash', false],
  ]
  it.each(cases)('of %s', (_, affected, version, isAffected, fixedIn) => {
    const found = matches([entry({}, affected)], dependency({ version }))
    expect(found.map((one) => one.fixedIn)).toEqual(isAffected ? [fixedIn] : [])
  })

  it('are not told where the advisory was withdrawn, or is about another ecosystem', () => {
    expect(matches([entry({ withdrawn: '2024-01-01T00:00:00Z' })], dependency())).toEqual([])
    expect(matches([entry()], dependency({ ecosystem: 'PyPI' }))).toEqual([])
  })

  it('that two databases tell of are told once, by the one that rates them', () => {
    const other = { ...entry({ id: 'A-1', aliases: ['CVE-2021-23337', 'B-2'], database_specific: {} }) }
    expect(matches([other, entry()], dependency())).toMatchObject([
      { id: 'GHSA-35jh-r3h4-6jhm', severity: 'high', aliases: ['A-1', 'B-2', 'CVE-2021-23337'] },
    ])
  })

  it('come worst first', () => {
    const bad = entry({ id: 'MAL-2024-1', aliases: [] })
    expect(matches([entry(), bad], dependency()).map(({ severity }) => severity)).toEqual([
      'critical',
      'high',
    ])
  })

  it.each([
    ['PyPI', 'Flask_Login', 'flask-login'],
    ['NuGet', 'Newtonsoft.Json', 'newtonsoft.json'],
  ] as const)('of %s are found however the name is written', (ecosystem, a, b) => {
    expect(packageKey(ecosystem, a)).toBe(packageKey(ecosystem, b))
  })

  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
    ['CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N', 1.8],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.8],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', undefined],
    ['CVSS:3.1/AV:N', undefined],
  ])('are rated by their vector: %s is %s', (vector, score) => {
    expect(baseScore(vector)).toBe(score)
  })

  it('of any text that calls itself an advisory do no harm', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (ranges, severity, version) => {
        const odd = entry({ severity, aliases: ranges, summary: severity }, { ranges, versions: severity })
        const event = entry({}, { ranges: [{ type: 'SEMVER', events: ranges }] })
        matches([odd, event, ranges], dependency({ version }))
      }),
    )
  })
})
