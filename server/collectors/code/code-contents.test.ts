import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeZip, type ZipFile } from '#demo/code/write-zip.ts'
import { fingerprintForTest } from '#server/collectors/run-for-test.ts'
import { goProgram } from '#server/domain/packages/go-program-for-test.ts'
import { readCodeContents } from './code-contents.ts'
import { ZIP_LIMITS, type ZipLimits } from './zip-limits.ts'

const SECRET = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`
const npm = (name: string, version = '1.0.0'): ZipFile => ({
  path: `node_modules/${name}/package.json`,
  content: JSON.stringify({ name, version }),
})
const pom = (artifact: string): ZipFile => ({
  path: `META-INF/maven/org.example/${artifact}/pom.properties`,
  content: `groupId=org.example\nartifactId=${artifact}\nversion=1.0.0\n`,
})
const jar = (path: string, ...files: ZipFile[]): ZipFile => ({ path, content: writeZip(files) })

async function read(from: Buffer | ZipFile[], limits: Partial<ZipLimits> = {}) {
  const bytes = Buffer.isBuffer(from) ? from : writeZip(from)
  const folder = await mkdtemp(join(tmpdir(), 'sightline-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'code.zip')
  await writeFile(path, bytes)
  const found = await readCodeContents(path, fingerprintForTest, { ...ZIP_LIMITS, ...limits })
  return { ...found, names: found.dependencies.map(({ name, path: where }) => `${name} in ${where}`) }
}

describe('the code of a function', () => {
  it('is read for packages and secrets', async () => {
    const found = await read([
      npm('lodash', '4.17.20'),
      { path: 'src/pay.js', content: `// pay\nexport const stripe = new Stripe('${SECRET}')\n` },
      {
        path: 'bootstrap',
        content: Buffer.concat([
          goProgram('go1.24.2', 'dep\tgolang.org/x/net\tv0.7.0'),
          Buffer.alloc(70_000),
        ]),
      },
      { path: 'vendor/bundle/ruby/3.3.0/specifications/rack-2.2.3.gemspec', content: '' },
    ])
    expect(found).toMatchObject({
      problems: [],
      names: [
        'golang.org/x/net in bootstrap',
        'stdlib in bootstrap',
        'rack in vendor/bundle/ruby/3.3.0/specifications/rack-2.2.3.gemspec',
        'lodash in node_modules/lodash/package.json',
      ],
      secrets: [{ where: 'src/pay.js', line: 2, confidence: 'certain' }],
    })
    expect(JSON.stringify(found)).not.toContain(SECRET)
  })

  it('is read through jars in jars, so deep and no deeper', async () => {
    const inner = jar('BOOT-INF/lib/inner.jar', pom('inner'))
    const found = await read([jar('lib/app.jar', pom('app'), inner)])
    expect(found.names).toEqual([
      'org.example:app in lib/app.jar!/META-INF/maven/org.example/app/pom.properties',
      'org.example:inner in lib/app.jar!/BOOT-INF/lib/inner.jar!/META-INF/maven/org.example/inner/pom.properties',
    ])
    const deep = await read([jar('a.jar', jar('b.jar', jar('c.jar', pom('deep'))), pom('a'))])
    expect(deep).toMatchObject({
      problems: ['archives lie too deep in archives'],
      dependencies: [{ name: 'org.example:a' }],
    })
  })

  it('is read through what the Serverless Framework packs Python into', async () => {
    const wheel = { path: 'flask-2.0.dist-info/METADATA', content: 'Name: Flask\nVersion: 2.0\n' }
    const found = await read([jar('.requirements.zip', wheel)])
    expect(found).toMatchObject({ problems: [], dependencies: [{ ecosystem: 'PyPI', name: 'flask' }] })
  })

  it('that is a bundle is not taken for code without packages', async () => {
    const bundle: ZipFile = { path: 'index.mjs', content: '// node_modules/lodash/lodash.js\nvar a = 1\n' }
    expect(await read([bundle])).toMatchObject({
      dependencies: [],
      problems: ['index.mjs is a bundle, and nothing says what it was made of'],
    })
    const content = JSON.stringify({ packages: { 'node_modules/lodash': { version: '4.17.20' } } })
    const listed = await read([bundle, npm('sharp'), { path: 'package-lock.json', content }])
    expect(listed).toMatchObject({ problems: [], dependencies: [{ name: 'lodash' }, { name: 'sharp' }] })
  })

  it('is not searched for secrets in what others wrote', async () => {
    const content = `token = "${SECRET}"`
    const found = await read([
      { path: 'node_modules/a/test/fixture.js', content },
      { path: 'lib/python3.12/site-packages/a/x.py', content },
      { path: 'requests/x.py', content },
      { path: 'requests-2.0.dist-info/RECORD', content: 'requests/x.py,sha256=abc,10\n' },
      { path: 'package-lock.json', content: JSON.stringify({ packages: {}, token: SECRET }) },
      { path: 'app.js.map', content },
    ])
    expect(found).toMatchObject({ secrets: [], problems: [] })
  })

  it('holds symbolic links that lead nowhere', async () => {
    const link = (path: string): ZipFile => ({ path, content: '/etc/passwd', mode: 0o120777 })
    const found = await read([
      npm('a'),
      link('node_modules/.bin/a'),
      link('config.json'),
      link('node_modules/b/package.json'),
    ])
    expect(found).toMatchObject({ problems: [], dependencies: [{ name: 'a' }], secrets: [] })
  })
})

