import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import { openDemo } from '#server/testing/open-demo.ts'
import { type CodeOwner, codePackages } from './code-packages.ts'
import { functions } from './functions.ts'

const demo = openDemo()

const ADVISORY = {
  id: 'GHSA-35jh-r3h4-6jhm',
  modified: '2026-11-19T00:00:00Z',
  summary: 'Command injection in lodash',
  aliases: ['CVE-2021-23337'],
  affected: [
    {
      package: { ecosystem: 'npm', name: 'lodash' },
      ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '4.17.21' }] }],
    },
  ],
  database_specific: { severity: 'HIGH' },
}

async function openDatabase(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sightline-osv-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'npm'))
  await writeFile(join(folder, 'npm', 'a.json'), JSON.stringify(ADVISORY))
  return folder
}

async function owners(): Promise<CodeOwner[]> {
  const { items } = await demo.run(functions, undefined)
  return items.flatMap(({ arn, name, codeSha256, packageType }) =>
    packageType.state === 'known' && packageType.value === 'Zip' && codeSha256.state === 'known'
      ? [{ arn, name, codeSha256: codeSha256.value }]
      : [],
  )
}

const byArn = (records: readonly ResourceRecord[]) => new Map(records.map((record) => [record.arn, record]))

function run(list: readonly CodeOwner[], osvFolder?: string, stored: readonly CodePackageRecord[] = []) {
  const previous = byArn(stored)
  const overrides = { code: { osvFolder }, previous: (arn: string) => previous.get(arn) }
  return demo.run(codePackages, list, { overrides })
}

const contentOf = <T>(field: { state: string; value?: T } | undefined) => field?.value

describe('the code of functions', () => {
  it('is not touched where nobody allowed it', async () => {
    const found = await demo.run(codePackages, await owners())
    expect(found).toMatchObject({ items: [], calls: 0, complete: false })
  })

  it('is told with its packages, their vulnerabilities and its secrets', async () => {
    const list = await owners()
    const found = await run(list, await openDatabase())
    expect(found).toMatchObject({
      status: 'ok',
      complete: true,
      problems: [],
      items: { length: list.length },
    })
    const vulnerable = found.items.filter(
      ({ vulnerabilities }) => (contentOf(vulnerabilities) ?? []).length > 0,
    )
    expect(vulnerable.length).toBeGreaterThan(0)
    expect(vulnerable[0]).toMatchObject({
      databaseDate: { value: '2026-11-19' },
      vulnerabilities: {
        value: [{ id: 'GHSA-35jh-r3h4-6jhm', name: 'lodash', severity: 'high', fixedIn: '4.17.21' }],
      },
    })
    const ecosystems = new Set(
      found.items.flatMap(({ dependencies }) => contentOf(dependencies)?.map((one) => one.ecosystem)),
    )
    expect(ecosystems.size).toBeGreaterThan(3)
    const secrets = found.items.flatMap((item) => contentOf(item.secrets) ?? [])
    expect(secrets.length).toBeGreaterThan(0)
    expect(JSON.stringify(found)).not.toMatch(/sk_live_|X-Amz-Signature/)
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('sightline-code-'))).toEqual([])
  })

  it('is downloaded again only where it is other code', async () => {
    const list = (await owners()).slice(0, 10)
    const folder = await openDatabase()
    const first = await run(list, folder)
    const same = await run(list, folder, first.items)
    expect(same).toMatchObject({ calls: 0, complete: true })
    const before = byArn(first.items)
    for (const item of same.items) expect(item).toBe(before.get(item.arn))
    const changed = list.map((owner, i) => (i === 0 ? { ...owner, codeSha256: 'another' } : owner))
    expect((await run(changed, folder, first.items)).calls).toBe(1)
  })

  it('is matched again with another database, without being downloaded', async () => {
    const list = await owners()
    const without = await run(list)
    expect(without.items[0]).toMatchObject({
      vulnerabilities: { state: 'failed', reason: 'no vulnerability database is set' },
      databaseDate: { state: 'absent' },
    })
    const later = await run(list, await openDatabase(), without.items)
    expect(later.calls).toBe(0)
    expect(later.items.flatMap(({ vulnerabilities }) => contentOf(vulnerabilities) ?? [])).not.toEqual([])
    const gone = await run(list.slice(0, 1), '/nowhere', later.items)
    expect(gone.items[0]?.vulnerabilities).toMatchObject({
      reason: expect.stringContaining('cannot be read'),
    })
  })

  it('of very many is looked into by one run after the other', async () => {
    const [one] = await owners()
    const list = Array.from({ length: 150 }, (_, i) => ({ ...(one as CodeOwner), codeSha256: `${i}` }))
    let nowMs = 0
    const clock = () => {
      nowMs += 6_000
      return nowMs
    }
    const overrides = { code: { osvFolder: undefined }, clock, previous: () => undefined }
    const found = await demo.run(codePackages, list, { overrides })
    expect(found).toMatchObject({
      status: 'partial',
      complete: false,
      problems: [
        { code: 'NotFinished', message: 'the next run goes on with the code of 50 functions and layers' },
      ],
    })
    expect(found.items).toHaveLength(100)
  })

  it('of layers is read by their version, of others’ layers not', async () => {
    const layer = (accountId: string, name: string): CodeOwner => ({
      arn: `arn:aws:lambda:eu-west-1:${accountId}:layer:${name}:1`,
      name: `${name}:1`,
      codeSha256: null,
    })
    const home = demo.aws.accounts[0]?.id ?? ''
    const found = await run([layer(home, 'shared-utils'), layer('580247275435', 'LambdaInsightsExtension')])
    expect(found.items).toMatchObject([
      { name: 'shared-utils:1', dependencies: { value: [{ name: 'axios', version: '0.21.1' }] } },
    ])
    expect((await run([layer(home, 'shared-utils')], undefined, found.items)).calls).toBe(0)
  })

  it('that AWS denies is denied, and tried again', async () => {
    const list = (await owners()).slice(0, 3)
    demo.aws.setFaults([{ service: 'lambda', operation: 'GetFunction', kind: 'denied' }])
    const found = await run(list, await openDatabase())
    expect(found).toMatchObject({ status: 'partial', complete: true, items: { length: 3 } })
    for (const { dependencies, vulnerabilities, secrets } of found.items)
      for (const field of [dependencies, vulnerabilities, secrets])
        expect(field).toEqual({ state: 'denied', permission: 'lambda:GetFunction' })
    demo.aws.setFaults([])
    const again = await run(list, undefined, found.items)
    expect(again.calls).toBe(3)
    for (const { dependencies } of again.items) expect(dependencies.state).toBe('known')
  })
})
