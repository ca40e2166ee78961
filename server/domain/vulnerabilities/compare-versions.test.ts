import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ECOSYSTEMS, type Ecosystem } from '#server/domain/records/code-package-record.ts'
import { compareVersions } from './compare-versions.ts'

/** From the specifications of each ecosystem: every version comes before the next one. */
const ASCENDING: Record<Ecosystem, string[]> = {
  npm: [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.10',
    '1.10.0',
    '20240101.0.0',
  ],
  Go: [
    '0.0.0-20190101000000-abcdefabcdef',
    '0.0.0-20200101000000-0123456789ab',
    '1.21.0-rc.2',
    '1.21.0',
    '1.21.13',
  ],
  PyPI: [
    '1.dev0',
    '1.0.dev456',
    '1.0a1',
    '1.0a2.dev456',
    '1.0a12.dev456',
    '1.0a12',
    '1.0b1.dev456',
    '1.0b2',
    '1.0b2.post345.dev456',
    '1.0b2.post345',
    '1.0rc1.dev456',
    '1.0rc1',
    '1.0',
    '1.0+abc.5',
    '1.0+abc.7',
    '1.0+5',
    '1.0.post456.dev34',
    '1.0.post456',
    '1.0.15',
    '1.1.dev1',
    '1!0.5',
  ],
  Maven: [
    '1-alpha-1',
    '1-beta',
    '1-milestone-2',
    '1-rc1',
    '1-rc2',
    '1-snapshot',
    '1',
    '1-sp',
    '1-foo',
    '1-1',
    '1-2',
    '1.1',
    '1.1.1',
    '2.9.10.8',
    '2.10',
  ],
  RubyGems: ['1.0.0.a', '1.0.0.b1', '1.0.0.rc1', '1.0.0', '1.0.1.pre', '1.0.1', '1.0.10', '1.1'],
  NuGet: ['1.0.0-alpha', '1.0.0-Beta', '1.0.0-rc.1', '1.0.0', '1.0.0.1', '1.0.1', '13.0.1'],
}

const SAME: [Ecosystem, string, string][] = [
  ['npm', '1.2.3+build', '1.2.3'],
  ['Go', 'v1.2.3+incompatible', '1.2.3'],
  ['PyPI', '1.0', '1.0.0'],
  ['PyPI', '1.0-1', '1.0.post1'],
  ['PyPI', 'v1.0alpha1', '1.0.A1'],
  ['Maven', '1.0.0.Final', '1'],
  ['Maven', '1.0-GA', '1'],
  ['Maven', '1-a1', '1-alpha-1'],
  ['Maven', '1.foo', '1-foo'],
  ['Maven', '5.3.0.RELEASE', '5.3'],
  ['RubyGems', '1.0', '1.0.0'],
  ['NuGet', '1.0', '1.0.0.0'],
  ['NuGet', '1.0.0-RC', '1.0.0-rc'],
]

/** As libraries of these ecosystems are really numbered. */
const BEFORE: [Ecosystem, string, string][] = [
  ['Maven', '1-foo2', '1-foo10'],
  ['Maven', '1-sp-1', '1-ga-1'],
  ['Maven', '2.0.1', '2.0.1-123'],
  ['Maven', '2.0.1-xyz', '2.0.1-123'],
  ['Maven', '2.13.4', '2.13.4.2'],
  ['Maven', '31.0.1-jre', '31.1-jre'],
  ['Maven', '32.0.0-android', '32.0.0-jre'],
  ['Maven', '9.4.51.v20230217', '9.4.52.v20230823'],
  ['Maven', '4.1.94.Final', '4.1.100.Final'],
  ['RubyGems', '2.2.6', '2.2.6.2'],
  ['RubyGems', '3.1.0.pre', '3.1.0'],
]

describe('versions', () => {
  it.each(BEFORE)('of %s are told apart as they are written: %s before %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBeLessThan(0)
    expect(compareVersions(ecosystem, b, a)).toBeGreaterThan(0)
  })

  it.each(ECOSYSTEMS)('of %s stand in the order of its specification', (ecosystem) => {
    const list = ASCENDING[ecosystem]
    list.forEach((a, i) => {
      for (const [j, b] of list.entries())
        expect(`${a} ${Math.sign(compareVersions(ecosystem, a, b) ?? Number.NaN)} ${b}`).toBe(
          `${a} ${Math.sign(i - j)} ${b}`,
        )
    })
  })

  it.each(SAME)('of %s that are written differently are the same: %s and %s', (ecosystem, a, b) => {
    expect(compareVersions(ecosystem, a, b)).toBe(0)
  })

  it.each([
    ['npm', 'latest'],
    ['Go', '(devel)'],
    ['PyPI', 'not a version'],
    ['RubyGems', '../..'],
    ['Maven', 'x'.repeat(1000)],
  ] as const)('of %s that are none are not compared: %s', (ecosystem, text) => {
    expect(compareVersions(ecosystem, text, '1.0.0')).toBeUndefined()
  })

  const number = fc.integer({ min: 0, max: 30 }).map(String)
  const word = fc.constantFrom('alpha', 'b', 'rc', 'dev', 'post', 'SNAPSHOT', 'final', 'x')
  const part = fc.tuple(fc.constantFrom('.', '-', ''), fc.oneof(number, word)).map((both) => both.join(''))
  const version = fc
    .tuple(number, fc.array(part, { maxLength: 4 }))
    .map(([head, rest]) => head + rest.join(''))

  it.each(ECOSYSTEMS)('of %s are in one order, whichever way they are asked for', (ecosystem) => {
    const order = (a: string, b: string) => compareVersions(ecosystem, a, b)
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(order(a, a) ?? 0).toBe(0)
        const [ab, ba, bc, ac] = [order(a, b), order(b, a), order(b, c), order(a, c)]
        if (ab === undefined || bc === undefined || ac === undefined) return
        expect(Math.sign(ab) + Math.sign(ba ?? Number.NaN)).toBe(0)
        if (ab <= 0 && bc <= 0) expect(ac).toBeLessThanOrEqual(0)
      }),
      { numRuns: 2000 },
    )
  })

  it.each(ECOSYSTEMS)('of %s may be any text, and take no time', (ecosystem) => {
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.constantFrom('1.'.repeat(5000), '1-'.repeat(5000), 'a'.repeat(9999)),
    )
    fc.assert(fc.property(text, text, (a, b) => void compareVersions(ecosystem, a, b)))
  })
})