/** The same zip with another size written for its entries. */
function lyingAboutSize(files: ZipFile[], size: number): Buffer {
  const bytes = writeZip(files)
  for (const [mark, offset] of [
    ['PK\x03\x04', 22],
    ['PK\x01\x02', 24],
  ] as const)
    for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 4))
      bytes.writeUInt32LE(size, at + offset)
  return bytes
}

describe('a zip that means harm', () => {
  const good = npm('good')
  const many = (count: number) =>
    Array.from({ length: count }, (_, i): ZipFile => ({ path: `f${i}`, content: '' }))
  const blank = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024, 0x20)

  const HARMFUL: [what: string, zip: Buffer | ZipFile[], limits: Partial<ZipLimits>, word: RegExp][] = [
    [
      'leads out of its folder',
      [good, { path: '../../etc/cron.d/x.json', content: '{}' }],
      {},
      /leads out of it/,
    ],
    ['has an absolute path', [good, { path: '/etc/passwd', content: '' }], {}, /leads out of it/],
    ['has more entries than it may', [good, ...many(200)], { entries: 100 }, /more than 100 entries/],
    ['is cut off', writeZip([good]).subarray(0, 80), {}, /no zip, or cut off/],
    ['is no zip', Buffer.from('<html>not here</html>'.repeat(10)), {}, /no zip, or cut off/],
    ['is empty', Buffer.alloc(0), {}, /no zip, or cut off/],
    ['says too small a size', lyingAboutSize([npm('a'.repeat(100))], 10), {}, /another size/],
    [
      'says that it blows up 1 : 10,000',
      lyingAboutSize([npm('a'.repeat(100))], 2_000_000),
      {},
      /200 times its size/,
    ],
    ['says too large a size', lyingAboutSize([npm('a'.repeat(100))], 5000), {}, /another size/],
  ]
  it.each(HARMFUL)('that %s is refused with a word', async (_, zip, limits, word) => {
    const found = await read(zip, limits)
    expect(found.problems).toHaveLength(1)
    expect(found.problems[0]).toMatch(word)
  })

  const STOPPED: [what: string, files: ZipFile[], limits: Partial<ZipLimits>, word: RegExp][] = [
    [
      'blows up 1 : 1,000',
      [{ path: 'package-lock.json', content: blank(4) }],
      {},
      /more than 200 times its size/,
    ],
    [
      'is a list that nobody could have made',
      [{ path: 'package-lock.json', content: Buffer.alloc(33 * 1024 * 1024, 0x20) }],
      { ratio: 100_000 },
      /too large to be read/,
    ],
    [
      'is too large',
      [{ path: 'package-lock.json', content: blank(1) }],
      { singleBytes: 1000 },
      /larger than/,
    ],
    [
      'hides a bomb in a jar',
      [jar('lib/a.jar', { path: 'META-INF/maven/a/b/pom.properties', content: blank(4) })],
      {},
      /lib\/a\.jar: .*more than 200 times/,
    ],
    [
      'is an archive too large for memory',
      [jar('lib/a.jar', pom('a'))],
      { archiveBytes: 50 },
      /lib\/a\.jar is too large/,
    ],
    [
      'is a zip of packages that is none',
      [{ path: '.requirements.zip', content: 'PK, and no more than that' }],
      {},
      /\.requirements\.zip: it is no zip/,
    ],
    [
      'has a jar that is none',
      [{ path: 'lib/a.jar', content: 'not a jar at all, whatever it is called' }],
      {},
      /lib\/a\.jar: it is no zip/,
    ],
  ]
  it.each(STOPPED)('in an entry that %s is read all the same beside it', async (_, files, limits, word) => {
    const found = await read([...files, good], limits)
    expect(found.dependencies).toMatchObject([{ name: 'good' }])
    expect(found.problems).toHaveLength(1)
    expect(found.problems[0]).toMatch(word)
  })

  it('in all its entries together is stopped, and what was read before is kept', async () => {
    const text = (i: number): ZipFile => ({
      path: `big${i}.js`,
      content: Buffer.from(`${'0123456789abcdef'.repeat(64)}${i}\n`.repeat(50)),
    })
    const found = await read([good, ...Array.from({ length: 50 }, (_, i) => text(i))], {
      totalBytes: 500_000,
      ratio: 100_000,
    })
    expect(found).toMatchObject({
      dependencies: [{ name: 'good' }],
      problems: [/holds more than/].map((word) => expect.stringMatching(word)),
    })
  })

  it('with a hundred thousand entries takes no more than seconds', async () => {
    const startMs = performance.now()
    const found = await read(many(60_000), { entries: 50_000 })
    expect(found.problems).toEqual(['the zip has more than 50,000 entries'])
    expect(performance.now() - startMs).toBeLessThan(20_000)
  })

  it('ends in plain words, wherever it is damaged', async () => {
    const whole = writeZip([good, npm('other'), jar('a.jar', pom('a'))])
    const damage = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }))
    await fc.assert(
      fc.asyncProperty(damage, async ([at, flip]) => {
        const bytes = Buffer.from(whole)
        bytes[at] = (bytes[at] ?? 0) ^ flip
        const found = await readCodeContents(bytes, fingerprintForTest)
        for (const problem of found.problems) expect(problem).toMatch(/^[\x20-\x7e]{1,410}$/)
      }),
      { numRuns: 150 },
    )
  })
})
